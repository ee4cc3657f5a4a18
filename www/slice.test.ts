/** @file A slice finds a length of 20 to 50 ms and never stands still. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_MILLIS, nextUnits, SHORTEST_MILLIS } from './slice';

test('a fitting slice is kept', () => {
  expect(nextUnits(7, 35)).toBe(7);
});

test('it grows at most twofold and shrinks at once', () => {
  expect(nextUnits(10, 1)).toBe(20);
  expect(nextUnits(100, 700)).toBe(5);
});

test('at least one unit is always done', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 4096 }), fc.double({ min: 0, max: 1e6, noNaN: true }), (units, millis) => nextUnits(units, millis) >= 1));
});

test('with units of any constant cost below the longest slice it settles in the window, or at the bounds', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.02, max: 16, noNaN: true }), (cost) => {
      let units = 1;
      for (let round = 0; round < 30; round += 1) units = nextUnits(units, units * cost);
      expect(units * cost).toBeGreaterThanOrEqual(SHORTEST_MILLIS);
      expect(units * cost).toBeLessThanOrEqual(LONGEST_MILLIS);
    }),
  );
});
