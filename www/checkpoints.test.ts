/** @file Tests of going on: from checkpoints in memory and in the store, after lost workers and reloads, and never from the wrong ones. */
import { expect, test } from 'vitest';
import type { Checkpoint, Unfinished } from './checkpoints';
import type { Experiment } from './core';
import { Curve, curveOf } from './curves';
import { curveKey, phase, type State, wantedKeys } from './state';
import { type Action, initialState, reduce, trainsUntil } from './store';
import { pointAt } from './test-curves';
import { experimentOf, reportOf, resultOf } from './test-experiment';

const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state);
const opens = (worker_count: number): Action => ({ kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count });
const ready = (experiment: Experiment = experimentOf(), worker_count = 1): State =>
  after(initialState(experiment), { kind: 'data', data: { kind: 'ready', name: experiment.spec.data, train_count: 100, test_count: 100 } }, opens(worker_count));

/** All shares of the last run sets report an evaluation at this step, and then where they are. */
function trained(state: State, step: number, at = step): State {
  const actions = state.run_sets.flatMap(({ run_set_id, shares }) =>
    shares.flatMap((share): Action[] => {
      const names = share.runs.map(({ name }) => ({ arm: name.split('/')[0] ?? '', replicate: Number(name.split('/')[1]) }));
      const results = names.map(({ arm, replicate }) => resultOf(arm, replicate));
      return [
        { kind: 'report', worker: share.worker, run_set_id, at_millis: 0, report: reportOf({ step: at, evaluations: [{ step, epoch: step / 10, results }] }) },
        { kind: 'checkpoints', worker: share.worker, run_set_id, runs: names.map((name) => ({ ...name, step: at, bytes: new Uint8Array([at]) })) },
      ];
    }),
  );
  return after(state, ...actions);
}

const begun = (state: State): (readonly [string, number | undefined])[] => state.run_sets.flatMap((set) => set.shares.flatMap((share) => share.runs.map(({ name, from_step }) => [name, from_step] as const)));
const curveUpTo = (step: number): Curve => Array.from({ length: step / 10 + 1 }, (_, index) => pointAt(index * 10)).reduce((curve, point) => curve.with(point), Curve.empty);
const left = (curve_step: number, step: number): Unfinished => ({ curve: curveUpTo(curve_step), checkpoint: { step, curve_step, bytes: new Uint8Array([step]) } });
const recalled = (experiment: Experiment, unfinished: ReadonlyMap<string, Unfinished>, running = false): Action => ({
  kind: 'recalled', link: experiment.link, curves: new Map(), unfinished, left_running: running ? { link: experiment.link, pause_epoch: undefined } : undefined,
});
const texts = (state: State): string => state.notices.map(({ text }) => text).join('\n');

test('the runs of a lost worker go on from where they were, the others are left alone', () => {
  const running = trained(after(ready(experimentOf(), 2), { kind: 'run' }), 10, 13);
  const of_others = running.run_sets[0]?.shares.find((share) => share.worker === 0);
  const state = after(running, { kind: 'worker-lost', worker: 1, reason: 'it ended without a word' });
  expect(state.run_sets.map((set) => [set.run_set_id, set.shares.length])).toEqual([[1, 1], [2, 1]]);
  expect(state.run_sets[0]?.shares[0]).toBe(of_others);
  expect(begun(state).slice(2)).toEqual([['treatment/0', 13], ['treatment/1', 13]]);
  expect([phase(state), trainsUntil(state), state.run_sets[1]?.shares[0]?.step]).toEqual(['running', 20, 13]);
  expect(texts(state)).toBe('A worker was lost (it ended without a word). Another takes its place. 2 runs go on from epoch 1.3. Nothing measured is lost.');
});

test('a worker that is lost before anything was kept begins its runs again, and keeps what they measured', () => {
  const running = after(ready(), { kind: 'run' });
  const [share] = running.run_sets[0]?.shares ?? [];
  const results = share?.runs.map(({ name }) => resultOf(name.split('/')[0] ?? '', Number(name.split('/')[1]))) ?? [];
  const measured = after(running, { kind: 'report', worker: 0, run_set_id: 1, at_millis: 0, report: reportOf({ step: 12, evaluations: [{ step: 10, epoch: 1, results }] }) });
  const state = after(measured, { kind: 'worker-lost', worker: 0, reason: 'memory' });
  expect(begun(state).map(([, from]) => from)).toEqual([undefined, undefined, undefined, undefined]);
  expect(wantedKeys(state.experiment).map((key) => curveOf(state.curves, key).last_step)).toEqual([10, 10, 10, 10]);
  expect(texts(state)).toContain('4 runs start again from the seed, which gives the same curve.');
});

test('a worker that is lost while paused starts nothing before Run', () => {
  const paused = after(trained(after(ready(), { kind: 'run' }), 10), { kind: 'pause' }, { kind: 'worker-lost', worker: 0, reason: 'memory' });
  expect([phase(paused), paused.run_sets]).toEqual(['paused', []]);
  expect(begun(after(paused, { kind: 'run' })).map(([, from]) => from)).toEqual([10, 10, 10, 10]);
});

test('what was left running goes on at once, what was paused waits for Run', () => {
  const experiment = experimentOf();
  const kept = new Map(wantedKeys(experiment).map((key) => [key, left(10, 14)]));
  const goes_on = after(ready(experiment), recalled(experiment, kept, true));
  expect([phase(goes_on), begun(goes_on).map(([, from]) => from)]).toEqual(['running', [14, 14, 14, 14]]);
  expect(texts(goes_on)).toMatch(/^Training was interrupted, and goes on from epoch 1\.4:/);
  const waits = after(ready(experiment), recalled(experiment, kept));
  expect([phase(waits), waits.run_sets, curveOf(waits.curves, wantedKeys(experiment)[0] ?? '').last_step]).toEqual(['paused', [], 10]);
  expect(texts(waits)).toMatch(/^Training of this experiment was interrupted\. Run goes on from epoch 1\.4;/);
});

test('where only some runs were kept, they go on from there and the others begin, each in a set of its own', () => {
  const experiment = experimentOf();
  const [first = '', second = ''] = wantedKeys(experiment);
  const state = after(ready(experiment), recalled(experiment, new Map([[first, left(10, 14)], [second, left(0, 3)]]), true));
  expect(state.run_sets.map((set) => set.shares.flatMap((share) => share.runs.map(({ from_step }) => from_step)))).toEqual([[undefined, undefined], [3], [14]]);
  expect(texts(state)).toContain('from epoch 0.3, which 2 of 4 runs had reached');
});

test('a late answer does not touch runs that train already, nor start another experiment', () => {
  const experiment = experimentOf();
  const kept = new Map(wantedKeys(experiment).map((key) => [key, left(10, 14)]));
  const running = after(ready(experiment), { kind: 'run' });
  expect(after(running, recalled(experiment, kept)).run_sets).toBe(running.run_sets);
  const other = after(ready(experiment), { kind: 'opened', experiment: experimentOf({ seed: 7 }), cause: 'link' }, recalled(experiment, kept, true));
  expect([phase(other), other.notices]).toEqual(['ready', []]);
});

test('a checkpoint without the curve before it is no use', () => {
  const experiment = experimentOf();
  const checkpoint: Checkpoint = { step: 14, curve_step: 10, bytes: new Uint8Array() };
  const kept = new Map([[wantedKeys(experiment)[0] ?? '', { curve: curveUpTo(0), checkpoint }]]);
  expect(after(ready(experiment), recalled(experiment, kept)).checkpoints.size).toBe(0);
});

test('an older checkpoint of a run that trains again does not take the place of a later one', () => {
  const running = trained(after(ready(), { kind: 'run' }), 10, 15);
  const earlier = trained(running, 10, 12);
  expect([...earlier.checkpoints.values()].map(({ step }) => step)).toEqual([15, 15, 15, 15]);
});

test('Reset, another device and other files forget checkpoints; another setting forgets those of runs that are gone', () => {
  const count = (state: State, ...actions: Action[]): number => after(state, ...actions).checkpoints.size;
  const running = trained(after(ready(), { kind: 'run' }), 10);
  expect(count(running)).toBe(4);
  expect([count(running, { kind: 'reset' }), count(running, { kind: 'trainer-restarted', forget_curves: true }), count(running, { kind: 'trainer-restarted', forget_curves: false })]).toEqual([0, 0, 4]);
  expect(count(running, { kind: 'opened', experiment: experimentOf({ drop: '0,0.8,0.5' }), cause: 'anew' })).toBe(2);
  const on_files = trained(after(ready(experimentOf({ data: 'files' })), { kind: 'run' }), 10);
  expect([on_files.checkpoints.size, count(on_files, { kind: 'files-replaced' })]).toEqual([4, 0]);
});

test('checkpoints that the trainer refuses are forgotten, and the page says why', () => {
  const experiment = experimentOf();
  const running = after(ready(experiment), recalled(experiment, new Map(wantedKeys(experiment).map((key) => [key, left(10, 14)])), true));
  const [set] = running.run_sets;
  const refused = after(running, { kind: 'checkpoints-refused', worker: 0, run_set_id: set?.run_set_id ?? 0, message: 'checkpoint: found damaged bytes' });
  expect([refused.checkpoints.size, refused.run_sets[0]?.shares[0]?.step, phase(refused)]).toEqual([0, 0, 'running']);
  expect(texts(refused)).toContain('cannot be gone on from (checkpoint: found damaged bytes)');
});

test('after a worker is lost at the end, Continue goes on from the last checkpoint', () => {
  const finished = [10, 20].reduce((state, step) => trained(state, step), after(ready(), { kind: 'run' }));
  const lost = after(finished, { kind: 'worker-lost', worker: 0, reason: 'memory' });
  expect([phase(lost), texts(lost)]).toEqual(['finished', 'A worker was lost (memory). Another takes its place.']);
  const longer = after(lost, { kind: 'opened', experiment: experimentOf({ epochs: 4 }), cause: 'continue' });
  expect(begun(longer).map(([, from]) => from)).toEqual([20, 20, 20, 20]);
  expect(longer.experiment.runs.map(curveKey)).toEqual(finished.experiment.runs.map(curveKey));
});
