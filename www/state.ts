/** @file State: all that the page shows, as one value, and what follows from it. */

import type { Checkpoints } from './checkpoints';
import type { Experiment, Presentation } from './core';
import { commonStep, curveOf, type Curves } from './curves';
import type { Past } from './past';
import { isSteady, type Pace, perSecond } from './pace';
import type { Backend } from './protocol';
import { heldKeys, type RunSet } from './run-sets';
import { texts } from './texts/texts';

/** Where the trainer stands. */
export type TrainerState =
  | { readonly kind: 'downloading'; readonly loaded_bytes: number; readonly total_bytes: number }
  | { readonly kind: 'opening' }
  | {
      readonly kind: 'open';
      readonly backend: Backend;
      readonly reason: string;
      readonly adapter: string | undefined;
      /** Most workers to spread runs over. */
      readonly worker_count: number;
    };

/** Where the data stands. */
export type DataState =
  | { readonly kind: 'loading'; readonly name: string; readonly loaded_bytes: number; readonly total_bytes: number }
  | { readonly kind: 'ready'; readonly name: string; readonly train_count: number; readonly test_count: number }
  | { readonly kind: 'awaiting-files' }
  | { readonly kind: 'missing'; readonly message: string };

/** Something said to the reader, until dismissed. */
export interface PageNotice {
  readonly notice_id: number;
  readonly text: string;
  /** How often it was said while it stands. */
  readonly count: number;
  /** Loading the page anew is what helps, and is offered. */
  readonly offers_reload: boolean;
  /** It is the core's, whatever the page speaks. */
  readonly is_english: boolean;
}

/** The treatment before the last change of its sliders. */
export interface Ghost {
  readonly label: string;
  readonly keys: readonly string[];
}

/** All that the page shows. */
export interface State {
  readonly experiment: Experiment;
  /** How the page shows it: what the last link said that said something about it. */
  readonly presentation: Presentation;
  /** The same as the address writes it, behind the settings; empty = nothing out of the ordinary. */
  readonly presentation_link: string;
  /** What the link that was opened says that its experiment came to; empty = nothing, or the settings were changed since. */
  readonly claim: string;
  /** The link of settings and claim, while other settings have taken their place; else empty. */
  readonly withdrawn: string;
  /** The changes of the settings that can be undone and redone. */
  readonly past: Past;
  /** Epochs that Continue adds. */
  readonly continue_epochs: number;
  readonly trainer: TrainerState;
  readonly data: DataState;
  /** Run was pressed and Pause was not. */
  readonly wants_running: boolean;
  /** Training pauses at this step; `undefined` = at the end. */
  readonly pause_at: number | undefined;
  /** The epoch that the reader wants each training to pause at; `undefined` = none. */
  readonly pause_epoch: number | undefined;
  readonly keep_training: boolean;
  readonly run_sets: readonly RunSet[];
  readonly next_run_set_id: number;
  readonly curves: Curves;
  /** Where unfinished runs were when that was last told. */
  readonly checkpoints: Checkpoints;
  /** Counts how often curves were taken away, so that others may follow under the same keys: on another device, from other files. */
  readonly curves_generation: number;
  /** What is kept of this experiment is being looked for; nothing new starts before that is known. */
  readonly recall: 'asking' | 'done';
  /** Keys of curves that came from the browser's store and were not trained since. */
  readonly recalled: ReadonlySet<string>;
  readonly ghost: Ghost | undefined;
  /** While replicates are added to a finished experiment: how many it had. */
  readonly kept_replicates: number | undefined;
  readonly pace: Pace;
  readonly notices: readonly PageNotice[];
  readonly next_notice_id: number;
  /** Why training cannot go on, until tried again. */
  readonly failure: string | undefined;
}

/** The one word for what goes on; on the page as `data-state`. */
export type Phase = 'loading' | 'ready' | 'running' | 'paused' | 'finished' | 'failed';

/**
 * What a run's curve is kept under. Treatment and pinned arms alike are one run, trained once and shown for each. The
 * baseline keeps its own, so that a treatment that drops nothing coincides with it by proof, not by construction.
 */
export function curveKey(run: { readonly arm: string; readonly key: string }): string {
  return run.arm === 'baseline' ? `baseline ${run.key}` : run.key;
}

/** Keys of all runs of an experiment, each once. */
export function wantedKeys(experiment: Experiment): string[] {
  return [...new Set(experiment.runs.map(curveKey))];
}

/** Keys of the runs of one arm, by replicate. */
export function armKeys(experiment: Experiment, arm: string): string[] {
  return experiment.runs.filter((run) => run.arm === arm).map(curveKey);
}

/** The arms, baseline first. */
export function arms(experiment: Experiment): string[] {
  return [...new Set(experiment.runs.map((run) => run.arm))];
}

/** The arm that the others are compared with. */
export function referenceOf({ spec }: Experiment): string {
  return String(spec.reference);
}

/** The step at which training stops next. */
export function target(state: State): number {
  return Math.min(state.pause_at ?? state.experiment.steps, state.experiment.steps);
}

/** The step that the run furthest behind has reached; runs that ended are behind nobody. */
export function leastStep(state: State): number {
  const held = new Map(state.run_sets.flatMap((set) => set.shares.flatMap((share) => share.runs.map((run) => [run.key, share.step] as const))));
  const alive = wantedKeys(state.experiment).filter((key) => !curveOf(state.curves, key).has_ended);
  const done = alive.map((key) => held.get(key) ?? Math.max(0, curveOf(state.curves, key).last_step));
  return done.length === 0 ? 0 : Math.min(...done);
}

/** The largest step that any treatment run has reached; curves that Continue took beyond this experiment's end count up to it. */
export function reachedStep({ experiment, curves, run_sets }: State): number {
  const keys = armKeys(experiment, 'treatment');
  const held = run_sets.flatMap((set) => set.shares).filter((share) => share.runs.some((run) => keys.includes(run.key)));
  const measured = keys.map((key) => Math.min(curveOf(curves, key).last_step, experiment.steps));
  return Math.max(0, ...held.map((share) => share.step), ...measured);
}

/** The step of the reader's pause, as long as some run has it before it. */
export function pauseStep(state: State): number | undefined {
  if (state.pause_epoch === undefined) return undefined;
  const step = state.pause_epoch * state.experiment.steps_per_epoch;
  return step > leastStep(state) && step < state.experiment.steps ? step : undefined;
}

/** The data in hand are those that the experiment asks for. */
export function dataFits(state: State): boolean {
  const { data, experiment: { spec } } = state;
  return data.kind === 'ready' && data.name === spec.data && data.train_count >= spec.train && data.test_count >= spec.test;
}

/** Every run has been evaluated at `step`, has stopped or diverged. */
export function allReach(state: State, step: number): boolean {
  return wantedKeys(state.experiment).every((key) => curveOf(state.curves, key).reaches(step));
}

/** How runs ended before their last step. */
export interface Ended {
  readonly stopped: boolean;
  readonly diverged: boolean;
}

/** In which ways all runs of this experiment ended before its last step; `undefined` as long as one can train on. */
export function waysEnded(state: State): Ended | undefined {
  const curves = shownCurves(state);
  const runs = wantedKeys(state.experiment).map((key) => curveOf(curves, key));
  if (!runs.every((curve) => curve.has_ended)) return undefined;
  return { stopped: runs.some((curve) => curve.diverged_at === undefined), diverged: runs.some((curve) => curve.diverged_at !== undefined) };
}

/** The same in words. */
export function allEnded(state: State): string | undefined {
  const ways = waysEnded(state);
  return ways && texts().run.ways(ways.stopped, ways.diverged);
}

export function phase(state: State): Phase {
  if (state.failure !== undefined || state.data.kind === 'missing') return 'failed';
  if (state.trainer.kind !== 'open' || !dataFits(state)) return 'loading';
  if (allReach(state, state.experiment.steps)) return 'finished';
  if (state.wants_running) return 'running';
  return hasBegun(state) ? 'paused' : 'ready';
}

/** Keys of the runs that only this experiment has: its baseline may be left from another setting. */
export function ownKeys(experiment: Experiment): string[] {
  return experiment.runs.filter((run) => run.arm !== 'baseline').map(curveKey);
}

/** Some run of this experiment has been measured. The baseline alone, kept from another setting, is no beginning of this one. */
function hasBegun(state: State): boolean {
  return ownKeys(state.experiment).some((key) => curveOf(state.curves, key).length > 0) || heldKeys(state.run_sets).size > 0;
}

/** The curves as far as this experiment goes: Continue may have trained some of them further before. */
export function shownCurves({ curves, experiment }: State): Curves {
  const longer = [...curves].filter(([, { last_step, stopped_at = 0, diverged_at = 0 }]) => Math.max(last_step, stopped_at, diverged_at) > experiment.steps);
  if (longer.length === 0) return curves;
  return new Map([...curves, ...longer.map(([key, curve]) => [key, curve.upTo(experiment.steps)] as const)]);
}

/** How many runs of this experiment are shown as they were kept. */
export function recalledCount({ experiment, curves, recalled }: State): number {
  return wantedKeys(experiment).filter((key) => recalled.has(key) && curves.has(key)).length;
}

const without_new = new WeakMap<Experiment, Experiment>();

/** The state as charts and evidence show it: replicates added to a finished experiment come in once they have caught up. */
export function settled(state: State): State {
  const { experiment, kept_replicates } = state;
  if (kept_replicates === undefined || allReach(state, experiment.steps)) return state;
  const known = without_new.get(experiment) ?? { ...experiment, runs: experiment.runs.filter((run) => run.replicate < kept_replicates) };
  without_new.set(experiment, known);
  return { ...state, experiment: known };
}

/** The last epoch at which every run shown was evaluated; `undefined` before the first. */
export function evaluatedEpoch(state: State): number | undefined {
  const step = commonStep(shownCurves(state), wantedKeys(state.experiment));
  return step < 0 ? undefined : step / state.experiment.steps_per_epoch;
}

/** How far training is. */
export interface Progress {
  /** From 0 to 1, of the run furthest behind. */
  readonly fraction: number;
  /** Epochs done by the run furthest behind. */
  readonly epoch: number;
  /** Training steps per second, all runs together; `undefined` while nothing trains. */
  readonly steps_per_second: number | undefined;
  readonly seconds_left: number | undefined;
}

export function progress(state: State): Progress {
  const { steps, steps_per_epoch } = state.experiment;
  const held = new Map(state.run_sets.flatMap((set) => set.shares.flatMap((share) => share.runs.map((run) => [run.key, share.step] as const))));
  const done = wantedKeys(state.experiment).map((key) => {
    const curve = curveOf(state.curves, key);
    if (curve.reaches(steps)) return steps;
    return Math.min(steps, held.get(key) ?? Math.max(0, curve.last_step));
  });
  const left = done.reduce((sum, step) => sum + steps - step, 0);
  const rate = phase(state) === 'running' ? perSecond(state.pace) : undefined;
  return {
    fraction: Math.min(...done) / Math.max(1, steps),
    epoch: Math.min(...done) / steps_per_epoch,
    steps_per_second: rate,
    seconds_left: rate && isSteady(state.pace) ? left / rate : undefined,
  };
}

/** What is passed on of an experiment: the settings, and how the page shows them. */
export function addressLink({ experiment, presentation_link }: State): string {
  return presentation_link === '' ? experiment.link : `${experiment.link}&${presentation_link}`;
}

/** The same with the claim that the settings came with, as it stands in the address bar. */
export function claimedLink(state: State): string {
  return state.claim === '' ? addressLink(state) : `${addressLink(state)}&result=${state.claim}`;
}

/** The drop probabilities that the treatment ends with: those of the last change, or the first ones. */
export function currentDrop(experiment: Experiment): readonly number[] {
  return experiment.spec.then.at(-1)?.drop ?? experiment.spec.drop;
}
