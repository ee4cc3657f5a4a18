/** @file Puts the page together: core, lab, views, address bar. */

import { catalog, loadCore, Split } from './core';
import { Lab } from './lab';
import { openDatabase } from './records/database';
import type { Settings } from './records/history';
import { Keeper } from './records/keeper';
import { Recorder } from './records/recorder';
import { settled, type State } from './state';
import { batch_picture, effects, loadStatistics, noise_half_width, summary, test_set_effects } from './statistics';
import { StepValues } from './step-values';
import { type Summarize, SummaryCache } from './summaries';
import { TurningPoints } from './turning-points';
import { verdictsOf } from './verdicts';
import { ArmsView } from './views/arms';
import { BatchPictureView } from './views/batch-picture';
import { CardsView } from './views/cards';
import { CompareChoice } from './views/compare-choice';
import { writeContract } from './views/contract';
import { EffectsView } from './views/effects';
import { byId, make, setText } from './views/element';
import { Figures } from './views/figures';
import { listenForFiles } from './views/files';
import { HistoryView } from './views/history';
import { listenForPanels } from './views/inside';
import { NetworkView } from './views/network';
import { NoticesView } from './views/notices-view';
import { PauseAtView } from './views/pause-at';
import { PresetsView } from './views/presets';
import { RunControls } from './views/run-controls';
import { drawingOf, type Kept } from './views/series';
import { SettingsView } from './views/settings';
import { share } from './views/share';
import { StatusView } from './views/status';
import { TableView } from './views/table';
import { TestSetView } from './views/test-set';
import { sentence } from './workbench';

async function begin(): Promise<void> {
  await loadCore();
  const { settings, presets, cards } = catalog();
  const keeper = new Keeper({ open: openDatabase });
  const lab = new Lab(location.hash, new URL('data/', document.baseURI), keeper);
  const network = networkView(lab, settings);
  lab.onPicture = (pixels) => network.setPicture(pixels);
  const summarize: Summarize = (values) => summary(values) ?? undefined;
  const kept: Kept = { summaries: new SummaryCache(summarize), turns: new TurningPoints(summarize), values: new StepValues(), noiseHalfWidth: noise_half_width };
  const recorder = new Recorder(keeper, { settings, summarize, describe: (state) => ({ verdicts: verdictsOf(state, effects) }) });
  const replicate_lines = byId('replicate-lines', HTMLInputElement);
  const comparing = new CompareChoice(() => draw());
  const figures = new Figures((epoch) => comparing.pick(epoch));
  const table = new TableView(() => draw());
  const evidence = new EffectsView(
    { effects, onFiveReplicates: () => lab.set('replicates', '5', 'anew'), onMoreReplicates: () => lab.moreReplicates(), redraw: () => draw() },
    most(settings, 'replicates'),
  );
  const batch = new BatchPictureView(batch_picture, () => draw());
  const views = [
    network,
    new RunControls(lab, () => void share(addressOf(lab.store.state)), most(settings, 'replicates')),
    new StatusView({ onTryAgain: () => lab.tryAgain(), onUseSynthetic: () => lab.set('data', 'synthetic') }),
    new NoticesView((notice_id) => lab.dismiss(notice_id)),
    new PresetsView(presets),
    new SettingsView(settings, (key, text) => lab.set(key, text)),
    new ArmsView((change) => lab.changeArms(change)),
    new PauseAtView((epoch) => lab.pauseAt(epoch)),
    new HistoryView(keeper, settings, (link) => reopen(lab, link)),
  ];
  const readers = [new TestSetView(test_set_effects, () => draw()), new CardsView(cards, lab)];

  /** They take turns, one to a frame, so that no frame is long. */
  const drawers = [figures, evidence];
  let frame = 0;
  let stale = true;
  const onFrame = (): void => {
    frame = 0;
    if (stale) {
      stale = false;
      const { state } = lab.store;
      for (const view of views) view.render(state);
      renderSentences(state);
      const shown = settled(state);
      for (const view of readers) view.render(shown);
      batch.render(evidence.render(shown, comparing.choice));
      const drawing = drawingOf(shown, kept, { thin: replicate_lines.checked, batch: batch.on, picked_epoch: comparing.shown_epoch });
      figures.show(drawing);
      table.render(drawing);
      stale = !drawing.complete;
    }
    const next = drawers.find(({ waits }) => waits);
    next?.drawNext();
    // Who has drawn lets the others go first.
    if (next) drawers.push(...drawers.splice(drawers.indexOf(next), 1));
    if (stale || drawers.some(({ waits }) => waits)) frame = requestAnimationFrame(onFrame);
  };
  const draw = (): void => {
    stale = true;
    frame ||= requestAnimationFrame(onFrame);
  };
  replicate_lines.addEventListener('change', draw);
  byId('download-measures', HTMLElement).addEventListener('click', () => void import('./export/measures-csv').then(({ downloadMeasures }) => downloadMeasures(lab.store.state)));
  keeper.callbacks = { onNotice: (text) => lab.notice(text), onChange: draw };

  lab.store.listen((before, after) => {
    writeContract(after);
    if (before.experiment !== after.experiment) writeAddress(after);
    // A hidden tab may miss the moment in which curves are gone before others follow under the same keys.
    if (before.curves_generation !== after.curves_generation) for (const cache of [kept.summaries, kept.turns, kept.values]) cache.clear();
    recorder.follow(before, after);
    draw();
  });
  addEventListener('hashchange', () => {
    if (location.hash !== `#${lab.store.state.experiment.link}`) lab.openLink(location.hash);
  });
  addEventListener('unhandledrejection', (event) => lab.notice(`Something went wrong: ${sentence(event.reason)}`));
  addEventListener('error', (event) => {
    if (event.message) lab.notice(`Something went wrong: ${event.message}`);
  });
  listenForPanels(lab, summarize);
  listenForFiles((files) => void lab.openFiles(files));

  writeContract(lab.store.state);
  if (location.hash.length > 1) writeAddress(lab.store.state);
  draw();
  // The controls are in use by now; from here on there may be measurements, and something to say about them.
  await loadStatistics();
  lab.begin();
}

/** The largest value of a setting that is a number. */
function most(settings: Settings, key: string): number {
  const kind = settings.find((setting) => setting.key === key)?.kind;
  return kind?.kind === 'number' ? kind.max : Infinity;
}

/** The history stands below the charts, which are what a reopened experiment is about. */
function reopen(lab: Lab, link: string): void {
  lab.openLink(link);
  byId('progress', HTMLElement).scrollIntoView({ block: 'start' });
}

function networkView(lab: Lab, settings: Settings): NetworkView {
  const kind = settings.find((setting) => setting.group === 'network')?.kind;
  if (kind?.kind !== 'numbers') throw new Error('The schema has no row of drop probabilities.');
  const view = new NetworkView(kind, (drop) => lab.setDrop(drop));
  const example = Split.synthetic(0, 1);
  view.setPicture(example.pixels());
  example.free();
  return view;
}

function addressOf({ experiment }: State): string {
  return new URL(`#${experiment.link}`, location.href).href;
}

/** The address follows the settings without adding to the history. */
function writeAddress(state: State): void {
  history.replaceState(null, '', addressOf(state));
}

function renderSentences({ experiment }: State): void {
  const list = byId('sentences', HTMLElement);
  if (list.dataset['of'] === experiment.link) return;
  list.dataset['of'] = experiment.link;
  list.replaceChildren(...experiment.sentences.map((text) => make('li', '', text)));
}

begin().catch((error: unknown) => {
  document.documentElement.dataset['state'] = 'failed';
  setText(byId('trouble-text', HTMLElement), `The page could not start: ${sentence(error)}`);
  byId('trouble', HTMLElement).hidden = false;
  const again = byId('try-again', HTMLButtonElement);
  again.hidden = false;
  again.addEventListener('click', () => location.reload());
});
