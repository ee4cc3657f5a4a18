/** @file What is read off an experiment: charts, evidence, answers, table, history. They come once the controls work, with the statistics. */

import type { Lab } from './lab';
import { later } from './later';
import type { Settings } from './records/history';
import type { Keeper } from './records/keeper';
import { Recorder } from './records/recorder';
import { settled, type State } from './state';
import { answer, batch_picture, effects, loadStatistics, needs_curves, noise_half_width, summary, test_set_effects } from './statistics';
import { StepValues } from './step-values';
import { type Summarize, SummaryCache } from './summaries';
import { TurningPoints } from './turning-points';
import { verdictsOf } from './verdicts';
import './styles/forced-colors.css';
import './styles/print.css';
import { BatchPictureView } from './views/batch-picture';
import type { CardsView } from './views/cards';
import { ChartSummaries } from './views/chart-summaries';
import { ClaimView } from './views/claim';
import { CompareChoice } from './views/compare-choice';
import { EffectsView } from './views/effects';
import { byId } from './views/element';
import { Figures } from './views/figures';
import { HistoryView } from './views/history';
import { listenForPanels } from './views/inside';
import { Printed } from './views/printed';
import { type Drawing, drawingOf, type Kept } from './views/series';
import { listenForTakeAway } from './views/take-away';
import { TableView } from './views/table';
import { TestSetView } from './views/test-set';

/** What readings are taken of, and shown on. */
export interface ReadingsContext {
  readonly lab: Lab;
  readonly keeper: Keeper;
  readonly settings: Settings;
  readonly most_replicates: number;
  /** Its questions are answered from here on. */
  readonly cards: CardsView;
  /** Asks for another `render`. */
  readonly redraw: () => void;
}

const summarize: Summarize = (values) => summary(values) ?? undefined;

/** Fetches the statistics; nothing can be measured or recalled before. */
export async function loadReadings(context: ReadingsContext): Promise<Readings> {
  await loadStatistics();
  return new Readings(context);
}

/** All that shows measurements. */
export class Readings {
  readonly #kept: Kept = { summaries: new SummaryCache(summarize), turns: new TurningPoints(summarize), values: new StepValues(), noiseHalfWidth: noise_half_width };
  readonly #replicate_lines = byId('replicate-lines', HTMLInputElement);
  readonly #comparing: CompareChoice;
  readonly #figures: Figures;
  readonly #summaries: ChartSummaries;
  readonly #evidence: EffectsView;
  readonly #batch: BatchPictureView;
  readonly #table: TableView;
  readonly #test_set: TestSetView;
  readonly #history: HistoryView;
  readonly #claim: ClaimView;
  readonly #recorder: Recorder;
  #drawing: Drawing | undefined;
  /** They take turns, one to a frame, so that no frame is long. */
  readonly #drawers: { readonly waits: boolean; drawNext(): void }[];

  constructor({ lab, keeper, settings, most_replicates, cards, redraw }: ReadingsContext) {
    this.#comparing = new CompareChoice(redraw);
    this.#figures = new Figures(lab, (epoch) => this.#comparing.pick(epoch));
    this.#evidence = new EffectsView(
      { effects, onFiveReplicates: () => lab.set('replicates', '5', 'anew'), onMoreReplicates: () => lab.moreReplicates(), redraw },
      most_replicates,
    );
    this.#batch = new BatchPictureView(batch_picture, redraw);
    this.#table = new TableView(redraw);
    this.#test_set = new TestSetView(test_set_effects, redraw);
    this.#history = new HistoryView(keeper, settings, (link) => reopen(lab, link));
    this.#claim = new ClaimView(lab);
    this.#recorder = new Recorder(keeper, { settings, summarize, describe: (state) => ({ verdicts: verdictsOf(state, effects) }) });
    this.#summaries = new ChartSummaries(this.#figures, this.#evidence);
    this.#drawers = [this.#figures, this.#evidence, this.#summaries];
    new Printed({ sentences: () => lab.store.state.experiment.sentences, writeTable: () => this.#drawing && this.#table.writeNow(this.#drawing) });
    cards.answerBy({ answer, needs_curves });
    listenForPanels(lab, summarize);
    listenForTakeAway(lab);
    this.#replicate_lines.addEventListener('change', redraw);
    byId('download-measures', HTMLElement).addEventListener('click', () => void later(() => import('./export/tables-csv')).then(({ downloadCurves }) => downloadCurves(lab.store.state)));
  }

  /** Keeps what was finished from one state to the next. */
  follow(before: State, after: State): void {
    // A hidden tab may miss the moment in which curves are gone before others follow under the same keys.
    const { summaries, turns, values } = this.#kept;
    if (before.curves_generation !== after.curves_generation) for (const cache of [summaries, turns, values]) cache.clear();
    this.#recorder.follow(before, after);
  }

  /** Shows a state; `false` where some numbers are left to be computed in another frame. */
  render(state: State): boolean {
    this.#history.render(state);
    this.#claim.render(state);
    const shown = settled(state);
    this.#test_set.render(shown);
    const compared = this.#evidence.render(shown, this.#comparing.choice);
    this.#batch.render(compared);
    const drawing = drawingOf(shown, this.#kept, { thin: this.#replicate_lines.checked, batch: this.#batch.on, picked_epoch: this.#comparing.shown_epoch });
    this.#figures.show(drawing);
    this.#table.render(drawing);
    this.#summaries.show(shown, drawing, compared);
    this.#drawing = drawing;
    return drawing.complete;
  }

  /** Draws one of the figures that wait; whether more of them do. */
  drawNext(): boolean {
    const next = this.#drawers.find(({ waits }) => waits);
    next?.drawNext();
    // Who has drawn lets the others go first.
    if (next) this.#drawers.push(...this.#drawers.splice(this.#drawers.indexOf(next), 1));
    return this.#drawers.some(({ waits }) => waits);
  }
}

/** The history stands below the charts, which are what a reopened experiment is about. */
function reopen(lab: Lab, link: string): void {
  lab.openLink(link);
  byId('progress', HTMLElement).scrollIntoView({ block: 'start' });
}
