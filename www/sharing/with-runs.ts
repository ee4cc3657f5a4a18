/** @file Hands the runs of a finished experiment over to what makes and judges claims. */

import { type Curve, curveOf } from '../curves';
import { TrainedRuns } from '../sharing-module';
import { curveKey, phase, shownCurves, type State } from '../state';

/** What `use` makes of the runs; `undefined` before all of them have ended. */
export function withRuns<T>(state: State, use: (runs: TrainedRuns) => T): T | undefined {
  const { trainer, experiment } = state;
  if (trainer.kind !== 'open' || phase(state) !== 'finished') return undefined;
  const curves = shownCurves(state);
  const runs = new TrainedRuns(trainer.backend, trainer.adapter ?? '');
  try {
    for (const run of experiment.runs) {
      const curve = curveOf(curves, curveKey(run));
      runs.add(run.arm, run.replicate, numbersOf(curve), curve.diverged_at, curve.stopped_at);
    }
    return use(runs);
  } finally {
    runs.free();
  }
}

/** Of each evaluation its step, training loss and accuracy, test loss and accuracy. */
function numbersOf(curve: Curve): Float64Array {
  const points = Array.from({ length: curve.length }, (_, index) => curve.at(index));
  return Float64Array.from(points.flatMap((point) => (point ? [point.step, point.train_loss, point.train_accuracy, point.test_loss, point.test_accuracy] : [])));
}

/** How many runs of the experiment are shown as they were kept, arm by arm. */
export function keptRuns({ experiment, recalled, curves }: State): number {
  return experiment.runs.map(curveKey).filter((key) => recalled.has(key) && curves.has(key)).length;
}
