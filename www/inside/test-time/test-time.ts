/** @file The panel "Dropout at test time": averaging masked passes against one pass with masks off, and the scaling forgotten. */

import '../../styles/inside-test-time.css';
import type { State } from '../../state';
import { epochText } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { classNames } from '../predictions/class-names';
import { DisputedView } from './disputed-view';
import { SIDES } from '../inspector';
import { largestOf, probabilitiesOf } from '../predictions/pair-predictions';
import type { Panel, Tools } from '../panel';
import { PassCharts } from './pass-charts';
import { type Found, PassRunner, pointsOf } from './pass-runner';
import { tableAt, tableOver } from './pass-tables';
import { FIRST_PASSES, MOST_PASSES, TestTimeControls } from './test-time-controls';
import { type Averaged, averagedText, costText, measureTexts, spreadText, unscaledText } from './test-time-words';

/** Passes come in while it is open. */
export class TestTimePanel implements Panel {
  readonly #tools: Tools;
  readonly #fault = make('p', 'inside-fault');
  readonly #controls: TestTimeControls;
  readonly #runner: PassRunner;
  readonly #charts: PassCharts;
  readonly #disputed: DisputedView;
  readonly #sentences = make('ul', 'sentences');
  readonly #table_at = make('div', 'table-scroll');
  readonly #measures = make('ul', 'help pass-measures');
  readonly #over = make('details', '', make('summary', '', insideTexts().test_time.curves_table));
  readonly #table_over = make('div', 'table-scroll');
  readonly #parts = make('div', 'passes-found');
  #is_open = false;
  #state: State | undefined;
  /** A frame is asked for. */
  #waits = false;

  constructor(place: HTMLElement, tools: Tools) {
    this.#tools = tools;
    this.#fault.setAttribute('role', 'status');
    this.#runner = new PassRunner(tools.inspector, { onChange: () => this.#draw(), onFault: (words) => setText(this.#fault, words) });
    this.#controls = new TestTimeControls(() => this.#choose());
    this.#charts = new PassCharts((passes) => {
      if (passes !== undefined) this.#controls.setPasses(passes);
    });
    this.#disputed = new DisputedView(tools.inspector);
    for (const [region, name] of [[this.#table_at, insideTexts().test_time.table_at], [this.#table_over, insideTexts().test_time.table_over]] as const) {
      region.tabIndex = 0;
      region.setAttribute('role', 'region');
      region.setAttribute('aria-label', name);
    }
    this.#over.append(this.#table_over);
    this.#over.addEventListener('toggle', () => this.#draw());
    this.#parts.append(this.#sentences, make('div', '', this.#table_at, this.#measures), this.#charts.element, this.#over, this.#disputed.element);
    this.#parts.hidden = true;
    place.append(make('section', 'inside-part', make('h3', '', insideTexts().test_time.title), make('p', 'help', insideTexts().test_time.help), this.#controls.element, this.#fault, this.#parts));
  }

  render(state: State): void {
    this.#state = state;
    this.#is_open = true;
    this.#choose();
  }

  close(): void {
    this.#is_open = false;
    this.#runner.stop();
  }

  #choose(): void {
    const { masks_on, passes, unscaled, is_stopped } = this.#controls.choice;
    if (is_stopped) this.#runner.stop();
    else if (this.#is_open) this.#runner.want({ passes: masks_on ? passes : 0, unscaled });
    this.#draw();
  }

  /** Once a frame at most. */
  #draw(): void {
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(() => {
      this.#waits = false;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const { found } = this.#runner;
    // Without a pair, what was found last is of another one.
    this.#parts.hidden = !found || !this.#tools.inspector.standing();
    if (!found) return;
    if (this.#runner.is_running) setText(this.#fault, '');
    const { masks_on, passes, unscaled, is_stopped } = this.#controls.choice;
    const reached = reachedBy(found, true);
    const drawn_unscaled = [unscaled && !this.#dropsNothing(found.standing.arms[0].id), unscaled && !this.#dropsNothing(found.standing.arms[1].id)] as const;
    const read = masks_on ? Math.min(passes, reached) : 0;
    this.#controls.show(progressText(found, { passes, unscaled, goes_on: this.#runner.is_running && !is_stopped }), this.#runner.is_running);
    this.#sentences.replaceChildren(...this.#texts(found, read, unscaled).filter((text) => text !== '').map((text) => make('li', '', text)));
    this.#table_at.replaceChildren(tableAt(found, read, drawn_unscaled));
    this.#measures.replaceChildren(...measureTexts(read).map(([name, text]) => make('li', '', make('strong', '', name), `: ${text}`)));
    this.#charts.element.hidden = this.#over.hidden = reached === 0 || !masks_on;
    if (!this.#charts.element.hidden) this.#charts.update(found, { passes: Math.max(Math.min(passes, FIRST_PASSES), reached), unscaled: drawn_unscaled });
    if (this.#over.open) this.#table_over.replaceChildren(tableOver(found));
    this.#showDisputed(found, read);
  }

  #texts(found: Found, read: number, unscaled: boolean): string[] {
    if (read === 0) return [insideTexts().test_time.masks_are_off(epochText(found.standing.epoch))];
    const averaged = SIDES.flatMap((side): Averaged[] => {
      const point = pointsOf(found, side, true)[read - 1];
      const arm = found.standing.arms[side];
      return point ? [{ arm: arm.name, plain: found.plain[side], point, drops_nothing: this.#dropsNothing(arm.id) }] : [];
    });
    const unscaled_texts = unscaled ? SIDES.map((side) => this.#unscaledText(found, side, read)) : [];
    return [...averaged.map(averagedText), ...averaged.map(spreadText), ...unscaled_texts, costText(read, found.plain[0].entropies.length, found.millis)];
  }

  /** Over as many of the passes read as there are without the scaling, too. */
  #unscaledText(found: Found, side: 0 | 1, read: number): string {
    const { id, name } = found.standing.arms[side];
    const without = pointsOf(found, side, false);
    const at = Math.min(read, without.length) - 1;
    const [point, other] = [pointsOf(found, side, true)[at], without[at]];
    return point && other ? unscaledText(name, point, other, this.#dropsNothing(id)) : '';
  }

  /** The arm that is compared is the one of interest; where it drops nothing, the reference may. */
  #showDisputed(found: Found, read: number): void {
    const side = this.#dropsNothing(found.standing.arms[1].id) ? 0 : 1;
    const disputed = pointsOf(found, side, true)[read - 1]?.disputed ?? [];
    const names = classNames(this.#state?.experiment.spec.data ?? 'files');
    this.#disputed.show(disputed, { arm: found.standing.arms[side].name, names, predicted: (example) => largestOf(probabilitiesOf(found.plain[side], example)) });
  }

  /** The arm's probabilities are all 0, and no change of them is planned. */
  #dropsNothing(arm: string): boolean {
    const experiment = this.#state?.experiment;
    const drop = experiment?.arms.find(({ id }) => id === arm)?.drop ?? [];
    return drop.every((prob) => prob === 0) && (arm !== 'treatment' || experiment?.spec.then.length === 0);
  }
}

/** Passes that both networks have. */
function reachedBy(found: Found, scaled: boolean): number {
  return Math.min(MOST_PASSES, ...SIDES.map((side) => pointsOf(found, side, scaled).length));
}

function progressText(found: Found, { passes, unscaled, goes_on }: { passes: number; unscaled: boolean; goes_on: boolean }): string {
  const [done, done_unscaled] = [true, false].map((scaled) => Math.min(passes, reachedBy(found, scaled))) as [number, number];
  const words = insideTexts().test_time;
  const text = words.progress(goes_on && done < passes ? words.pass_of(done + 1, passes) : words.passes_of(done, passes), epochText(found.standing.epoch));
  return unscaled ? `${text} ${words.unscaled_progress(goes_on && done === passes && done_unscaled < passes, done_unscaled, passes)}` : text;
}
