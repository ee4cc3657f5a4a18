/** @file Checkpoints: where runs were in the midst of training, so that they go on when their worker, or the page, has gone. */

import { type Curve, curveOf, type Curves, saysMore } from './curves';
import { withNotice } from './notices';
import type { RunCheckpoint } from './protocol';
import { heldKeys } from './run-sets';
import { type State, wantedKeys } from './state';
import { texts } from './texts/texts';

/** Where a run was, as the trainer can go on from. */
export interface Checkpoint {
  /** Steps trained before. */
  readonly step: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The last step evaluated before: what goes on from here needs the curve up to there. */
  readonly curve_step: number;
}

/** Checkpoints by what their runs' curves are kept under. */
export type Checkpoints = ReadonlyMap<string, Checkpoint>;

/** A run that was left in the midst of training, with its curve so far. */
export interface Unfinished {
  readonly curve: Curve;
  readonly checkpoint: Checkpoint;
}

/** The checkpoint that a run can go on from: what was measured before is at hand. */
export function checkpointOf({ checkpoints, curves }: Pick<State, 'checkpoints' | 'curves'>, key: string): Checkpoint | undefined {
  const checkpoint = checkpoints.get(key);
  return checkpoint && curveOf(curves, key).last_step >= checkpoint.curve_step ? checkpoint : undefined;
}

/** Takes in where the runs of a share are; of runs that are no longer held nobody wants to know. */
export function takeCheckpoints(state: State, worker: number, run_set_id: number, told: readonly RunCheckpoint[]): State {
  const share = state.run_sets.find((set) => set.run_set_id === run_set_id)?.shares.find((one) => one.worker === worker);
  const checkpoints = new Map(state.checkpoints);
  for (const { arm, replicate, step, bytes } of told) {
    const key = share?.runs.find(({ name }) => name === `${arm}/${String(replicate)}`)?.key;
    // A run that trains again up to where it was is further on already.
    if (key === undefined || (checkpoints.get(key)?.step ?? -1) > step) continue;
    checkpoints.set(key, { step, bytes, curve_step: Math.min(curveOf(state.curves, key).last_step, step) });
  }
  return { ...state, checkpoints };
}

/** Takes in runs that were left in the midst of training, where they are further on than what is at hand. */
export function takeUnfinished(state: State, unfinished: ReadonlyMap<string, Unfinished>): State {
  const held = heldKeys(state.run_sets);
  const better = [...unfinished].filter(([key, { curve, checkpoint }]) => {
    const at_hand = curveOf(state.curves, key);
    return !held.has(key) && !at_hand.has_ended && checkpoint.step > (state.checkpoints.get(key)?.step ?? 0) && Math.max(curve.last_step, at_hand.last_step) >= checkpoint.curve_step;
  });
  if (better.length === 0) return state;
  const curves: Curves = new Map([...state.curves, ...better.filter(([key, { curve }]) => saysMore(curve, curveOf(state.curves, key))).map(([key, { curve }]) => [key, curve] as const)]);
  return { ...state, curves, checkpoints: new Map([...state.checkpoints, ...better.map(([key, { checkpoint }]) => [key, checkpoint] as const)]) };
}

/** The epoch of the run furthest behind among those that have a checkpoint to go on from; `undefined` where none has. */
export function epochToGoOnFrom(state: State, keys: readonly string[]): number | undefined {
  const steps = keys.flatMap((key) => checkpointOf(state, key)?.step ?? []);
  return steps.length === 0 ? undefined : Math.min(...steps) / state.experiment.steps_per_epoch;
}

/** In a sentence, where these runs go on; empty where there are none. */
export function goingOnText(state: State, keys: readonly string[]): string {
  const kept = keys.filter((key) => checkpointOf(state, key) !== undefined).length;
  return texts().resume.goingOn(kept, keys.length - kept, epochToGoOnFrom(state, keys) ?? 0);
}

/** With what was interrupted told: whether it goes on at once, or waits for Run. */
export function withInterruptionTold(before: State, state: State): State {
  const found = wantedKeys(state.experiment).filter((key) => state.checkpoints.get(key) !== before.checkpoints.get(key));
  const epoch = epochToGoOnFrom(state, found);
  if (epoch === undefined) return state;
  const { wentOn, waits } = texts().resume;
  return withNotice(state, (state.wants_running ? wentOn : waits)(epoch, found.length, wantedKeys(state.experiment).length));
}

/** Only those of these runs. */
export function retainCheckpoints(checkpoints: Checkpoints, wanted: (key: string) => boolean): Checkpoints {
  const kept = [...checkpoints].filter(([key]) => wanted(key));
  return kept.length === checkpoints.size ? checkpoints : new Map(kept);
}
