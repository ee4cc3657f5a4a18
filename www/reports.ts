/** @file What a report of a worker changes: steps, curves, and whether training is done. */

import { curveOf, type Curves } from './curves';
import { withNotice } from './notices';
import { withRunSteps } from './pace';
import type { Report } from './protocol';
import type { HeldRun, RunSet, Share } from './run-sets';
import { allReach, type State, target } from './state';

/** A slice of work done by one worker for one run set. */
export interface ReportOfWorker {
  readonly worker: number;
  readonly run_set_id: number;
  readonly report: Report;
  readonly at_millis: number;
}

/** Takes in a report; one about a run set or runs that are no longer held changes nothing. */
export function takeReport(state: State, { worker, run_set_id, report, at_millis }: ReportOfWorker): State {
  const set = state.run_sets.find((one) => one.run_set_id === run_set_id);
  const share = set?.shares.find((one) => one.worker === worker);
  if (!set || !share) return state;
  const run_steps = Math.max(0, report.step - share.step) * share.runs.length;
  const told = report.diverged.reduce((sum, run) => withDivergenceTold(sum, share, run), state);
  const next: State = {
    ...told,
    run_sets: told.run_sets.map((one) => (one === set ? withStep(set, share, report.step) : one)),
    curves: withEvaluations(state.curves, share, report),
    pace: withRunSteps(state.pace, at_millis, run_steps),
  };
  return allReach(next, target(next)) ? { ...next, wants_running: false, pause_at: undefined } : next;
}

function withStep(set: RunSet, share: Share, step: number): RunSet {
  return { ...set, shares: set.shares.map((one) => (one === share ? { ...share, step } : one)) };
}

function withEvaluations(curves: Curves, share: Share, report: Report): Curves {
  if (report.evaluations.length === 0 && report.diverged.length === 0) return curves;
  const next = new Map(curves);
  for (const { step, results } of report.evaluations) {
    for (const result of results) {
      const run = runOf(share, result);
      const { train_loss, train_accuracy, test_loss, test_accuracy } = result;
      if (!run || ![train_loss, test_loss].every(Number.isFinite)) continue;
      next.set(run.key, curveOf(next, run.key).with({ step, train_loss, train_accuracy, test_loss, test_accuracy }));
    }
  }
  for (const diverged of report.diverged) {
    const run = runOf(share, diverged);
    if (run) next.set(run.key, curveOf(next, run.key).withDivergence(diverged.step));
  }
  return next;
}

function withDivergenceTold(state: State, share: Share, run: Report['diverged'][number]): State {
  if (!runOf(share, run)) return state;
  const { arm, replicate, step } = run;
  return withNotice(
    state,
    `The ${arm} run of replicate ${String(replicate + 1)} diverged at step ${String(step)}: its loss is no longer a finite number. It stops there; a smaller learning rate usually helps.`,
  );
}

function runOf(share: Share, { arm, replicate }: { readonly arm: string; readonly replicate: number }): HeldRun | undefined {
  const name = `${arm}/${String(replicate)}`;
  return share.runs.find((run) => run.name === name);
}
