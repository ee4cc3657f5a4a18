/** @file What is done is kept once, what is finished gets an entry, and own files are left out. */
import { expect, test } from 'vitest';
import type { Experiment } from '../core';
import { type Action, initialState, Store } from '../store';
import { experimentOf, reportOf, resultOf } from '../test-experiment';
import { Keeper } from './keeper';
import { Recorder } from './recorder';
import { memoryShelf } from './shelf';

function scene(experiment: Experiment) {
  const puts: string[] = [];
  const memory = memoryShelf();
  const keeper = new Keeper({ open: () => Promise.resolve({ ...memory, putRun: (key, record) => (puts.push(`${key.slice(-1)} ${String(record.step.at(-1))}`), memory.putRun(key, record)) }) });
  let now = 0;
  const recorder = new Recorder(keeper, { settings: [], summarize: () => undefined, describe: () => ({ verdicts: ['told'] }), now: () => (now += 1) });
  const store = new Store(initialState(experiment));
  store.listen((before, after) => recorder.follow(before, after));
  const name = experiment.spec.data;
  store.dispatch({ kind: 'data', data: { kind: 'ready', name, train_count: 100, test_count: 100 } });
  store.dispatch({ kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 1 });
  return { store, keeper, puts, times: () => keeper.entries.map(({ finished_at }) => finished_at) };
}

/** All that is held is evaluated at these steps. */
function train(store: Store, ...steps: number[]): void {
  store.dispatch({ kind: 'run' });
  for (const step of steps) {
    const reports = store.state.run_sets.flatMap(({ run_set_id, shares }) =>
      shares.map((share): Action => {
        const results = share.runs.map(({ name }) => resultOf(name.split('/')[0] ?? '', Number(name.split('/')[1])));
        return { kind: 'report', worker: share.worker, run_set_id, at_millis: 0, report: reportOf({ step, reached: true, evaluations: [{ step, epoch: step / 10, results }] }) };
      }),
    );
    for (const report of reports) store.dispatch(report);
  }
}

const opened = (store: Store, experiment: Experiment): void => store.dispatch({ kind: 'opened', experiment, cause: 'anew' });

test('a run is kept once when it is done, and again when it went on', async () => {
  const { store, keeper, puts, times } = scene(experimentOf({ replicates: 1 }));
  train(store, 0, 10);
  await keeper.settled();
  expect([puts, times()]).toEqual([[], []]);
  train(store, 20);
  await keeper.settled();
  expect([puts, times()]).toEqual([['1 20', '1 20'], [1]]);
  store.dispatch({ kind: 'opened', experiment: experimentOf({ replicates: 1, epochs: 4 }), cause: 'continue' });
  train(store, 30, 40);
  await keeper.settled();
  expect([puts.slice(2), times()]).toEqual([['1 40', '1 40'], [2, 1]]);
});

test('coming back to a setting leaves its entry as it is, training it again does not', () => {
  const { store, times } = scene(experimentOf());
  train(store, 0, 10, 20);
  opened(store, experimentOf({ drop: '0,0.8,0.5' }));
  train(store, 0, 10, 20);
  expect(times()).toEqual([2, 1]);
  opened(store, experimentOf());
  expect(times()).toEqual([2, 1]);
  store.dispatch({ kind: 'reset' });
  train(store, 0, 10, 20);
  expect(times()).toEqual([3, 2]);
});

test('another reference, name or question over the same runs makes no entry, and a deleted one does not come back by itself', () => {
  const { store, keeper, times } = scene(experimentOf());
  train(store, 0, 10, 20);
  opened(store, { ...experimentOf(), link: 'the same runs, told otherwise' });
  expect(times()).toEqual([1]);
  keeper.deleteEntry(keeper.entries[0]?.key ?? '');
  opened(store, experimentOf());
  expect(times()).toEqual([]);
  store.dispatch({ kind: 'reset' });
  train(store, 0, 10, 20);
  expect(times()).toEqual([2]);
});

test('the newest link of the same runs is the one that opens again', () => {
  const { store, keeper } = scene(experimentOf());
  train(store, 0, 10, 20);
  opened(store, { ...experimentOf(), link: 'told otherwise' });
  store.dispatch({ kind: 'reset' });
  train(store, 0, 10, 20);
  expect(keeper.entries.map(({ link }) => link)).toEqual(['told otherwise']);
});

test('fewer epochs than were trained finish at once, and keep what is there', async () => {
  const { store, keeper, puts, times } = scene(experimentOf({ replicates: 1, epochs: 4 }));
  train(store, 0, 10, 20);
  opened(store, experimentOf({ replicates: 1 }));
  await keeper.settled();
  expect([puts, times()]).toEqual([['1 20', '1 20'], [1]]);
});

test('what came from the store is not written back', async () => {
  const { store, keeper, puts } = scene(experimentOf());
  train(store, 0, 10, 20);
  await keeper.settled();
  const other = scene(experimentOf());
  other.store.dispatch({ kind: 'recalled', link: store.state.experiment.link, curves: store.state.curves });
  await other.keeper.settled();
  expect([puts.length, other.puts, other.times()]).toEqual([4, [], [1]]);
});

test('runs on own files are not kept', async () => {
  const { store, keeper, puts, times } = scene(experimentOf({ data: 'files' }));
  train(store, 0, 10, 20);
  await keeper.settled();
  expect([puts, times()]).toEqual([[], []]);
});

test('where unfinished runs are is kept with their curves; of finished ones, of own files and of what came from the store it is not', () => {
  const kept = (experiment: Experiment, act: (store: Store) => void): string[] => {
    const { store, keeper } = scene(experiment);
    const found: string[] = [];
    keeper.keepUnfinished = (_place, key, { curve, checkpoint }) => found.push(`${key.slice(-1)} ${String(curve.last_step)} ${String(checkpoint.step)}`);
    act(store);
    return found;
  };
  const tell = (step: number) => (store: Store): void => {
    const { run_set_id = 0 } = store.state.run_sets[0] ?? {};
    const runs = ['baseline', 'treatment'].map((arm) => ({ arm, replicate: 0, step, bytes: new Uint8Array() }));
    store.dispatch({ kind: 'checkpoints', worker: 0, run_set_id, runs });
  };
  const inTheMidst = (store: Store): void => (train(store, 0, 10), tell(13)(store));
  expect(kept(experimentOf({ replicates: 1 }), inTheMidst)).toEqual(['1 10 13', '1 10 13']);
  expect(kept(experimentOf({ replicates: 1 }), (store) => (train(store, 0, 10, 20), tell(20)(store)))).toEqual([]);
  expect(kept(experimentOf({ replicates: 1, data: 'files' }), inTheMidst)).toEqual([]);
});
