/** @file Which two runs are to be looked at, and what the page knows of them. */

import { curveOf } from '../curves';
import { armKeys, curveKey, dataFits, referenceOf, shownCurves, type State } from '../state';
import type { ArmName } from './inspector';
import { insideTexts } from '../texts/inside';

/** What the reader chose. */
export interface Choice {
  readonly arm: string;
  readonly replicate: number;
}

/** One of the two runs. */
export interface AimedRun {
  /** `arm/replicate`, as the trainer names it. */
  readonly name: string;
  /** What its curve is kept under. */
  readonly key: string;
  /** The last step measured; -1 where nothing was. */
  readonly measured: number;
  /** Its training stopped or diverged there. */
  readonly has_ended: boolean;
  /** Where its weights live, if they do, under the name that they were started with. */
  readonly held: { readonly run_set_id: number; readonly run: string } | undefined;
}

/** The pair that is to be looked at. */
export interface Aim {
  readonly arms: readonly [ArmName, ArmName];
  readonly replicate: number;
  readonly runs: readonly [AimedRun, AimedRun];
}

/** The pair, or a sentence that says why there is none yet. */
export function aimOf(state: State, choice: Choice): Aim | string {
  if (state.trainer.kind !== 'open') return insideTexts().pair.no_trainer;
  if (!dataFits(state)) return insideTexts().pair.no_data;
  if (state.recall === 'asking') return insideTexts().pair.recalling;
  const { experiment } = state;
  const [reference, other] = comparedArms(state, choice.arm);
  if (!reference || !other) return insideTexts().pair.one_arm;
  const replicate = choice.replicate < experiment.spec.replicates ? choice.replicate : 0;
  return { arms: [reference, other], replicate, runs: [runOf(state, reference.id, replicate), runOf(state, other.id, replicate)] };
}

/** The arms that can be compared with the reference. */
export function otherArms({ experiment }: State): ArmName[] {
  return experiment.arms.filter(({ id }) => id !== referenceOf(experiment)).map(({ id, name }) => ({ id, name }));
}

function comparedArms(state: State, wanted: string): readonly [ArmName | undefined, ArmName | undefined] {
  const { experiment } = state;
  const others = otherArms(state);
  const reference = experiment.arms.find(({ id }) => id === referenceOf(experiment));
  const chosen = others.find(({ id }) => id === wanted) ?? others.find(({ id }) => id === 'treatment') ?? others[0];
  return [reference && { id: reference.id, name: reference.name }, chosen];
}

function runOf(state: State, arm: string, replicate: number): AimedRun {
  const { experiment, run_sets } = state;
  const run = experiment.runs.find((one) => one.arm === arm && one.replicate === replicate);
  const key = run ? curveKey(run) : (armKeys(experiment, arm)[0] ?? '');
  const curve = curveOf(shownCurves(state), key);
  const held = run_sets.flatMap(({ run_set_id, shares }) => shares.flatMap(({ runs }) => runs.filter((one) => one.key === key).map(({ name }) => ({ run_set_id, run: name }))));
  return { name: `${arm}/${String(replicate)}`, key, measured: curve.last_step, has_ended: curve.has_ended, held: held[0] };
}
