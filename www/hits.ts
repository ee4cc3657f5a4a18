/** @file Which test examples each run told right at the end of training. */

import type { Hits } from './statistics';
import { curveOf, type Curves } from './curves';
import { allReach, curveKey, type State } from './state';

/** The runs whose hits at the end are known, by arm; `undefined` before training has ended. */
export function hitsByArm(state: State, curves: Curves): Map<string, Hits[]> | undefined {
  const { runs, steps } = state.experiment;
  if (!allReach(state, steps)) return undefined;
  const by_arm = new Map<string, Hits[]>();
  for (const run of runs) {
    const curve = curveOf(curves, curveKey(run));
    const { test_hits } = curve;
    if (curve.diverged_at !== undefined || test_hits?.step !== curve.last_step) continue;
    const { arm, replicate } = run;
    by_arm.set(arm, [...(by_arm.get(arm) ?? []), { arm, replicate, hits: [...test_hits.hits] }]);
  }
  return by_arm;
}
