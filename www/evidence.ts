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

/** What every run that has not diverged measured at the step of its arm's lowest mean test loss, up to the last step that all share. */
export function measuredAtBest(state: State, curves: Curves): Measured[] {
  const until = lastStep(state, curves);
  const best = new Map(arms(state.experiment).map((arm) => [arm, bestStep(curves, armKeys(state.experiment, arm), until)]));
  return state.experiment.runs.flatMap((run) => {
    const step = best.get(run.arm);
    const curve = curveOf(curves, curveKey(run));
    // The best step was found without those that diverged, so their value there is none of its mean.
    const point = step === undefined || curve.diverged_at !== undefined ? undefined : valueAt(curve, step);
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

/** How much the test loss of each of these runs lies above its own at `best`; those that diverged are left out. */
export function risesSince(curves: Curves, keys: readonly string[], best: number, step: number): number[] {
  return keys.flatMap((key) => {
    const curve = curveOf(curves, key);
    const [from, to] = [valueAt(curve, best), valueAt(curve, step)];
    return curve.diverged_at === undefined && from && to ? [to.test_loss - from.test_loss] : [];
  });
}

/** Least evaluations in a row that count as overfitting: one alone may be chance. */
const LEAST_RISEN = 2;

/**
 * The onset of overfitting: the first evaluation after `best` from which on, to the last of `steps`, the test loss lies above
 * its lowest by more than chance explains. Looking from the end backwards, a dip on the way puts the onset behind it.
 */
export function onsetOfOverfitting(steps: readonly number[], best: number, isRisen: (step: number) => boolean): number | undefined {
  let first = steps.length;
  while (first > 0 && (steps[first - 1] ?? -1) > best && isRisen(steps[first - 1] ?? -1)) first -= 1;
  return steps.length - first >= LEAST_RISEN ? steps[first] : undefined;
}

function measuredOf({ arm, replicate }: { readonly arm: string; readonly replicate: number }, point: Point): Measured {
  const { step, train_loss, train_accuracy, test_loss, test_accuracy, batch_accuracy } = point;
  return { arm, replicate, step, train_loss, train_accuracy, test_loss, test_accuracy, batch_accuracy };
}
