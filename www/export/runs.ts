/** @file What the rows of a table of probes begin with: which run, and when. */

import { curveOf, type Curves, type Point } from '../curves';
import { curveKey, shownCurves, type State } from '../state';
import type { Cell } from './csv';

/** The columns that name a run and a moment of it. `drop` is what the run began with; the link tells of later changes. */
export const RUN_COLUMNS = ['arm', 'replicate', 'seed', 'drop', 'step', 'epoch'] as const;

/** Rows of every evaluation of every run, each behind its run columns. */
export function rowsOfRuns(state: State, rowsAt: (point: Point) => readonly (readonly Cell[])[]): Cell[][] {
  const { experiment } = state;
  const curves: Curves = shownCurves(state);
  return experiment.runs.flatMap((run) => {
    const curve = curveOf(curves, curveKey(run));
    const points = Array.from({ length: curve.length }, (_, index) => curve.at(index)).filter((point) => point !== undefined);
    return points.flatMap((point) => {
      const named = [run.arm, run.replicate, run.seed, run.drop.join(','), point.step, point.step / experiment.steps_per_epoch];
      return rowsAt(point).map((row) => [...named, ...row]);
    });
  });
}
