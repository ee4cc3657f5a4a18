/** @file The curves as records with the fields and in the order of the terminal program: one for each run and evaluation. */

import type { Probes, TestTime } from '../core';
import { type Curve, curveOf, type Point } from '../curves';
import { curveKey, shownCurves, type State } from '../state';

/** One run at one evaluation. Fractions, not percent; losses in nats. */
export interface CurveRecord {
  readonly arm: string;
  readonly replicate: number;
  readonly seed: number;
  /** Drop probabilities in force at the step: input, then each hidden layer. */
  readonly drop: readonly number[];
  readonly step: number;
  readonly epoch: number;
  readonly train_loss: number;
  readonly train_accuracy: number;
  readonly test_loss: number;
  readonly test_accuracy: number;
  /** Over the batches of the epoch so far, masks on; `null` before the first step. */
  readonly batch_loss: number | null;
  readonly batch_accuracy: number | null;
  readonly probes?: Probes;
  readonly test_time?: TestTime;
}

/** All that was measured of the experiment so far, by step, replicate and arm. */
export function recordsOf(state: State): CurveRecord[] {
  const { experiment } = state;
  const curves = shownCurves(state);
  const order = experiment.arms.map(({ id }) => id);
  const records = experiment.runs.flatMap((run) => {
    const curve = curveOf(curves, curveKey(run));
    return Array.from({ length: curve.length }, (_, index) => curve.at(index)).flatMap((point) => (point ? [recordOf(state, run, curve, point)] : []));
  });
  return records.sort((a, b) => a.step - b.step || a.replicate - b.replicate || order.indexOf(a.arm) - order.indexOf(b.arm));
}

function recordOf({ experiment }: State, run: State['experiment']['runs'][number], curve: Curve, point: Point): CurveRecord {
  const { step, train_loss, train_accuracy, test_loss, test_accuracy, batch_loss, batch_accuracy, probes } = point;
  const change = run.arm === 'treatment' ? experiment.spec.then.findLast((one) => one.step <= step) : undefined;
  // Training may have paused or ended here before it was continued; told is what was found at its end.
  const is_last = step === curve.last_step && (curve.has_ended || step === experiment.steps);
  const test_time = is_last ? curve.test_times.find((at) => at.step === step)?.test_time : undefined;
  return {
    arm: run.arm, replicate: run.replicate, seed: run.seed, drop: [...(change?.drop ?? run.drop)], step, epoch: step / experiment.steps_per_epoch,
    train_loss, train_accuracy, test_loss, test_accuracy, batch_loss: batch_loss ?? null, batch_accuracy: batch_accuracy ?? null,
    ...(probes && { probes }), ...(test_time && { test_time }),
  };
}
