/** @file Which measurements are compared: at the last evaluation that all runs share, at one that was picked, at each arm's best. */

import type { Measured } from './statistics';
import { commonStep, curveOf, type Curves, type Point, valueAt } from './curves';
import { armKeys, arms, curveKey, type State, wantedKeys } from './state';

/** What every run that has not diverged measured at a step. */
export function measuredAt({ experiment }: State, curves: Curves, step: number): Measured[] {
  return experiment.runs.flatMap((run) => {
    const point = valueAt(curveOf(curves, curveKey(run)), step);
    return point ? [measuredOf(run, point)] : [];
  });
}

/** The last step that all runs share; -1 before the first evaluation. */
export function lastStep({ experiment }: State, curves: Curves): number {
  return commonStep(curves, wantedKeys(experiment));
}

/** What every run measured at the step of its arm's lowest mean test loss, up to the last step that all share. */
export function measuredAtBest(state: State, curves: Curves): Measured[] {
  const until = lastStep(state, curves);
  const best = new Map(arms(state.experiment).map((arm) => [arm, bestStep(curves, armKeys(state.experiment, arm), until)]));
  return state.experiment.runs.flatMap((run) => {
    const step = best.get(run.arm);
    const point = step === undefined ? undefined : valueAt(curveOf(curves, curveKey(run)), step);
    return point ? [measuredOf(run, point)] : [];
  });
}

/** The step at which the mean test loss of these runs is lowest, the first of several; those that diverged are left out. */
export function bestStep(curves: Curves, keys: readonly string[], until: number): number | undefined {
  const runs = keys.map((key) => curveOf(curves, key)).filter((curve) => curve.diverged_at === undefined);
  const longest = runs.reduce((most, curve) => (curve.last_step > most.last_step ? curve : most), runs[0] ?? curveOf(curves, ''));
  let best: { readonly step: number; readonly loss: number } | undefined;
  for (let index = 0; index < longest.countUpTo(until); index += 1) {
    const step = longest.at(index)?.step ?? 0;
    const points = runs.map((curve) => valueAt(curve, step));
    if (!points.every((point) => point !== undefined)) continue;
    const loss = points.reduce((sum, point) => sum + point.test_loss, 0) / points.length;
    if (!best || loss < best.loss) best = { step, loss };
  }
  return best?.step;
}

function measuredOf({ arm, replicate }: { readonly arm: string; readonly replicate: number }, point: Point): Measured {
  const { step, train_loss, train_accuracy, test_loss, test_accuracy, batch_accuracy } = point;
  return { arm, replicate, step, train_loss, train_accuracy, test_loss, test_accuracy, batch_accuracy: batch_accuracy ?? undefined };
}
