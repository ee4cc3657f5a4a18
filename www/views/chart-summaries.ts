/** @file Puts the charts into words whenever they are at rest, and says once for the whole page what a run or a pick came to. */

import type { Compared } from '../compared';
import { lastStep } from '../evidence';
import { phase, shownCurves, type State } from '../state';
import { laterTexts } from '../texts/later';
import { gapSentences } from '../verdicts';
import { chartWords, joined, whenWords } from './chart-words';
import type { EffectsView } from './effects';
import { byId, setText } from './element';
import type { Figures } from './figures';
import type { Drawing } from './series';

/** Charts change with each evaluation; their words wait for the end, a pause, or a pick, and are read aloud only then. */
export class ChartSummaries {
  readonly #figures: Figures;
  readonly #evidence: EffectsView;
  readonly #spoken = byId('spoken', HTMLElement);
  /** An open question answers for itself. */
  readonly #card = byId('card', HTMLElement);
  #next: { readonly state: State; readonly drawing: Drawing; readonly compared: Compared } | undefined;
  #stamp: readonly unknown[] = [];
  #told = '';

  constructor(figures: Figures, evidence: EffectsView) {
    this.#figures = figures;
    this.#evidence = evidence;
  }

  /** Takes what is shown from now on, and what the evidence is to compare. */
  show(state: State, drawing: Drawing, compared: Compared): void {
    this.#next = { state, drawing, compared };
  }

  /** There is something to put into words, and the evidence has been weighed: it lags behind a little while training goes on. */
  get waits(): boolean {
    return this.#next?.drawing.complete === true && !this.#evidence.waits && this.#evidence.weighed.compared === this.#next.compared;
  }

  /** Writes the words anew where something has changed. */
  drawNext(): void {
    const next = this.#next;
    this.#next = undefined;
    if (next) this.#write(next.state, next.drawing, next.compared);
  }

  #write(state: State, drawing: Drawing, compared: Compared): void {
    const now = phase(state);
    const { effects } = this.#evidence.weighed;
    const step = compared.at === 'step' ? (compared.measured[0]?.step ?? -1) : lastStep(state, shownCurves(state));
    const stamp = [now === 'running', state.experiment.link, state.curves_generation, step, effects, ...drawing.arms.map(({ steps }) => steps.at(-1)?.step)];
    if (stamp.length === this.#stamp.length && stamp.every((part, index) => part === this.#stamp[index])) return;
    this.#stamp = stamp;
    if (now === 'running' || step < 0) return this.#figures.describe(() => (now === 'running' ? laterTexts().summaries.training : laterTexts().summaries.nothing));
    const [accuracy, loss] = gapSentences(effects);
    // Each arm at its best epoch is no single step of the charts.
    const verdicts = compared.at === 'best' ? { accuracy: '', loss: '' } : { accuracy, loss };
    const words = chartWords(drawing, step, verdicts);
    this.#figures.describe((chart) => words[chart]);
    const is_picked = compared.at === 'step';
    const when = whenWords(drawing, step);
    const told = joined(is_picked ? when : laterTexts().summaries.finished, ...(accuracy === '' ? [words['accuracy-chart']] : [is_picked ? '' : when, accuracy, loss]));
    if (now === 'finished' || is_picked) this.#tell([state.experiment.link, state.curves_generation, step, is_picked].join(), told, is_picked);
  }

  /** The same is told once, whatever is drawn in between. */
  #tell(key: string, words: string, is_picked: boolean): void {
    if (key === this.#told) return;
    this.#told = key;
    if (is_picked || this.#card.hidden) setText(this.#spoken, words);
  }
}
