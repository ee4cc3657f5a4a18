/** @file The work of one experiment is told in proportion to another's, no more exactly than it is known. */
import { expect, test } from 'vitest';
import { experimentOf } from './test-experiment';
import { work, workAgainst } from './work';

test('work counts runs, steps and the examples of a batch', () => {
  // Two arms of two replicates, 20 steps of 10 examples.
  expect(work(experimentOf())).toBe(4 * 20 * 10);
  const one_batch = experimentOf();
  expect(work({ ...one_batch, spec: { ...one_batch.spec, batch: 4096 } })).toBe(4 * 20 * 100);
});

test('arms that share a run count once', () => {
  expect(work(experimentOf({ pin: ['0,0.5,0.5'] }))).toBe(work(experimentOf()));
  expect(work(experimentOf({ pin: ['0,0.2,0.5'] }))).toBe(work(experimentOf()) * 1.5);
});

test('a ratio is told in two digits', () => {
  const own = experimentOf({ epochs: 3 });
  expect(workAgainst(experimentOf({ epochs: 175 }), own)).toBe('about 58 times the work');
  expect(workAgainst(experimentOf({ epochs: 3600 }), own)).toBe('about 1,200 times the work');
  expect(workAgainst(experimentOf({ epochs: 4 }), own)).toBe('about 1.3 times the work');
  expect(workAgainst(experimentOf({ epochs: 1 }), own)).toBe('about 33% of the work');
  expect(workAgainst(own, own)).toBe('about the same work');
});
