/** @file Where a step of a lesson stands: whether the page has its experiment, whether that has begun, and what is said of a prediction. */

import { type Experiment, with_setting } from '../core';
import { curveOf } from '../curves';
import { heldKeys } from '../run-sets';
import { allReach, ownKeys, type State } from '../state';

/** Where the experiment of a step stands. */
export type Stage =
  /** The experiment on the page is another one. */
  | 'elsewhere'
  /** Nothing of it was trained, so a prediction can be made. */
  | 'before'
  | 'under-way'
  | 'finished';

/** Settings that change what chance does, where it is computed or what else is measured, not what a step asks. */
const BESIDE_THE_POINT = [
  ['replicates', '2'],
  ['seed', '1'],
  ['device', 'auto'],
  ['autorun', '0'],
  ['evals', '1'],
  ['question', 'none'],
] as const;

/** Of the experiment that a step is about. */
export function stageOf(state: State, of_step: Experiment): Stage {
  if (!asksTheSame(state.experiment, of_step)) return 'elsewhere';
  if (allReach(state, state.experiment.steps)) return 'finished';
  return state.wants_running || hasBegunItself(state) ? 'under-way' : 'before';
}

/** Some run but the baseline's, which steps before may have left, is held or was measured. */
function hasBegunItself({ experiment, curves, run_sets }: State): boolean {
  const held = heldKeys(run_sets);
  return ownKeys(experiment).some((key) => held.has(key) || curveOf(curves, key).length > 0);
}

/** Whether two experiments answer the same question: more replicates or other seeds do. */
export function asksTheSame(one: Experiment, other: Experiment): boolean {
  return one.link === other.link || coreOf(one) === coreOf(other);
}

const cores = new WeakMap<Experiment, string>();

function coreOf(experiment: Experiment): string {
  const known = cores.get(experiment) ?? BESIDE_THE_POINT.reduce((link, [key, same]) => with_setting(link, key, same).link, experiment.link);
  cores.set(experiment, known);
  return known;
}
