/** @file "E[h′] = h" as a running check: draws of a mask come in, and the mean of what it leaves nears what was there without it. */

import { token } from '../../charts/theme';
import { insideTexts } from '../../texts/inside';
import { texts } from '../../texts/texts';
import { colorOf, symbolOf } from '../../views/arm-look';
import { capitalised, count, percent } from '../../format';
import { makeSvg } from '../../svg';
import { make, setText } from '../../views/element';
import { sentence } from '../../workbench';
import { fitted } from '../canvas';
import { DrawsMean, expectedError } from './draws-mean';
import { drawErrors } from '../test-time/error-chart';
import { type Inspector, Stale, type Standing } from '../inspector';
import { numberField, selectField } from '../fields';
import { armColor } from './masks-figure';
import { PairColumns } from '../pair-columns';

const MOST_DRAWS = 2000;
/** Each time so large a share of the draws so far, so that the logarithmic line grows evenly. */
const SHARE = 0.2;
const MOST_AT_ONCE = 250;
/** The reader is to see it converge. */
const PAUSE_MILLIS = 70;

/** The check of both networks. */
export class ExpectationFigure {
  readonly element: HTMLElement;
  readonly #inspector: Inspector;
  readonly #example: HTMLInputElement;
  readonly #layer: HTMLSelectElement;
  readonly #button = make('button', '', insideTexts().seeing.draw);
  readonly #chart = makeSvg('svg', { class: 'error-chart', role: 'img' });
  readonly #columns = new PairColumns();
  readonly #scatters = [make('canvas', 'scatter'), make('canvas', 'scatter')];
  readonly #words = [make('p', 'mask-words'), make('p', 'mask-words')];
  readonly #status = make('p', 'help');
  #means: readonly DrawsMean[] = [];
  /** The pair that was drawn from, and the drop probabilities of its networks' layers then. */
  #standing: Standing | undefined;
  #drops: readonly (readonly number[])[] = [];
  /** The layer that was drawn. */
  #drawn_layer = 1;
  #run = 0;
  #is_running = false;

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
    const [example, layer] = [numberField('expectation-example', insideTexts().seeing.test_example, 1), selectField('expectation-layer', insideTexts().seeing.layer)];
    [this.#example, this.#layer] = [example.control, layer.control];
    this.#button.type = 'button';
    this.#button.addEventListener('click', () => (this.#is_running ? this.stop() : void this.#draw()));
    for (const control of [this.#example, this.#layer]) control.addEventListener('change', () => this.#clear());
    this.#status.setAttribute('role', 'status');
    this.#columns.places.forEach((place, side) => place.append(this.#scatters[side] ?? '', this.#words[side] ?? ''));
    for (const scatter of this.#scatters) scatter.setAttribute('role', 'img');
    this.element = make('div', 'expectation', make('div', 'inside-controls', example.element, layer.element, this.#button), this.#status, this.#chart, this.#columns.element);
    this.redraw();
  }

  /** What there is to choose from, and the pair of now; draws from another one go. */
  offer({ hidden, tests, standing }: { hidden: number; tests: number; standing: Standing }): void {
    this.#example.max = String(tests);
    if (this.#layer.options.length !== hidden) this.#layer.replaceChildren(...Array.from({ length: hidden }, (_, index) => new Option(texts().network.hidden(index + 1), String(index + 1))));
    this.#columns.name(standing);
    if (this.#standing && pairOf(this.#standing) !== pairOf(standing)) this.#clear();
    if (!this.#is_running && this.#standing && this.#standing.version !== standing.version) setText(this.#status, insideTexts().seeing.drawn_at(count(this.#standing.step)));
  }

  /** Ends what is being drawn; what has come stays. */
  stop(): void {
    this.#run += 1;
    this.#is_running = false;
    setText(this.#button, insideTexts().seeing.draw);
  }

  redraw(): void {
    const [layer, arms] = [this.#drawn_layer, this.#standing?.arms];
    const lines = this.#means.map((mean, side) => {
      const drop_prob = this.#drops[side]?.[layer] ?? 0;
      const arm = arms?.[side]?.id ?? 'baseline';
      return { errors: mean.errors, expected: (draws: number) => expectedError(drop_prob, draws), color: token(colorOf(arm)), symbol: symbolOf(arm) };
    });
    drawErrors(this.#chart, { lines, most_draws: MOST_DRAWS, width: Math.max(240, this.#chart.clientWidth) });
    this.#columns.element.hidden = this.#means.length === 0;
    const said = this.#means.map((mean, side) => errorWords(mean, this.#drops[side]?.[layer] ?? 0));
    this.#chart.setAttribute('aria-label', lines.length === 0 ? insideTexts().seeing.no_errors : insideTexts().seeing.errors(said.map((words, side) => `${capitalised(arms?.[side]?.name ?? '')}: ${words}`).join(' ')));
    this.#means.forEach((mean, side) => {
      const [scatter, text, place] = [this.#scatters[side], this.#words[side], this.#columns.places[side]];
      if (!scatter || !text || !place) return;
      drawScatter(scatter, mean, place);
      scatter.setAttribute('aria-label', insideTexts().seeing.scatter(count(mean.draws), count(mean.plain.length)));
      setText(text, said[side] ?? '');
    });
  }

  async #draw(): Promise<void> {
    const standing = this.#inspector.standing();
    if (!standing) return;
    this.#run += 1;
    const run = this.#run;
    const isCurrent = (): boolean => run === this.#run;
    this.#is_running = true;
    this.#standing = standing;
    this.#means = [];
    this.#drawn_layer = Number(this.#layer.value);
    setText(this.#button, insideTexts().seeing.stop);
    setText(this.#status, '');
    const release = this.#inspector.hold();
    try {
      const masks = { kind: 'masked-example', row: 0 } as const;
      const masked = await Promise.all([this.#inspector.look(0, masks), this.#inspector.look(1, masks)]);
      if (isCurrent()) this.#drops = masked.map(({ layers }) => layers.map(({ drop_prob }) => drop_prob));
      for (let draws = 0; draws < MOST_DRAWS && isCurrent(); ) {
        const more = Math.min(MOST_DRAWS - draws, MOST_AT_ONCE, Math.max(1, Math.floor(draws * SHARE)));
        await this.#take(draws, more, isCurrent);
        draws += more;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
      }
      if (isCurrent()) setText(this.#status, this.#conclusion());
    } catch (error) {
      if (isCurrent()) setText(this.#status, error instanceof Stale ? insideTexts().seeing.moved_on : sentence(error));
    } finally {
      release();
      if (isCurrent()) this.stop();
    }
  }

  async #take(first: number, draws: number, isCurrent: () => boolean): Promise<void> {
    const example = Math.min(Math.max(1, Math.round(this.#example.valueAsNumber) || 1), Number(this.#example.max)) - 1;
    const look = { kind: 'expectation', example, layer: this.#drawn_layer, first, draws } as const;
    const seen = await Promise.all([this.#inspector.look(0, look), this.#inspector.look(1, look)]);
    if (!isCurrent()) return;
    if (this.#means.length === 0) this.#means = seen.map(({ plain }) => new DrawsMean(plain));
    seen.forEach(({ masked }, side) => this.#means[side]?.add(masked));
    this.redraw();
  }

  #conclusion(): string {
    const found = this.#means.map((mean, side) => `${this.#standing?.arms[side]?.name ?? ''} ${Number.isFinite(mean.error) ? percent(mean.error, 1) : insideTexts().seeing.no_active_unit}`);
    return insideTexts().seeing.conclusion(count(MOST_DRAWS), found.join(', '));
  }

  #clear(): void {
    this.stop();
    this.#means = [];
    this.#standing = undefined;
    setText(this.#status, '');
    this.redraw();
  }
}

function pairOf({ arms, replicate }: Standing): string {
  return JSON.stringify([arms, replicate]);
}

function errorWords(mean: DrawsMean, drop_prob: number): string {
  const { draws, error } = mean;
  if (!Number.isFinite(error)) return insideTexts().seeing.all_silent;
  const after = insideTexts().seeing.draws(draws, count(draws));
  if (drop_prob === 0) return insideTexts().seeing.off_without_drops(after, percent(error, 1));
  return insideTexts().seeing.off(after, percent(error, 1), percent(expectedError(drop_prob, draws), 1));
}

function drawScatter(canvas: HTMLCanvasElement, mean: DrawsMean, place: HTMLElement): void {
  const side = Math.min(place.clientWidth, 260);
  const ctx = fitted(canvas, side, side);
  if (!ctx) return;
  canvas.style.width = `${String(side)}px`;
  const units = Array.from(mean.plain, (plain, unit) => ({ plain, masked: mean.meanOf(unit) }));
  const largest = units.reduce((most, { plain }) => Math.max(most, plain), 0) * 1.5 || 1;
  const [margin, room] = [18, side - 24];
  const at = (value: number): number => (Math.min(value, largest) / largest) * room;
  ctx.strokeStyle = token('--line');
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(margin, side - margin - room);
  ctx.lineTo(margin, side - margin);
  ctx.lineTo(margin + room, side - margin);
  ctx.moveTo(margin, side - margin);
  ctx.lineTo(margin + room, side - margin - room);
  ctx.stroke();
  ctx.fillStyle = token('--muted');
  ctx.font = `12px ${token('--sans')}`;
  ctx.fillText(insideTexts().seeing.h_plain, margin + 4, side - 4);
  ctx.save();
  ctx.rotate(-Math.PI / 2);
  ctx.fillText(insideTexts().seeing.h_mean, -side + margin + 4, 12);
  ctx.restore();
  ctx.fillStyle = armColor(place);
  ctx.globalAlpha = 0.6;
  for (const { plain, masked } of units) {
    ctx.beginPath();
    ctx.arc(margin + at(plain), side - margin - at(masked), 2.2, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}
