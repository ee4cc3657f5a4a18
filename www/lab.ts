/** @file What each control does: turns intents of the reader into experiments, actions and work for the pool. */

import { goingOnText } from './checkpoints';
import { type ArmChange, type Experiment, hold_settings, type Notice, open_link, type Presentation, with_arms, with_setting } from './core';
import { curveOf } from './curves';
import { readOwnFiles } from './data/own-files';
import { DataSource } from './data/source';
import type { FileTrouble } from './download';
import { stalledText, told, troubleText } from './file-troubles';
import { pageWasReplaced } from './later';
import { type LeftRunning, leftRunning, rememberRunning } from './left-running';
import { type Pool, workerCount } from './pool';
import type { Event } from './protocol';
import { type Move, nextChange } from './past';
import type { Keeper } from './records/keeper';
import { lacking, Recall } from './records/recall';
import { placeOf } from './records/record';
import type { RunSet } from './run-sets';
import { Setbacks } from './setbacks';
import { armKeys, currentDrop, dataFits, reachedStep, type State, wantedKeys } from './state';
import { type Cause, initialState, Store, thenText, trainsUntil } from './store';
import { texts } from './texts/texts';
import { unreachable } from './unreachable';

/** What fails more often than this within the window does not get well. */
const MOST_REPLACED = 3;
const WINDOW_MILLIS = 5 * 60_000;
/** Changes of one control that follow each other within this time are one step. */
const SETTLE_MILLIS = 1000;
/** Pairs that one press adds. */
const MORE_REPLICATES = 5;

/** What is at work before the experiment is known. */
export interface LabParts {
  readonly pool: Pool;
  readonly keeper: Keeper;
}

/** The experiment on the page, its data and its workers. */
export class Lab {
  readonly store: Store;
  /** Told of the first training example whenever data arrives. */
  onPicture: (pixels: Uint8Array) => void = () => undefined;
  /** Also asked by what looks inside the networks. */
  readonly pool: Pool;
  readonly #data: DataSource;
  readonly #recall: Recall;
  /** Set while workers settle: a second carry-on waits for the first. */
  #settling: Promise<void> = Promise.resolve();
  /** Until then the experiment may change and the trainer open, but no data are fetched and nothing is recalled or trained. */
  #has_begun = false;
  /** What was changed last by a control that may be dragged or turned further. */
  #changed = { what: '', at_millis: -Infinity };
  /** Workers and GPUs that were lost of late. */
  readonly #setbacks = new Setbacks(WINDOW_MILLIS);
  /** Why training is on the CPU though the settings say otherwise. */
  #fell_back: string | undefined;

  constructor(link: string, data_folder: URL, { pool, keeper }: LabParts) {
    const experiment = open_link(link);
    this.store = new Store(initialState(experiment, recallOf(experiment, new Map())));
    this.#recall = new Recall(this.store, keeper, 'gpu' in navigator, leftRunning());
    const checkpointOf = (key: string): Uint8Array<ArrayBuffer> | undefined => this.#state.checkpoints.get(key)?.bytes;
    this.pool = pool;
    this.#data = new DataSource(data_folder, {
      onState: (data) => {
        this.store.dispatch({ kind: 'data', data });
        if (data.kind === 'missing') void this.#tellOfNewerPage();
      },
      onData: (data) => {
        this.pool.setData(data);
        this.onPicture(data.train_pixels.slice(0, 784));
      },
      onNotice: (text) => this.notice(text),
    });
    this.store.listen((before, after) => this.#follow(before, after));
    // The trainer opens while the rest of the page comes.
    pool.begin(experiment.spec.device, { onEvent: (worker, event) => this.#hear(worker, event), linkOf, checkpointOf });
  }

  /** Fetches the data, and looks for what is kept. From here on there may be measurements. */
  begin(): void {
    const { experiment, recall } = this.#state;
    this.#has_begun = true;
    void this.#data.bring(experiment);
    if (recall === 'asking') void this.#recall.ask(experiment);
    // A tab that nobody sees may be taken away at any time.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.pool.keep();
    });
    addEventListener('pagehide', () => this.pool.keep());
  }

  run(): void {
    this.store.dispatch({ kind: 'run' });
  }

  pause(): void {
    this.store.dispatch({ kind: 'pause' });
  }

  step(): void {
    this.store.dispatch({ kind: 'step' });
  }

  /** Trainings pause at the end of this epoch; `undefined` = they go to the end. */
  pauseAt(epoch: number | undefined): void {
    this.store.dispatch({ kind: 'pause-at', epoch });
  }

  reset(): void {
    this.#recall.forgetUnfinished(this.#state.experiment);
    this.store.dispatch({ kind: 'reset' });
  }

  keepTraining(on: boolean): void {
    this.store.dispatch({ kind: 'keep-training', on });
  }

  notice(text: string, offers_reload = false): void {
    this.store.dispatch({ kind: 'notice', text, offers_reload });
  }

  /** Training cannot go on, until tried again. */
  failed(message: string): void {
    this.store.dispatch({ kind: 'failed', message });
  }

  dismiss(notice_id: number): void {
    this.store.dispatch({ kind: 'dismissed', notice_id });
  }

  /** Opens a link or fragment; gives what could not be used as it stood. */
  openLink(link: string): readonly Notice[] {
    return this.#open(open_link(link), 'link');
  }

  /** Shows the same experiment in another way; what trains goes on. */
  present(change: Partial<Presentation>): void {
    const { hide, lock, embed, lesson, lang } = { ...this.#state.presentation, ...change };
    const pairs = Object.entries({ hide: hide.join(), lock: lock.join(), embed: embed ? '1' : '0', lesson, lang });
    const { presentation, presentation_link } = open_link(pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&'));
    this.store.dispatch({ kind: 'presented', presentation, presentation_link });
  }

  /** Changes the settings to those of a link, but for locked ones; how the page is shown stays. Gives what could not be used as it stood. */
  setAll(link: string, cause: 'link' | 'setting'): readonly Notice[] {
    const opened = open_link(link);
    const message = `found ${opened.presentation_link}, expected settings alone; how the page is shown stays`;
    const notices = opened.presentation_link === '' ? opened.notices : [...opened.notices, { key: 'link', message }];
    return this.#open(this.#held({ ...opened, presentation_link: '', notices }, cause), cause);
  }

  /** Goes back or forward to a link that was here before: shows it and starts nothing. */
  returnTo(link: string): void {
    this.#open(open_link(link), 'returned');
  }

  /** Changes one setting to what a control says; gives what could not be used as it stood. */
  set(key: string, text: string, cause: Cause = 'setting'): readonly Notice[] {
    return this.#open(with_setting(this.#state.experiment.link, key, text), cause, cause === 'setting' && this.#joins(key));
  }

  /** Takes back the last change of the settings, or makes the one again that was taken back last; `false` where there is none. */
  travel(move: Move): boolean {
    const change = nextChange(this.#state.past, move);
    if (!change) return false;
    const experiment = move === 'undo' ? change.from : change.to;
    this.#open({ ...experiment, notices: [] }, move, this.#joins(move));
    return true;
  }

  /** More epochs from here. */
  continue(): void {
    const { experiment, continue_epochs } = this.#state;
    this.set('epochs', String(experiment.spec.epochs + continue_epochs), 'continue');
  }

  /** More pairs beside those at hand. */
  moreReplicates(): void {
    this.set('replicates', String(this.#state.experiment.spec.replicates + MORE_REPLICATES), 'anew');
  }

  newSeeds(): void {
    const [seed] = crypto.getRandomValues(new Uint32Array(1));
    this.set('seed', String(seed), 'anew');
  }

  /** Pins, names, orders or swaps arms; new ones train at once where training had gone on or finished. */
  changeArms(change: ArmChange): void {
    const cause = change === 'swap' || change === 'twin' ? 'anew' : 'setting';
    this.#open(with_arms(this.#state.experiment.link, change), cause);
  }

  /**
   * New drop probabilities: the treatment trains anew with them, or goes on with them where the switch says so. `same_press`
   * says that the reader has not let go of the slider since the last ones.
   */
  setDrop(drop: readonly number[], same_press = false): void {
    if (drop.join() === currentDrop(this.#state.experiment).join()) return;
    const joins = this.#joins('drop', same_press);
    if (this.#state.keep_training && reachedStep(this.#state) > 0) {
      this.#settling = this.#settling.then(() => this.#carryOn(drop, joins));
      return;
    }
    const without_changes = with_setting(this.#state.experiment.link, 'then', '');
    this.#open(with_setting(without_changes.link, 'drop', drop.join()), 'anew', joins);
  }

  /** Reads own files; what trains goes on untouched until they are found good. */
  async openFiles(files: readonly File[]): Promise<void> {
    const { locked, lock } = this.#state.presentation;
    if (locked.includes('data') || lock.includes('files')) {
      const message = 'found files of your own, but the link of this page locks it; they were not read';
      return this.store.dispatch({ kind: 'refused', notices: [{ key: 'data', message }] });
    }
    try {
      this.#data.setOwn(await readOwnFiles(files));
    } catch (error) {
      this.notice(told(error));
      return;
    }
    this.store.dispatch({ kind: 'files-replaced' });
    const experiment = this.#fitted(with_setting(this.#state.experiment.link, 'data', 'files'));
    this.store.dispatch({ kind: 'opened', experiment, cause: 'setting' });
    if (this.#has_begun) await this.#data.bring(experiment);
    this.notice(texts().data.files_read(this.#data.own_counts?.train ?? 0, this.#data.own_counts?.test ?? 0));
  }

  /** After a failure: new workers, the data once more, the curves kept. */
  tryAgain(): void {
    this.#setbacks.forget();
    this.#reopen();
  }

  #reopen(): void {
    this.#fell_back = undefined;
    this.store.dispatch({ kind: 'trainer-restarted', forget_curves: false });
    this.pool.restart(this.#state.experiment.spec.device);
    if (this.#has_begun && !dataFits(this.#state)) void this.#data.bring(this.#state.experiment);
  }

  /** It has been said why; only loading the page anew helps. */
  get #could_not_begin(): boolean {
    return !this.#has_begun && this.#state.failure !== undefined;
  }

  get #state(): State {
    return this.store.state;
  }

  #open(asked: Experiment, cause: Cause, joins = false): readonly Notice[] {
    const before = this.#state.experiment.spec.device;
    const opened = this.#held(asked, cause);
    // A link brings much, of which the rest may be of use; any other change is made as a whole or not at all.
    if (opened.link !== asked.link && cause !== 'link') {
      this.store.dispatch({ kind: 'refused', notices: opened.notices });
      return opened.notices;
    }
    const experiment = this.#fitted(opened);
    const is_other_device = experiment.spec.device !== before;
    const recall = recallOf(experiment, is_other_device ? new Map() : this.#state.curves);
    this.store.dispatch({ kind: 'opened', experiment, cause, recall, joins });
    if (is_other_device && !this.#could_not_begin) this.#changeDevice(experiment.spec.device);
    if (!this.#has_begun) return experiment.notices;
    if (!dataFits(this.#state)) void this.#data.bring(experiment);
    if (recall === 'asking') void this.#recall.ask(experiment);
    return experiment.notices;
  }

  /** Locked settings stay, unless a link says itself how it is to be shown, or was here before. */
  #held(opened: Experiment, cause: Cause): Experiment {
    const { presentation: { locked }, experiment } = this.#state;
    const brings_its_own = cause === 'returned' || (cause === 'link' && opened.presentation_link !== '');
    if (locked.length === 0 || brings_its_own) return opened;
    const { presentation, presentation_link, claim } = opened;
    const held = hold_settings(opened.link, experiment.link, locked);
    // What the link says it came to is not true of other settings.
    return { ...held, presentation, presentation_link, claim: held.link === opened.link ? claim : '', notices: [...opened.notices, ...held.notices] };
  }

  /** Whether this change is the further way of the one before it. */
  #joins(what: string, same_press = false): boolean {
    const now = performance.now();
    const last = this.#changed;
    this.#changed = { what, at_millis: now };
    return last.what === what && (same_press || now - last.at_millis < SETTLE_MILLIS);
  }

  #changeDevice(device: string): void {
    this.#setbacks.forget();
    this.#fell_back = undefined;
    this.#beginElsewhere(device);
  }

  #beginElsewhere(device: string): void {
    this.#recall.forgetPlace();
    this.store.dispatch({ kind: 'trainer-restarted', forget_curves: true });
    this.pool.restart(device);
  }

  /** Curves of a GPU and of the CPU are not compared: they agree closely, but not to the last bit. */
  #forgetCurvesOfAnother(): void {
    if (this.#state.curves.size === 0) return;
    this.store.dispatch({ kind: 'trainer-restarted', forget_curves: true });
    this.notice(texts().run.other_device);
  }

  #trainerOpened({ backend, reason, adapter }: Extract<Event, { kind: 'opened' }>): void {
    const worker_count = workerCount(backend, navigator.hardwareConcurrency);
    const { was_elsewhere, is_news } = this.#recall.arrived(placeOf({ backend, adapter }), this.#state.experiment.spec.device);
    if (was_elsewhere) this.#forgetCurvesOfAnother();
    const { experiment, curves } = this.#state;
    const asks = is_news && recallOf(experiment, curves) === 'asking';
    this.store.dispatch({ kind: 'trainer-opened', backend, reason: this.#fell_back ?? reason, adapter, worker_count, ...(asks ? { recall: 'asking' as const } : {}) });
    if (asks && this.#has_begun) void this.#recall.ask(experiment);
  }

  /** What was lost goes on from where it was last known to be; what fails again and again does not. */
  #failed(worker: number, { message, is_crash = false }: Extract<Event, { kind: 'failed' }>): void {
    const { trainer } = this.#state;
    if (this.#could_not_begin) return;
    // One that never opened has said why; trying again would say the same.
    if (trainer.kind !== 'open') return this.failed(is_crash ? texts().run.worker_stopped(message) : message);
    const lost = this.#setbacks.count(performance.now());
    if (trainer.backend === 'webgpu') return this.#loseGpu(message, lost);
    if (lost > MOST_REPLACED) return this.failed(texts().resume.tooOften(lost, message));
    this.pool.replace(worker);
    this.store.dispatch({ kind: 'worker-lost', worker, reason: message });
  }

  /** A GPU may be lost at any time and come back. Where it does not stay, the CPU takes its place. */
  #loseGpu(message: string, lost: number): void {
    const { experiment, curves } = this.#state;
    const reason = /memory/i.test(message) ? texts().resume.gpuMemory(message) : texts().resume.gpuLost(message);
    if (lost === 1) {
      const open = wantedKeys(experiment).filter((key) => curves.has(key) && !curveOf(curves, key).reaches(experiment.steps));
      this.notice([reason, texts().resume.gpuAgain, goingOnText(this.#state, open)].join(' ').trim());
      return this.#reopen();
    }
    this.#recall.keepCurves(this.#state);
    this.notice([reason, texts().resume.toCpu(experiment.spec.data !== 'files' && this.#recall.lasts)].join(' '));
    this.#fell_back = texts().resume.onCpu(lost);
    this.#beginElsewhere('cpu');
  }

  /** Where some workers are there, those train on. */
  #missesFile(worker: number, trouble: FileTrouble): void {
    if (worker > 0) {
      this.pool.limit(worker);
      this.store.dispatch({ kind: 'workers-limited', worker_count: worker, reason: troubleText(trouble) });
    } else this.failed(troubleText(trouble));
    void this.#tellOfNewerPage();
  }

  /** Files of a page that is older than its server may be gone, however often they are asked for. */
  async #tellOfNewerPage(): Promise<void> {
    if (await pageWasReplaced()) this.notice(texts().notices.replaced, true);
  }

  /** Own files may hold fewer examples than the link asks for. */
  #fitted(experiment: Experiment): Experiment {
    const counts = this.#data.own_counts;
    if (experiment.spec.data !== 'files' || !counts) return experiment;
    const train = with_setting(experiment.link, 'train', String(Math.min(experiment.spec.train, counts.train)));
    const fitted = with_setting(train.link, 'test', String(Math.min(experiment.spec.test, counts.test)));
    return { ...fitted, notices: [...experiment.notices, ...train.notices, ...fitted.notices] };
  }

  async #carryOn(drop: readonly number[], joins: boolean): Promise<void> {
    const asked_on = this.#state.experiment.link;
    const steps = await this.pool.settle();
    if (this.#state.experiment.link !== asked_on) return this.#follow(this.#state, this.#state);
    const keys = new Set(armKeys(this.#state.experiment, 'treatment'));
    const held = this.#state.run_sets.filter((set) => set.shares.some((share) => share.runs.some((run) => keys.has(run.key))));
    const step = Math.max(reachedStep(this.#state), ...held.map((set) => steps.get(set.run_set_id) ?? 0));
    const earlier = thenText(this.#state.experiment)
      .split(';')
      .filter((change) => change !== '' && Number(change.split(':')[0]) < step);
    const changed = with_setting(asked_on, 'then', [...earlier, `${String(step)}:${drop.join()}`].join(';'));
    const experiment = this.#held(changed, 'anew');
    if (experiment.link !== changed.link) {
      this.store.dispatch({ kind: 'refused', notices: experiment.notices });
      return this.#follow(this.#state, this.#state);
    }
    this.store.dispatch({ kind: 'carried-on', experiment, step, joins });
    if (step >= experiment.steps) this.notice(texts().run.all_done);
  }

  #follow(before: State, after: State): void {
    this.pool.follow(before.run_sets, after.run_sets, trainsUntil(after));
    if (leavesRunning(before)?.link !== leavesRunning(after)?.link || before.pause_epoch !== after.pause_epoch) rememberRunning(leavesRunning(after));
  }

  #hear(worker: number, event: Event): void {
    switch (event.kind) {
      case 'stalled':
        return this.notice(stalledText(event.file));
      case 'downloading':
        return this.store.dispatch({ kind: 'trainer-downloading', loaded_bytes: event.loaded_bytes, total_bytes: event.total_bytes });
      case 'compiled':
        return this.store.dispatch({ kind: 'trainer-compiled' });
      case 'opened':
        // Further workers only follow the choice of the first.
        return worker > 0 ? undefined : this.#trainerOpened(event);
      case 'report':
        return this.store.dispatch({ kind: 'report', worker, run_set_id: event.run_set_id, report: event.report, at_millis: performance.now() });
      case 'checkpoints':
        return this.store.dispatch({ kind: 'checkpoints', worker, run_set_id: event.run_set_id, runs: event.runs });
      case 'checkpoint-fault': {
        const { run_set_id, message } = event;
        if (!event.is_restarted) return this.notice(texts().resume.notTaken(message));
        this.#recall.forgetUnfinished(this.#state.experiment);
        return this.store.dispatch({ kind: 'checkpoints-refused', worker, run_set_id, message });
      }
      case 'settled':
      case 'weights':
      case 'alive':
        return;
      case 'failed':
        if (event.trouble) return this.#missesFile(worker, event.trouble);
        return this.#failed(worker, event);
      default:
        return unreachable(event);
    }
  }
}

/** What would be training if the page went away now; a single step is too short to be gone on with. */
function leavesRunning({ wants_running, pause_at, pause_epoch, experiment }: State): LeftRunning | undefined {
  const is_step = pause_at !== undefined && pause_epoch === undefined;
  return wants_running && !is_step ? { link: experiment.link, pause_epoch } : undefined;
}

/** Whether something of an experiment is to be looked for. */
function recallOf(experiment: Experiment, curves: State['curves']): State['recall'] {
  return lacking(experiment, curves).length > 0 ? 'asking' : 'done';
}

/** The link that a run set was started from, with more epochs and later changes. */
function linkOf(set: RunSet): string {
  return with_setting(with_setting(set.link, 'epochs', String(set.epochs)).link, 'then', set.then).link;
}
