/** @file How fast training goes: steps of all runs in the last seconds. */

/** Run-steps done by a moment; a run-step is one training step of one run. */
interface Mark {
  readonly at_millis: number;
  readonly run_steps: number;
}

/** A window of recent marks, oldest first. */
export type Pace = readonly Mark[];

const WINDOW_MILLIS = 4000;

/** With more run-steps done by now; marks that left the window are forgotten, a pause starts it anew. */
export function withRunSteps(pace: Pace, at_millis: number, run_steps: number): Pace {
  const last = pace.at(-1);
  const total = (last?.run_steps ?? 0) + run_steps;
  const mark = { at_millis, run_steps: total };
  if (!last || at_millis - last.at_millis > WINDOW_MILLIS) return [mark];
  return [...pace.filter((one) => at_millis - one.at_millis <= WINDOW_MILLIS), mark];
}

/** Whether the window is long enough to foretell by: the first moments are slow and would frighten. */
export function isSteady(pace: Pace): boolean {
  return (pace.at(-1)?.at_millis ?? 0) - (pace.at(0)?.at_millis ?? 0) > WINDOW_MILLIS * 0.75;
}

/** Run-steps per second; `undefined` until there is enough to tell. */
export function perSecond(pace: Pace): number | undefined {
  const [first, last] = [pace.at(0), pace.at(-1)];
  if (!first || !last || last.at_millis - first.at_millis < 200) return undefined;
  return ((last.run_steps - first.run_steps) * 1000) / (last.at_millis - first.at_millis);
}
