/** @file Action and reduce: how the state changes, without side effects; and the store that holds it. */

import { goingOnText, retainCheckpoints, takeCheckpoints, takeUnfinished, type Unfinished, withInterruptionTold } from './checkpoints';
import type { Experiment, Presentation } from './core';
import { withinBounds } from './curve-bounds';
import { curveOf, type Curves, saysMore } from './curves';
import type { LeftRunning } from './left-running';
import { withLinkNotices, withNotice } from './notices';
import { type Move, moved, NO_PAST, remembered } from './past';
import { withCovered } from './probed';
import type { Backend, Report, RunCheckpoint } from './protocol';
import { heldKeys, type HeldRun, retainRuns, type RunSet, withoutWorker } from './run-sets';
import { takeReport } from './reports';
import { allReach, armKeys, claimedLink, curveKey, type DataState, leastStep, pauseStep, phase, type State, target, wantedKeys } from './state';
import { startMissing } from './starting';
import { texts } from './texts/texts';
import { unreachable } from './unreachable';

/** Why another experiment is on the page. */
export type Cause =
  /** A link was opened: waits for Run, unless it says autorun. */
  | 'link'
  /** The browser's Back or Forward: shows what was there, starts nothing. */
  | 'returned'
  /** Undo or redo: goes on training if it trained, starts nothing. */
  | Move
  /** A control other than the sliders: goes on training if it trained. */
  | 'setting'
  /** A slider, Swap, New seeds or more replicates: also trains where all had finished. */
  | 'anew'
  /** Continue: more epochs. */
  | 'continue';

/** All that can happen. */
export type Action =
  /** With `recall`, what is kept of it is being looked for. One that joins is the further way of a drag: one step with the change before it. */
  | { readonly kind: 'opened'; readonly experiment: Experiment; readonly cause: Cause; readonly recall?: State['recall']; readonly joins?: boolean }
  /** Something could not be changed as it was asked for; the experiment stays. */
  | { readonly kind: 'refused'; readonly notices: Experiment['notices'] }
  /** The same experiment, shown in another way. */
  | { readonly kind: 'presented'; readonly presentation: Presentation; readonly presentation_link: string }
  /** What was kept of the experiment of this link; with `left_running`, it was training when the page was last left. */
  | { readonly kind: 'recalled'; readonly link: string; readonly curves: Curves; readonly unfinished?: ReadonlyMap<string, Unfinished>; readonly left_running?: LeftRunning | undefined }
  /** New drop probabilities from `step` on, from the weights as they are. */
  | { readonly kind: 'carried-on'; readonly experiment: Experiment; readonly step: number; readonly joins?: boolean }
  | { readonly kind: 'run' }
  | { readonly kind: 'pause' }
  /** Train to the end of the epoch, then pause. */
  | { readonly kind: 'step' }
  /** Pause each training at the end of an epoch; `undefined` = train to the end. */
  | { readonly kind: 'pause-at'; readonly epoch: number | undefined }
  /** Same seeds, fresh weights. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'keep-training'; readonly on: boolean }
  | { readonly kind: 'trainer-downloading'; readonly loaded_bytes: number; readonly total_bytes: number }
  | { readonly kind: 'trainer-compiled' }
  | {
      readonly kind: 'trainer-opened';
      readonly backend: Backend;
      readonly reason: string;
      readonly adapter: string | undefined;
      readonly worker_count: number;
      /** What is kept for this device is being looked for. */
      readonly recall?: State['recall'];
    }
  /** All workers are gone and come back: after a failure, or for another device. */
  | { readonly kind: 'trainer-restarted'; readonly forget_curves: boolean }
  | { readonly kind: 'data'; readonly data: DataState }
  /** Own files were read: curves of earlier ones are void. */
  | { readonly kind: 'files-replaced' }
  | { readonly kind: 'report'; readonly worker: number; readonly run_set_id: number; readonly report: Report; readonly at_millis: number }
  /** Where the runs of a share are. */
  | { readonly kind: 'checkpoints'; readonly worker: number; readonly run_set_id: number; readonly runs: readonly RunCheckpoint[] }
  /** A worker stopped and was replaced: its runs go on from where they were last known to be. */
  | { readonly kind: 'worker-lost'; readonly worker: number; readonly reason: string }
  /** More workers than these cannot be started: their runs go to those that are there. */
  | { readonly kind: 'workers-limited'; readonly worker_count: number; readonly reason: string }
  /** Checkpoints of a share cannot be gone on from: its runs have begun at their seeds. */
  | { readonly kind: 'checkpoints-refused'; readonly worker: number; readonly run_set_id: number; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'notice'; readonly text: string; readonly offers_reload?: boolean }
  | { readonly kind: 'dismissed'; readonly notice_id: number };

/** Before anything was loaded. */
export function initialState(experiment: Experiment, recall: State['recall'] = 'done'): State {
  const blank: State = {
    experiment,
    presentation: experiment.presentation,
    presentation_link: experiment.presentation_link,
    claim: experiment.claim,
    withdrawn: '',
    past: NO_PAST,
    continue_epochs: experiment.spec.epochs,
    trainer: { kind: 'downloading', loaded_bytes: 0, total_bytes: 0 },
    data: { kind: 'loading', name: experiment.spec.data, loaded_bytes: 0, total_bytes: 0 },
    wants_running: false,
    pause_at: undefined,
    pause_epoch: undefined,
    keep_training: false,
    run_sets: [],
    next_run_set_id: 1,
    curves: new Map(),
    checkpoints: new Map(),
    curves_generation: 0,
    recall,
    recalled: new Set(),
    ghost: undefined,
    kept_replicates: undefined,
    pace: [],
    notices: [],
    next_notice_id: 1,
    failure: undefined,
  };
  return reduce(blank, { kind: 'opened', experiment, cause: 'link', recall });
}

/** The next state. */
export function reduce(state: State, action: Action): State {
  return startMissing(change(state, action));
}

/** What another experiment does to how the page shows it, and to what was claimed of it. */
function presented(state: State, experiment: Experiment, cause: Cause): State {
  const { presentation, presentation_link, claim } = experiment;
  if (cause !== 'link' && cause !== 'returned') return withClaimFor(state, experiment);
  const next = { ...state, claim, withdrawn: '' };
  // Links among the page's own say nothing about how it shows them: a lesson or an embedded page stays one. An entry of the browser's history holds all of its address.
  return cause === 'link' && presentation_link === '' ? next : { ...next, presentation, presentation_link };
}

/** A claim is about the settings it came with: once they are others, it is withdrawn. */
function withClaimFor(state: State, experiment: Experiment): State {
  if (state.claim === '' || experiment.link === state.experiment.link) return state;
  return { ...state, claim: '', withdrawn: claimedLink(state) };
}

function change(state: State, action: Action): State {
  switch (action.kind) {
    case 'opened':
      return open(presented(state, action.experiment, action.cause), action);
    case 'refused':
      return withLinkNotices(state, action);
    case 'presented':
      return { ...state, presentation: action.presentation, presentation_link: action.presentation_link };
    case 'recalled':
      return takeUnfinishedOf(takeRecalled(state, action.link, action.curves), action);
    case 'carried-on':
      return { ...carryOn(withClaimFor(state, action.experiment), action.experiment, action.step), past: remembered(state.past, state.experiment, action.experiment, action.joins ?? false) };
    case 'run':
      return { ...state, wants_running: true, pause_at: pauseStep(state) };
    case 'pause':
      return { ...state, wants_running: false, pace: [] };
    case 'step':
      return { ...state, wants_running: true, pause_at: nextEpochEnd(state) };
    case 'pause-at': {
      const next = { ...state, pause_epoch: action.epoch };
      return state.wants_running ? { ...next, pause_at: pauseStep(next) } : next;
    }
    case 'reset':
      return reset(state);
    case 'keep-training':
      return { ...state, keep_training: action.on };
    case 'trainer-downloading':
      return { ...state, trainer: { kind: 'downloading', loaded_bytes: action.loaded_bytes, total_bytes: action.total_bytes } };
    case 'trainer-compiled':
      return { ...state, trainer: { kind: 'opening' } };
    case 'trainer-opened': {
      const { backend, reason, adapter, worker_count } = action;
      return { ...state, trainer: { kind: 'open', backend, reason, adapter, worker_count }, recall: action.recall ?? state.recall };
    }
    case 'trainer-restarted': {
      const curves = action.forget_curves ? new Map() : state.curves;
      const curves_generation = state.curves_generation + (action.forget_curves ? 1 : 0);
      const checkpoints = action.forget_curves ? new Map() : state.checkpoints;
      const ghost = action.forget_curves ? undefined : state.ghost;
      return { ...state, trainer: { kind: 'opening' }, run_sets: [], curves, checkpoints, curves_generation, ghost, failure: undefined, pace: [] };
    }
    case 'data':
      return { ...state, data: action.data };
    case 'files-replaced': {
      const curves = new Map([...state.curves].filter(([key]) => !key.includes('data=files')));
      const checkpoints = retainCheckpoints(state.checkpoints, (key) => !key.includes('data=files'));
      const run_sets = state.experiment.spec.data === 'files' ? [] : state.run_sets;
      // Nothing may start before the workers have the new ones.
      return { ...state, curves, checkpoints, curves_generation: state.curves_generation + 1, run_sets, data: { kind: 'loading', name: 'files', loaded_bytes: 0, total_bytes: 0 } };
    }
    case 'report':
      return takeReport(state, action);
    case 'checkpoints':
      return takeCheckpoints(state, action.worker, action.run_set_id, action.runs);
    case 'workers-limited':
      return limitWorkers(state, action.worker_count, action.reason);
    case 'worker-lost':
      return loseWorker(state, action.worker, action.reason);
    case 'checkpoints-refused':
      return refuseCheckpoints(state, action);
    case 'failed':
      return { ...state, failure: action.message, run_sets: [], pace: [] };
    case 'notice':
      return withNotice(state, action.text, { offers_reload: action.offers_reload ?? false });
    case 'dismissed':
      return { ...state, notices: state.notices.filter((notice) => notice.notice_id !== action.notice_id) };
    default:
      return unreachable(action);
  }
}

function open(before: State, { experiment, cause, recall = 'done', joins = false }: Extract<Action, { kind: 'opened' }>): State {
  const state = withLinkNotices(before, experiment);
  const was = phase(before);
  const trains = cause === 'continue' || (cause === 'anew' && was === 'finished');
  const is_link = cause === 'link' || cause === 'returned';
  const wants_running = is_link ? cause === 'link' && experiment.spec.autorun : trains || (before.wants_running && was !== 'finished');
  const kept_replicates = keptReplicates(before, experiment);
  const ghost = nextGhost(before, experiment);
  const wanted = wantedKeys(experiment);
  const curves = withinBounds(state.curves, new Set([...wanted, ...(ghost?.keys ?? [])]));
  const next = {
    ...state,
    experiment,
    past: cause === 'undo' || cause === 'redo' ? moved(before.past, cause, joins) : remembered(before.past, before.experiment, experiment, joins),
    // What others have computed from those that went may go, too.
    curves_generation: state.curves_generation + (curves === state.curves ? 0 : 1),
    kept_replicates,
    continue_epochs: cause === 'continue' ? before.continue_epochs : experiment.spec.epochs,
    wants_running,
    recall,
    // A change during Step does not turn it into a whole run.
    pause_at: is_link || cause === 'continue' ? undefined : before.pause_at,
    // The pause that those at hand have passed is not meant for those that are added.
    pause_epoch: is_link || kept_replicates !== undefined ? undefined : before.pause_epoch,
    curves: withCovered(curves, wanted),
    checkpoints: retainCheckpoints(state.checkpoints, (key) => wanted.includes(key)),
    run_sets: retainRuns(state.run_sets, new Set(wanted)),
    ghost,
    pace: [],
  };
  return wants_running ? { ...next, pause_at: next.pause_at ?? pauseStep(next) } : next;
}

/** How many replicates a finished experiment had, where the next one only adds to them. */
function keptReplicates(before: State, experiment: Experiment): number | undefined {
  const { replicates } = before.experiment.spec;
  const alike = experiment.runs.filter((run) => run.replicate < replicates).map(curveKey);
  const adds = experiment.spec.replicates > replicates && alike.join() === before.experiment.runs.map(curveKey).join();
  return adds && phase(before) === 'finished' ? replicates : undefined;
}

/** Takes in curves that were kept. An answer about an experiment that was left tells nothing of the one on the page. */
function takeRecalled(state: State, link: string, kept: Curves): State {
  const better = [...kept].filter(([key, curve]) => saysMore(curve, curveOf(state.curves, key)));
  const keys = new Set(better.map(([key]) => key));
  const next: State = {
    ...state,
    recall: link === state.experiment.link ? 'done' : state.recall,
    curves: better.length === 0 ? state.curves : new Map([...state.curves, ...better]),
    recalled: new Set([...state.recalled, ...keys]),
    // Weights on the way to a curve that is here already are of no use.
    run_sets: retainRuns(state.run_sets, new Set([...heldKeys(state.run_sets)].filter((key) => !keys.has(key)))),
  };
  return better.length > 0 && allReach(next, target(next)) ? { ...next, wants_running: false, pause_at: undefined } : next;
}

/** Takes in what was left in the midst of training; an answer about another experiment than the one on the page says nothing and starts nothing. */
function takeUnfinishedOf(state: State, { link, unfinished = new Map(), left_running }: Extract<Action, { kind: 'recalled' }>): State {
  const next = takeUnfinished(state, unfinished);
  if (next === state || link !== state.experiment.link) return next;
  if (!left_running || next.wants_running) return withInterruptionTold(state, next);
  const running = { ...next, wants_running: true, pause_epoch: left_running.pause_epoch };
  return withInterruptionTold(state, { ...running, pause_at: pauseStep(running) });
}

function loseWorker(state: State, worker: number, reason: string): State {
  const { run_sets, lost } = withoutWorker(state.run_sets, worker);
  const open = lost.filter((key) => !curveOf(state.curves, key).reaches(state.experiment.steps));
  return withNotice({ ...state, run_sets, pace: [] }, [texts().resume.workerLost(reason), goingOnText(state, open)].join(' ').trim());
}

function limitWorkers(state: State, worker_count: number, reason: string): State {
  const { trainer } = state;
  if (trainer.kind !== 'open' || trainer.worker_count <= worker_count) return state;
  const surplus = Array.from({ length: trainer.worker_count - worker_count }, (_, index) => worker_count + index);
  const run_sets = surplus.reduce((left, worker) => withoutWorker(left, worker).run_sets, state.run_sets);
  return withNotice({ ...state, run_sets, trainer: { ...trainer, worker_count }, pace: [] }, texts().run.fewer_workers(worker_count, reason));
}

function refuseCheckpoints(state: State, { worker, run_set_id, message }: Extract<Action, { kind: 'checkpoints-refused' }>): State {
  const is_it = (set: RunSet, share: RunSet['shares'][number]): boolean => set.run_set_id === run_set_id && share.worker === worker;
  const refused = new Set(state.run_sets.flatMap((set) => set.shares.filter((share) => is_it(set, share)).flatMap((share) => share.runs.map(({ key }) => key))));
  const run_sets = state.run_sets.map((set) => (set.run_set_id === run_set_id ? { ...set, shares: set.shares.map((share) => (is_it(set, share) ? { ...share, step: 0 } : share)) } : set));
  return withNotice({ ...state, run_sets, checkpoints: retainCheckpoints(state.checkpoints, (key) => !refused.has(key)) }, texts().resume.refused(message));
}

/** The treatment that was there before, as long as it is measured against the same baseline. */
function nextGhost(before: State, experiment: Experiment): State['ghost'] {
  const same = (arm: string): boolean => armKeys(before.experiment, arm).join() === armKeys(experiment, arm).join();
  if (!same('baseline')) return undefined;
  if (same('treatment')) return before.ghost;
  const keys = armKeys(before.experiment, 'treatment');
  const measured = keys.some((key) => curveOf(before.curves, key).length > 1);
  return measured ? { label: before.experiment.spec.drop.join(' / '), keys } : before.ghost;
}

/**
 * Moves the treatment's weights and its past under the keys of the changed experiment. A pinned arm that shared them keeps
 * the past. Weights held for a pinned arm stay with it: the change in the link is the treatment's alone.
 */
function carryOn(state: State, experiment: Experiment, step: number): State {
  const renamed = new Map<string, string>();
  armKeys(state.experiment, 'treatment').forEach((key, index) => {
    const next = armKeys(experiment, 'treatment')[index];
    if (next !== undefined) renamed.set(key, next);
  });
  const curves = new Map(state.curves);
  for (const [from, to] of renamed) {
    const past = curveOf(state.curves, from).upTo(step);
    if (past.last_step > curveOf(curves, to).last_step) curves.set(to, past);
  }
  const nextKey = (run: HeldRun): string | undefined => (run.name.startsWith('treatment/') ? renamed.get(run.key) : undefined);
  const run_sets = state.run_sets.map((set) => {
    const moves = set.shares.some((share) => share.runs.some((run) => nextKey(run) !== undefined));
    if (!moves) return set;
    const shares = set.shares.map((share) => ({ ...share, runs: share.runs.map((run) => ({ ...run, key: nextKey(run) ?? run.key })) }));
    return { ...set, then: thenText(experiment), shares };
  });
  const held = retainRuns(run_sets, new Set(wantedKeys(experiment)));
  return { ...withLinkNotices(state, experiment), experiment, curves, recall: 'done', run_sets: held, pace: [] };
}

function reset(state: State): State {
  const wanted = new Set(wantedKeys(state.experiment));
  const curves = new Map([...state.curves].filter(([key]) => !wanted.has(key)));
  const run_sets = retainRuns(state.run_sets, new Set([...heldKeys(state.run_sets)].filter((key) => !wanted.has(key))));
  const checkpoints = retainCheckpoints(state.checkpoints, (key) => !wanted.has(key));
  return { ...state, curves, checkpoints, curves_generation: state.curves_generation + 1, run_sets, wants_running: false, pause_at: undefined, ghost: undefined, pace: [] };
}

/** The end of the epoch that the run furthest behind is in. */
function nextEpochEnd(state: State): number {
  const { steps, steps_per_epoch } = state.experiment;
  return Math.min(steps, (Math.floor(leastStep(state) / steps_per_epoch) + 1) * steps_per_epoch);
}

/** The changes of drop probabilities, as in the link. */
export function thenText(experiment: Experiment): string {
  return experiment.texts.find(({ key }) => key === 'then')?.text ?? '';
}

/** Called with the state before and after. */
export type Listener = (before: State, after: State) => void;

/** Holds the state; tells listeners of each change, in the order of the actions. */
export class Store {
  #state: State;
  readonly #listeners: Listener[] = [];
  readonly #waiting: Action[] = [];
  #busy = false;

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** An action dispatched by a listener waits until all have heard of the one before. */
  dispatch(action: Action): void {
    this.#waiting.push(action);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        const before = this.#state;
        this.#state = reduce(before, next);
        if (this.#state !== before) for (const listener of this.#listeners) listener(before, this.#state);
      }
    } finally {
      this.#busy = false;
    }
  }
}

/** Whether workers should be training, and up to which step. */
export function trainsUntil(state: State): number | undefined {
  return phase(state) === 'running' ? target(state) : undefined;
}
