/** @file Puts the charts into words whenever they are at rest, and says once for the whole page what a run or a pick came to. */

import type { Compared } from '../compared';
import { lastStep } from '../evidence';
import { phase, shownCurves, type State } from '../state';
import { laterTexts } from '../texts/later';
import { spokenTag } from '../texts/texts';
import { gapSentences } from '../verdicts';
import { chartWords, joined } from './chart-words';
import type { EffectsView } from './effects';
import { byId, make, setText } from './element';
import type { Figures } from './figures';
import { inEnglish } from './in-english';
import type { Drawing } from './series';

const TRAINING: readonly unknown[] = ['training'];

/** Charts change with each evaluation; their words wait for the end, a pause, or a pick, and are read aloud only then. */
export class ChartSummaries {
  readonly #figures: Figures;
  readonly #evidence: EffectsView;
  readonly #spoken = byId('spoken', HTMLElement);
  /** An open question answers for itself. */
  readonly #card = byId('card', HTMLElement);
  #next: { readonly state: State; readonly drawing: Drawing; readonly compared: Compared } | undefined;
  /** What the words were made from. */
  #stamp: readonly unknown[] = [];
  /** What was told last, and the experiment whose end was. */
  #told: readonly unknown[] = [];
  #ended: readonly unknown[] = [];

  constructor(figures: Figures, evidence: EffectsView) {
    this.#figures = figures;
    this.#evidence = evidence;
  }

  /** Takes what is shown from now on, and what the evidence is to compare. */
  show(state: State, drawing: Drawing, compared: Compared): void {
    // While training goes on one sentence stands for all evaluations, and takes no frame from the charts.
    const is_said = phase(state) === 'running' && same(this.#stamp, TRAINING);
    this.#next = is_said ? undefined : { state, drawing, compared };
  }

  /** There is something to put into words, and the evidence has been weighed: it lags behind a little while training goes on. */
  get waits(): boolean {
    return this.#next?.drawing.complete === true && !this.#evidence.waits && this.#evidence.weighed.compared === this.#next.compared;
  }

  /** Writes the words anew where something has changed. */
  drawNext(): void {
    const next = this.#next;
    this.#next = undefined;
    if (!next) return;
    const { state, drawing, compared } = next;
    const { effects } = this.#evidence.weighed;
    const evaluated = drawing.arms.map(({ steps }) => steps.at(-1)?.step).join();
    const stamp = phase(state) === 'running' ? TRAINING : [state.experiment.link, state.curves_generation, phase(state), compared, effects, evaluated];
    if (same(stamp, this.#stamp)) return;
    this.#stamp = stamp;
    const step = compared.at === 'step' ? (compared.measured[0]?.step ?? -1) : lastStep(state, shownCurves(state));
    if (phase(state) === 'finished' && step < 0) this.#writeDiverged(state);
    else if (stamp === TRAINING || step < 0) this.#begin(stamp === TRAINING ? laterTexts().summaries.training : laterTexts().summaries.nothing);
    else this.#write(state, drawing, compared, step);
  }

  /** Nothing is at rest yet; the same end is told again when it comes again. */
  #begin(words: string): void {
    this.#figures.describe(() => words);
    this.#ended = this.#told = [];
    setText(this.#spoken, '');
  }

  /** No run is left that has a value. */
  #writeDiverged(state: State): void {
    const { diverged } = laterTexts().summaries;
    this.#figures.describe(() => diverged);
    this.#tell(state, { own: diverged, english: '' }, [state.experiment.link, state.curves_generation, 'diverged']);
  }

  #write(state: State, drawing: Drawing, compared: Compared, step: number): void {
    const { effects } = this.#evidence.weighed;
    const [accuracy, loss] = gapSentences(effects);
    // Each arm at its best epoch is no single step of the charts. What the statistics say is English, and a description cannot be marked so in part.
    const words = chartWords(drawing, step, compared.at === 'best' || spokenTag() !== 'en' ? { accuracy: '', loss: '' } : { accuracy, loss });
    this.#figures.describe((chart) => words[chart]);
    const found = accuracy === '' ? { own: words['accuracy-chart'], english: '' } : { own: '', english: joined(`${effects.heading}.`, accuracy, loss) };
    this.#tell(state, found, [state.experiment.link, state.curves_generation, compared.at, step]);
  }

  /** The end of a run, and what is picked of one, each once. */
  #tell(state: State, { own, english }: { readonly own: string; readonly english: string }, what: readonly unknown[]): void {
    const run = [state.experiment.link, state.curves_generation];
    if (same(what, this.#told) || phase(state) !== 'finished') return;
    const is_end = !same(run, this.#ended);
    this.#told = what;
    this.#ended = run;
    if (is_end && !this.#card.hidden) return;
    // One text where all of it is of one language: then it is heard as one.
    const before = joined(is_end ? laterTexts().summaries.finished : '', own);
    if (english === '' || spokenTag() === 'en') setText(this.#spoken, joined(before, english));
    else this.#spoken.replaceChildren(`${before} `, inEnglish(make('span', '', english)));
  }
}

function same(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
