/** @file Tests of setbacks: only those of late count. */
import { expect, test } from 'vitest';
import { Setbacks } from './setbacks';

test('setbacks count within their window, and not after it', () => {
  const setbacks = new Setbacks(1000);
  expect([0, 500, 900, 1400, 5000].map((now) => setbacks.count(now))).toEqual([1, 2, 3, 3, 1]);
  setbacks.forget();
  expect(setbacks.count(5001)).toBe(1);
});
