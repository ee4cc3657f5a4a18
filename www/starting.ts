/** @file Starts what is wanted and not yet trained: which runs, in which run set, on which workers. */

import { checkpointOf } from './checkpoints';
import { curveOf } from './curves';
import { withNotice } from './notices';
import { heldKeys, type HeldRun, loads, type RunSet, spreadRuns } from './run-sets';
import { curveKey, phase, type State, target } from './state';
import { texts } from './texts/texts';

/** With a new run set for every run that must train and is not held, and more epochs for those that are. */
export function startMissing(state: State): State {
  if (phase(state) !== 'running' || state.trainer.kind !== 'open' || state.recall === 'asking') return state;
  const raised = withEpochs(state);
  const until = target(raised);
  const held = heldKeys(raised.run_sets);
  const missing = onePerKey(raised).filter(({ key }) => !held.has(key) && !curveOf(raised.curves, key).reaches(until));
  if (missing.length === 0) return raised;
  const { experiment } = raised;
  const { worker_count } = state.trainer;
  const then = experiment.texts.find(({ key }) => key === 'then')?.text ?? '';
  // Runs that train in lockstep are at one step, or nearly so: those of other epochs are a set of their own.
  const run_sets = byEpoch(missing, experiment.steps_per_epoch).reduce<readonly RunSet[]>((sets, runs, index) => {
    const set = { run_set_id: raised.next_run_set_id + index, link: experiment.link, epochs: experiment.spec.epochs, then };
    return [...sets, { ...set, shares: spreadRuns(runs, until, loads(sets, until, worker_count)) }];
  }, raised.run_sets);
  const trained = new Set(missing.map(({ key }) => key));
  const recalled = new Set([...raised.recalled].filter((key) => !trained.has(key)));
  const started = { ...raised, recalled, run_sets, next_run_set_id: raised.next_run_set_id + run_sets.length - raised.run_sets.length };
  const again = missing.filter(({ key, from_step }) => from_step === undefined && curveOf(raised.curves, key).length > 0).length;
  return again === 0 ? started : withNotice(started, texts().run.trains_again(again));
}

/** Arms that share a run train it once, under the name of the first of them. */
function onePerKey(state: State): HeldRun[] {
  const named = new Map<string, HeldRun>();
  for (const run of state.experiment.runs) {
    const key = curveKey(run);
    if (named.has(key)) continue;
    const checkpoint = checkpointOf(state, key);
    named.set(key, { name: `${run.arm}/${String(run.replicate)}`, key, ...(checkpoint && { from_step: checkpoint.step }) });
  }
  return [...named.values()];
}

/** Runs that begin at their seeds first, then those that go on, by the epoch they are in. */
function byEpoch(runs: readonly HeldRun[], steps_per_epoch: number): HeldRun[][] {
  const groups = new Map<number, HeldRun[]>();
  for (const run of runs) {
    const epoch = run.from_step === undefined ? -1 : Math.floor(run.from_step / steps_per_epoch);
    groups.set(epoch, [...(groups.get(epoch) ?? []), run]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

function withEpochs(state: State): State {
  const { epochs } = state.experiment.spec;
  if (state.run_sets.every((set) => set.epochs >= epochs)) return state;
  return { ...state, run_sets: state.run_sets.map((set) => (set.epochs >= epochs ? set : { ...set, epochs })) };
}
