/** @file A worker is missed while it has something to train, and not when it has nothing. */

import { expect, test } from 'vitest';
import { Watch } from './watch';

/** Far longer than any silence that is borne. */
const LONG = 10_000;

function isMissed(watch: Watch): boolean {
  return Array.from({ length: LONG }, () => watch.tick()).some(Boolean);
}

const finished = { step: 100, steps: 100, reached: true };
const midway = { step: 50, steps: 100, reached: true };

test('a worker that should train and says nothing is missed', () => {
  const watch = new Watch();
  watch.begun(1);
  expect(isMissed(watch)).toBe(true);
});

test('a worker that has trained all it can is not missed, however often others are allowed to go on', () => {
  const watch = new Watch();
  watch.begun(1);
  watch.reported(1, finished, 100);
  expect(isMissed(watch)).toBe(false);
  watch.allowed(1, 100);
  expect(isMissed(watch)).toBe(false);
  // Another share beside it counts by itself.
  watch.begun(2);
  watch.reported(2, finished, 100);
  expect(isMissed(watch)).toBe(false);
});

test('a worker that paused midway is missed once it may go further, and not before', () => {
  const watch = new Watch();
  watch.begun(1);
  watch.reported(1, midway, 50);
  watch.allowed(1, 50);
  expect(isMissed(watch)).toBe(false);
  watch.allowed(1, 60);
  expect(isMissed(watch)).toBe(true);
});

test('what was allowed while a report was on its way is open again with the next', () => {
  const watch = new Watch();
  watch.begun(1);
  watch.allowed(1, 80);
  watch.reported(1, midway, 80);
  expect(isMissed(watch)).toBe(false);
  watch.reported(1, { step: 60, steps: 100, reached: false }, 80);
  expect(isMissed(watch)).toBe(true);
});

test('a share that is given more epochs, or is gone, is as if it had never been done', () => {
  const watch = new Watch();
  watch.begun(1);
  watch.reported(1, finished, 100);
  watch.begun(1);
  expect(isMissed(watch)).toBe(true);
  watch.forget(1);
  expect(isMissed(watch)).toBe(false);
});
