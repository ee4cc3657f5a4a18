/** @file Runs are spread so that all workers finish together, and kept as long as they are wanted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HeldRun, loads, retainRuns, type RunSet, spreadRuns } from './run-sets';

const runs = (count: number): HeldRun[] => Array.from({ length: count }, (_, index) => ({ name: `treatment/${String(index)}`, key: `k${String(index)}` }));

test('every run is on exactly one worker, and no worker has two more than another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 16 }), (run_count, worker_count) => {
      const shares = spreadRuns(runs(run_count), 100, new Array<number>(worker_count).fill(0));
      expect(shares.flatMap((share) => share.runs.map((run) => run.key)).sort()).toEqual(runs(run_count).map((run) => run.key).sort());
      const counts = shares.map((share) => share.runs.length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(shares.length).toBe(Math.min(run_count, worker_count));
    }),
  );
});

test('a busy worker gets less', () => {
  const shares = spreadRuns(runs(3), 100, [200, 0]);
  expect(shares.map(({ worker, runs: own }) => [worker, own.length])).toEqual([[0, 1], [1, 2]]);
});

const set: RunSet = { run_set_id: 1, link: 'v=1', epochs: 1, then: '', shares: [{ worker: 0, runs: runs(2), step: 40 }, { worker: 1, runs: [{ name: 'baseline/0', key: 'b0' }], step: 90 }] };

test('load counts the steps that are left of each run', () => {
  expect(loads([set], 100, 3)).toEqual([120, 10, 0]);
});

test('what stays wanted stays the same object', () => {
  const sets = [set];
  expect(retainRuns(sets, new Set(['k0', 'k1', 'b0']))).toBe(sets);
});

test('unwanted runs are forgotten, empty shares and sets too', () => {
  const [kept] = retainRuns([set], new Set(['b0']));
  expect(kept?.shares).toEqual([set.shares[1]]);
  expect(retainRuns([set], new Set())).toEqual([]);
});
