/** @file What a report of a worker changes: steps, curves, and whether training is done. */

import { type Curve, curveOf, type Curves } from './curves';
import { withNotice } from './notices';
import { withRunSteps } from './pace';
import type { Measures, Report, RunName } from './protocol';
import type { HeldRun, RunSet, Share } from './run-sets';
import { allReach, curveKey, type State, target } from './state';
import { texts } from './texts/texts';

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
  const { evaluations, diverged, stopped, spent, test_hits, test_time } = report;
  if ([evaluations, diverged, stopped, spent, test_hits, test_time].every((list) => list.length === 0)) return curves;
  const next = new Map(curves);
  const change = (name: RunName, by: (curve: Curve) => Curve): void => {
    const run = runOf(share, name);
    if (run) next.set(run.key, by(curveOf(next, run.key)));
  };
  for (const { step, results } of evaluations) {
    for (const result of results) {
      if (Number.isFinite(result.train_loss) && Number.isFinite(result.test_loss)) change(result, (curve) => curve.with({ step, ...measuresOf(result) }));
    }
  }
  for (const slice of spent) {
    const known = curveOf(curves, runOf(share, slice)?.key ?? '').last_step;
    const millis = slice.millis * newPart(share.step, report.step, known);
    change(slice, (curve) => (curve.has_ended || millis === 0 ? curve : curve.withMillis(millis)));
  }
  for (const { step, hits, ...run } of test_hits) change(run, (curve) => curve.withTestHits({ step, hits }));
  for (const { step, test_time: found, ...run } of test_time) change(run, (curve) => curve.withTestTime({ step, test_time: found }));
  for (const run of stopped) change(run, (curve) => curve.withStop(run.step));
  for (const run of diverged) change(run, (curve) => curve.withDivergence(run.step));
  return next;
}

/** The part of a slice that lies beyond what is known: a run trained again from its seed has its time for the rest already. */
function newPart(from: number, to: number, known: number): number {
  if (to <= known) return 0;
  return from >= to ? 1 : (to - Math.max(from, known)) / (to - from);
}

function measuresOf({ train_loss, train_accuracy, test_loss, test_accuracy, batch_loss, batch_accuracy, probes }: Measures): Measures {
  return { train_loss, train_accuracy, test_loss, test_accuracy, batch_loss, batch_accuracy, ...(probes && { probes }) };
}

/** Arms that share a run diverge together, and are named together. */
function withDivergenceTold(state: State, share: Share, run: Report['diverged'][number]): State {
  const held = runOf(share, run);
  if (!held) return state;
  const alike = state.experiment.runs.filter((one) => curveKey(one) === held.key);
  const named = (id: string): string => state.experiment.arms.find((arm) => arm.id === id)?.name ?? id;
  const arms = (alike.length === 0 ? [run.arm] : alike.map(({ arm }) => arm)).map(named);
  const replicate = alike[0]?.replicate ?? run.replicate;
  return withNotice(
    state,
    texts().run.diverged(arms, replicate + 1, run.step),
  );
}

function runOf(share: Share, { arm, replicate }: RunName): HeldRun | undefined {
  const name = `${arm}/${String(replicate)}`;
  return share.runs.find((run) => run.name === name);
}
