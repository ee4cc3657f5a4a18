/** @file Which measurements are compared: at the last evaluation that all runs share, at one that was picked, at each arm's best. */

import type { Measured } from './statistics';
import { commonStep, type Curve, curveOf, type Curves, type Point, valueAt } from './curves';
import { armKeys, arms, curveKey, type State, wantedKeys } from './state';

/** What every run that has not diverged measured at a step. */
export function measuredAt({ experiment }: State, curves: Curves, step: number): Measured[] {
  return experiment.runs.flatMap((run) => {
    const curve = curveOf(curves, curveKey(run));
    const point = valueAt(curve, step);
    return point ? [measuredOf(run, point, curve)] : [];
  });
}

/** What every run that has not diverged measured at each of its evaluations, up to the last step that all share. */
export function measuredAlong(state: State, curves: Curves): Measured[] {
  const until = lastStep(state, curves);
  const keys = wantedKeys(state.experiment).filter((key) => curveOf(curves, key).diverged_at === undefined);
  const steps = new Set(keys.flatMap((key) => stepsOf(curveOf(curves, key), until)));
  // A run that stopped keeps its last values at later steps, which are no evaluations of its own.
  return [...steps].sort((a, b) => a - b).flatMap((step) => measuredAt(state, curves, step).filter((measured) => measured.step === step));
}

/** The last step that all runs share; -1 before the first evaluation. */
export function lastStep({ experiment }: State, curves: Curves): number {
  return commonStep(curves, wantedKeys(experiment));
}

function stepsOf(curve: Curve, until: number): number[] {
  return Array.from({ length: curve.countUpTo(until) }, (_, index) => curve.at(index)?.step ?? 0);
}

/** What every run that has not diverged measured at the step of its arm's lowest mean test loss, up to the last step that all share. */
export function measuredAtBest(state: State, curves: Curves): Measured[] {
  const best = (keys: readonly string[], until: number): ReadonlyMap<string, number> => {
    const step = bestStep(curves, keys, until);
    return new Map(step === undefined ? [] : keys.map((key) => [key, step]));
  };
  return measuredAtSteps(state, curves, best);
}

/** The same, each run at the step that the other replicates chose: so its own chance dip does not pass for a rise afterwards. */
export function measuredAtBestOfOthers(state: State, curves: Curves): Measured[] {
  return measuredAtSteps(state, curves, (keys, until) => bestStepsOfOthers(curves, keys, until));
}

function measuredAtSteps(state: State, curves: Curves, steps: (keys: readonly string[], until: number) => ReadonlyMap<string, number>): Measured[] {
  const until = lastStep(state, curves);
  const best = new Map(arms(state.experiment).map((arm) => [arm, steps(armKeys(state.experiment, arm), until)]));
  return state.experiment.runs.flatMap((run) => {
    const step = best.get(run.arm)?.get(curveKey(run));
    const curve = curveOf(curves, curveKey(run));
    // The best step was found without those that diverged, so their value there is none of its mean.
    const point = step === undefined || curve.diverged_at !== undefined ? undefined : valueAt(curve, step);
    return point ? [measuredOf(run, point, curve)] : [];
  });
}

/** The step at which the mean test loss of these runs is lowest, the first of several; those that diverged are left out. */
export function bestStep(curves: Curves, keys: readonly string[], until: number): number | undefined {
  return lowest(testLosses(curves, keys, until), (losses) => total(losses));
}

/** For each of these runs the step at which the mean test loss of the others is lowest; a run without others chooses for itself. */
export function bestStepsOfOthers(curves: Curves, keys: readonly string[], until: number): Map<string, number> {
  const alive = keys.filter((key) => curveOf(curves, key).diverged_at === undefined);
  const rows = testLosses(curves, alive, until);
  const own = (losses: readonly number[], index: number): number => (alive.length > 1 ? (losses[index] ?? 0) : 0);
  const steps = alive.map((key, index) => [key, lowest(rows, (losses) => total(losses) - own(losses, index))] as const);
  return new Map(steps.flatMap(([key, step]) => (step === undefined ? [] : [[key, step]])));
}

interface Losses {
  readonly step: number;
  /** Test losses at that step, run by run. */
  readonly losses: readonly number[];
}

/** The test losses at every step up to `until` at which all of these runs that have not diverged have a value. */
function testLosses(curves: Curves, keys: readonly string[], until: number): Losses[] {
  const runs = keys.map((key) => curveOf(curves, key)).filter((curve) => curve.diverged_at === undefined);
  const longest = runs.reduce((most, curve) => (curve.last_step > most.last_step ? curve : most), runs[0] ?? curveOf(curves, ''));
  return stepsOf(longest, until).flatMap((step) => {
    const points = runs.map((curve) => valueAt(curve, step)).filter((point) => point !== undefined);
    return points.length === runs.length ? [{ step, losses: points.map((point) => point.test_loss) }] : [];
  });
}

const total = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0);

function lowest(rows: readonly Losses[], value: (losses: readonly number[]) => number): number | undefined {
  let best: { readonly step: number; readonly value: number } | undefined;
  for (const { step, losses } of rows) {
    const found = value(losses);
    if (!best || found < best.value) best = { step, value: found };
  }
  return best?.step;
}

/** How much the test loss of each run lies above its own at the step that `from` names for it; those that diverged are left out. */
export function risesSince(curves: Curves, from: ReadonlyMap<string, number>, step: number): number[] {
  return [...from].flatMap(([key, best]) => {
    const curve = curveOf(curves, key);
    const [low, now] = [valueAt(curve, best), valueAt(curve, step)];
    return curve.diverged_at === undefined && low && now ? [now.test_loss - low.test_loss] : [];
  });
}

/** Least evaluations in a row that count as overfitting: one or two alone may be chance. */
const LEAST_RISEN = 3;

/**
 * The onset of overfitting: the first evaluation after `best` from which on, to the last of `steps`, the test loss lies above
 * its lowest by more than chance explains. Looking from the end backwards, a dip on the way puts the onset behind it.
 */
export function onsetOfOverfitting(steps: readonly number[], best: number, isRisen: (step: number) => boolean): number | undefined {
  let first = steps.length;
  while (first > 0 && (steps[first - 1] ?? -1) > best && isRisen(steps[first - 1] ?? -1)) first -= 1;
  return steps.length - first >= LEAST_RISEN ? steps[first] : undefined;
}

/** What a run measured at a point of its curve, as it is compared. */
export function measuredOf({ arm, replicate }: { readonly arm: string; readonly replicate: number }, point: Point, curve: Curve): Measured {
  const { step, train_loss, train_accuracy, test_loss, test_accuracy, batch_accuracy, probes } = point;
  const test_time = curve.test_time?.step === step ? curve.test_time.test_time : undefined;
  return { arm, replicate, step, train_loss, train_accuracy, test_loss, test_accuracy, batch_accuracy, ...(probes && { probes }), ...(test_time && { test_time }) };
}
