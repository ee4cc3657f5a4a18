/** @file Starts what is wanted and not yet trained: which runs, in which run set, on which workers. */

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
  const missing = onePerKey(raised.experiment.runs).filter(({ key }) => !held.has(key) && !curveOf(raised.curves, key).reaches(until));
  if (missing.length === 0) return raised;
  const { experiment } = raised;
  const load = loads(raised.run_sets, until, state.trainer.worker_count);
  const set: RunSet = {
    run_set_id: raised.next_run_set_id,
    link: experiment.link,
    epochs: experiment.spec.epochs,
    then: experiment.texts.find(({ key }) => key === 'then')?.text ?? '',
    shares: spreadRuns(missing, until, load),
  };
  const trained = new Set(missing.map(({ key }) => key));
  const recalled = new Set([...raised.recalled].filter((key) => !trained.has(key)));
  const started = { ...raised, recalled, run_sets: [...raised.run_sets, set], next_run_set_id: raised.next_run_set_id + 1 };
  const again = missing.filter(({ key }) => curveOf(raised.curves, key).length > 0).length;
  return again === 0 ? started : withNotice(started, texts().run.trains_again(again));
}

/** Arms that share a run train it once, under the name of the first of them. */
function onePerKey(runs: State['experiment']['runs']): HeldRun[] {
  const named = new Map<string, HeldRun>();
  for (const run of runs) {
    const key = curveKey(run);
    if (!named.has(key)) named.set(key, { name: `${run.arm}/${String(run.replicate)}`, key });
  }
  return [...named.values()];
}

function withEpochs(state: State): State {
  const { epochs } = state.experiment.spec;
  if (state.run_sets.every((set) => set.epochs >= epochs)) return state;
  return { ...state, run_sets: state.run_sets.map((set) => (set.epochs >= epochs ? set : { ...set, epochs })) };
}
