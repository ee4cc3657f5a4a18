/** @file Puts the page together: core, lab, views, address bar. */

import { Address } from './address';
import { catalog, loadCore, open_link, Split } from './core';
import { told } from './file-troubles';
import { Lab } from './lab';
import { chooseLanguage } from './language';
import { later, partMissing } from './later';
import { tabName } from './left-running';
import { LessonsView } from './lessons/doorway';
import { NoticeLog } from './notice-log';
import { openDatabase } from './records/database';
import { Pool } from './pool';
import type { Settings } from './records/history';
import { Keeper } from './records/keeper';
import { otherTabs } from './records/other-tabs';
import type { Readings } from './readings';
import { settled, type State } from './state';
import { ArmsView } from './views/arms';
import { CardsView } from './views/cards';
import { writeContract } from './views/contract';
import { byId, make, setText } from './views/element';
import { listenForFiles } from './views/files';
import { lookAtLinked } from './views/first-look';
import { inEnglish } from './views/in-english';
import { LanguageSwitch } from './views/language-switch';
import { NetworkView } from './views/network';
import { NoticesView } from './views/notices-view';
import { PartsView, showAsAddressed } from './views/parts';
import { PauseAtView } from './views/pause-at';
import { PresetsView } from './views/presets';
import { ReportButtons } from './views/report-buttons';
import { RunControls } from './views/run-controls';
import { SettingsView } from './views/settings';
import { ShareView } from './views/share';
import { StatusView } from './views/status';
import { promiseToScripts } from './api/promise';
import { spokenTag, texts } from './texts/texts';
import { translatePage } from './texts/translate-page';
import { listenForUncaught, say } from './uncaught';
import { UndoView } from './views/undo';
import { enableWaiting } from './views/waiting';

/** What a report of a problem tells of, as far as the page has come. */
const sources: { lab: Lab | undefined; keeper: Keeper | undefined; readonly log: NoticeLog } = { lab: undefined, keeper: undefined, log: new NoticeLog() };
const reports = new ReportButtons(sources);

async function begin(): Promise<void> {
  const api = promiseToScripts();
  // First of all, because it takes longest to come.
  const pool = new Pool();
  // It says that no script came.
  byId('no-start', HTMLElement).remove();
  showAsAddressed(location.hash);
  const [said_of_language, tab] = await Promise.all([chooseLanguage(loadCore(), () => open_link(location.hash).presentation.lang), tabName()]);
  translatePage();
  const { settings, presets, cards } = catalog();
  const keeper = new Keeper({ open: openDatabase, tab, tabs: otherTabs() });
  sources.keeper = keeper;
  const lab = new Lab(location.hash, new URL('data/', document.baseURI), { pool, keeper });
  sources.lab = lab;
  sources.log.follow(undefined, lab.store.state, performance.now());
  const network = networkView(lab, settings);
  lab.onPicture = (pixels) => network.setPicture(pixels);
  const languages = new LanguageSwitch({
    state: () => lab.store.state,
    notice: (text) => lab.notice(text),
    keepsRuns: () => keeper.lasts,
    written: () => keeper.settled(),
  });
  const questions = new CardsView(cards, lab);
  const lessons = new LessonsView(lab);
  const sharing = new ShareView(lab);
  const most_replicates = mostOf(settings, 'replicates');
  let readings: Readings | undefined = undefined;
  const parts = new PartsView(settings, () => lab.present({ hide: [], lock: [] }));
  const views = [
    { render: (state: State) => parts.unlock(state) },
    network,
    new RunControls(lab, () => void sharing.share(), most_replicates),
    new StatusView({ onTryAgain: () => (readings ? lab.tryAgain() : location.reload()), onUseSynthetic: () => lab.set('data', 'synthetic') }),
    new NoticesView((notice_id) => lab.dismiss(notice_id)),
    new PresetsView(presets),
    new SettingsView(settings, (key, text) => lab.set(key, text)),
    new ArmsView((change) => lab.changeArms(change)),
    new PauseAtView((epoch) => lab.pauseAt(epoch)),
    new UndoView(settings, (move) => lab.travel(move)),
    { render: (state: State) => questions.render(settled(state)) },
    lessons,
  ];

  let frame = 0;
  let stale = true;
  const onFrame = (): void => {
    frame = 0;
    if (stale) {
      const { state } = lab.store;
      for (const view of views) view.render(state);
      renderSentences(state);
      stale = readings?.render(state) === false;
      // Last, so that it has the last word about what can be used.
      parts.render(state);
    }
    const waits = readings?.drawNext() === true;
    if (stale || waits) frame = requestAnimationFrame(onFrame);
  };
  const draw = (): void => {
    stale = true;
    frame ||= requestAnimationFrame(onFrame);
  };
  const drawNow = (): void => {
    cancelAnimationFrame(frame);
    onFrame();
  };
  keeper.callbacks = { onNotice: (text) => lab.notice(text), onChange: draw };

  const address = new Address(lab);
  lab.store.listen((before, after) => {
    writeContract(after);
    sources.log.follow(before, after, performance.now());
    address.follow(before, after);
    readings?.follow(before, after);
    draw();
    if (before.presentation.lang !== after.presentation.lang) languages.follow(after.presentation.lang);
  });
  byId('skip', HTMLElement).addEventListener('click', skipToCharts);
  listenForFiles((files) => void (LessonsView.takes(files) ? lessons.open(files) : lab.openFiles(files)));

  for (const text of said_of_language) lab.notice(text);
  enableWaiting('controls');
  writeContract(lab.store.state);
  drawNow();
  lookAtLinked(lab.store.state);
  void later(() => import('./steering')).then(({ steer }) => api.keep(steer(lab, settings, { ready: api.ready, drawNow })));
  // The controls are in use by now; from here on there may be measurements, and something to say about them.
  try {
    const { loadReadings } = await later(() => import('./readings'));
    readings = await loadReadings({ lab, keeper, settings, most_replicates, cards: questions, redraw: draw });
    enableWaiting('readings');
  } catch (error) {
    lab.failed(await whyNotStarted(error));
    return;
  }
  draw();
  lab.begin();
  reports.prepare();
  // Last of all, so that they take nothing from what the reader waits for.
  later(() => import('./glossary/term-links'))
    .then(({ linkTerms }) => linkTerms(spokenTag()))
    .catch((error: unknown) => say(error, notice));
  // A page inside another one is a visitor there, and installs nothing.
  if (import.meta.env.PROD && !lab.store.state.presentation.embed) void import('./offline/offline').then(({ keepForOffline }) => keepForOffline());
}

/** The controls may work by then, but nothing can be trained. */
async function whyNotStarted(error: unknown): Promise<string> {
  return texts().start.failed((await partMissing(error))?.message ?? told(error));
}

/** The largest value of a setting that is a number. */
function mostOf(settings: Settings, key: string): number {
  const kind = settings.find((setting) => setting.key === key)?.kind;
  return kind?.kind === 'number' ? kind.max : Infinity;
}

function networkView(lab: Lab, settings: Settings): NetworkView {
  const kind = settings.find((setting) => setting.group === 'network')?.kind;
  if (kind?.kind !== 'numbers') throw new Error('The schema has no row of drop probabilities.');
  const view = new NetworkView(kind, (drop, same_press) => lab.setDrop(drop, same_press));
  const example = Split.synthetic(0, 1);
  view.setPicture(example.pixels());
  example.free();
  return view;
}

/** A link would take the place of the experiment in the address. */
function skipToCharts(): void {
  byId('accuracy-title', HTMLElement).focus();
}

function renderSentences({ experiment }: State): void {
  const list = inEnglish(byId('sentences', HTMLElement));
  if (list.dataset['of'] === experiment.link) return;
  list.dataset['of'] = experiment.link;
  list.replaceChildren(...experiment.sentences.map((text) => make('li', '', text)));
}

/** Before there are notices, beside the failure. */
function notice(text: string, offers_reload = false): void {
  if (sources.lab) sources.lab.notice(text, offers_reload);
  else showTrouble(text);
}

function showTrouble(text: string): void {
  sources.log.say(text, { at_millis: performance.now(), text, count: 1 });
  setText(byId('trouble-text', HTMLElement), text);
  byId('trouble', HTMLElement).hidden = false;
}

listenForUncaught(notice);
begin().catch(async (error: unknown) => {
  document.documentElement.dataset['state'] = 'failed';
  showTrouble(await whyNotStarted(error));
  const again = byId('try-again', HTMLButtonElement);
  again.hidden = false;
  again.addEventListener('click', () => location.reload());
});
