/** @file The panel "Masks and units at work": masks, the thinned network, E[h′] = h, first-layer weights and correlations of a pair. */

import { onThemeChange } from '../../charts/theme';
import { count } from '../../format';
import type { State } from '../../state';
import '../../styles/inside-seeing.css';
import { insideTexts } from '../../texts/inside';
import { texts } from '../../texts/texts';
import { make, setText } from '../../views/element';
import { BatchStepper } from './batch-stepper';
import { CorrelationFigure } from './correlation-figure';
import { ExpectationFigure } from './expectation-figure';
import { numberField, selectField } from '../fields';
import type { Standing } from '../inspector';
import type { Look, Seen } from '../../looks';
import { MasksFigure } from './masks-figure';
import { PairLook } from '../pair-look';
import type { Panel, Tools } from '../panel';
import { ThinnedFigure } from './thinned-figure';
import { WeightsFigure } from './weights-figure';

/** Units of a layer whose correlations are shown. */
const CORRELATED = 32;

/** So far beyond the edge of the screen a figure still counts as on it. */
const NEAR = '300px';

/** One figure with its heading; what costs much and is off the screen is looked at once, and again when it comes into view. */
interface Part {
  readonly element: HTMLElement;
  readonly fault: HTMLElement;
  is_near: boolean;
}

export class SeeingPanel implements Panel {
  readonly #tools: Tools;
  readonly #place: HTMLElement;
  readonly #row = numberField('seeing-row', insideTexts().seeing.place, 1);
  readonly #other = make('button', '', insideTexts().seeing.other_example);
  readonly #example = make('p', 'help');
  readonly #stepper: BatchStepper;
  readonly #masks = new MasksFigure();
  readonly #thinned = new ThinnedFigure();
  readonly #expectation: ExpectationFigure;
  readonly #weights = new WeightsFigure();
  readonly #layer = selectField('correlation-layer', insideTexts().seeing.layer);
  readonly #correlations = new CorrelationFigure();
  readonly #masks_part: Part;
  readonly #weights_part: Part;
  readonly #correlation_part: Part;
  readonly #masks_look: PairLook<Extract<Look, { kind: 'masked-example' }>>;
  readonly #weights_look: PairLook<Extract<Look, { kind: 'first-layer' }>>;
  readonly #correlation_look: PairLook<Extract<Look, { kind: 'correlations' }>>;
  #batch = 1;

  constructor(place: HTMLElement, tools: Tools) {
    this.#tools = tools;
    this.#place = place;
    const { inspector, redraw } = tools;
    this.#stepper = new BatchStepper(inspector);
    this.#expectation = new ExpectationFigure(inspector);
    this.#other.type = 'button';
    this.#other.addEventListener('click', () => {
      this.#row.control.value = String((this.#rowNow() % this.#batch) + 1);
      redraw();
    });
    this.#row.control.addEventListener('change', redraw);
    this.#layer.control.addEventListener('change', redraw);
    const controls = make('div', 'inside-controls', this.#row.element, this.#other, ...this.#stepper.controls);
    const words = insideTexts().seeing.parts;
    this.#masks_part = part(words.masks, controls, this.#stepper.words, this.#example, this.#masks.element, sub(words.thinned), this.#thinned.element);
    const expectation = part(words.expectation, this.#expectation.element);
    this.#weights_part = part(words.weights, this.#weights.element);
    this.#correlation_part = part(words.correlations, make('div', 'inside-controls', this.#layer.element), this.#correlations.element);
    this.#masks_look = this.#lookFor(this.#masks_part, (seen, standing) => this.#showMasks(seen, standing));
    this.#weights_look = this.#lookFor(this.#weights_part, (seen, standing) => this.#weights.show(seen, standing));
    this.#correlation_look = this.#lookFor(this.#correlation_part, (seen, standing) => this.#correlations.show(seen, standing));
    const parts = [this.#masks_part, expectation, this.#weights_part, this.#correlation_part];
    place.hidden = true;
    place.append(...parts.map(({ element }) => element));
    this.#watch(parts);
  }

  render({ experiment }: State): void {
    const standing = this.#tools.inspector.standing();
    this.#place.hidden = standing === undefined;
    if (!standing) return;
    const { spec } = experiment;
    this.#batch = Math.min(spec.batch, spec.train);
    this.#row.control.max = String(this.#batch);
    this.#stepper.render(standing);
    if (this.#layer.control.options.length !== spec.hidden.length) {
      this.#layer.control.replaceChildren(...spec.hidden.map((_, index) => new Option(texts().network.hidden(index + 1), String(index + 1))));
    }
    this.#expectation.offer({ hidden: spec.hidden.length, tests: spec.test, standing });
    this.#masks_look.want({ kind: 'masked-example', row: this.#rowNow() - 1 });
    if (this.#weights_part.is_near || !this.#weights_look.has_begun) this.#weights_look.want({ kind: 'first-layer' });
    const layer = Math.min(Number(this.#layer.control.value), spec.hidden.length);
    if (this.#correlation_part.is_near || !this.#correlation_look.has_begun) {
      this.#correlation_look.want({ kind: 'correlations', layer, units: Math.min(CORRELATED, spec.hidden[layer - 1] ?? 0) });
    }
  }

  close(): void {
    this.#stepper.stop();
    this.#expectation.stop();
  }

  /** What is wrong stands above a part's figure until it is seen again. */
  #lookFor<L extends Look>({ fault }: Part, show: (seen: readonly [Seen<L>, Seen<L>], standing: Standing) => void): PairLook<L> {
    const { inspector, redraw } = this.#tools;
    return new PairLook(inspector, {
      redraw,
      onFault: (words) => setText(fault, words),
      onSeen: (seen, _, standing) => {
        setText(fault, '');
        show(seen, standing);
      },
    });
  }

  #rowNow(): number {
    return Math.min(this.#batch, Math.max(1, Math.round(this.#row.control.valueAsNumber) || 1));
  }

  #showMasks(seen: Parameters<MasksFigure['show']>[0], standing: Standing): void {
    setText(this.#example, exampleWords(seen, this.#batch));
    this.#masks.show(seen, standing);
    this.#thinned.show(seen, standing);
  }

  /** Figures are drawn anew in other colours or another width. */
  #watch(parts: readonly Part[]): void {
    const draw = (): void => {
      for (const figure of [this.#masks, this.#weights, this.#correlations]) figure.draw();
      this.#expectation.redraw();
    };
    onThemeChange(draw);
    let width = 0;
    new ResizeObserver(() => {
      if (this.#place.clientWidth === width) return;
      width = this.#place.clientWidth;
      draw();
    }).observe(this.#place);
    const watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const found = parts.find(({ element }) => element === target);
        if (found) found.is_near = isIntersecting;
      }
      this.#tools.redraw();
    }, { rootMargin: NEAR });
    for (const { element } of parts) watcher.observe(element);
  }
}

/** Arms of the same seed get the same batches. */
function exampleWords([{ row, example, label }, other]: Parameters<MasksFigure['show']>[0], batch: number): string {
  const head = insideTexts().seeing.example(count(row + 1), count(batch), count(example + 1), label);
  if (other.example === example) return `${head} ${insideTexts().seeing.same_batch}`;
  return `${head} ${insideTexts().seeing.other_batch(count(other.example + 1), other.label)}`;
}

/** A part's heading, and what it shows. */
interface Words {
  readonly title: string;
  readonly about: string;
}

function part({ title, about }: Words, ...children: readonly HTMLElement[]): Part {
  const fault = make('p', 'inside-fault');
  return { element: make('section', 'inside-part', make('h3', '', title), make('p', 'help', about), fault, ...children), fault, is_near: false };
}

function sub({ title, about }: Words): HTMLElement {
  return make('div', 'inside-sub', make('h4', '', title), make('p', 'help', about));
}
