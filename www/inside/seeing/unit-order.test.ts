/** @file Norms of the weights into units, and their orders. */
import { expect, test } from 'vitest';
import { incomingNorms, ordered, sizeOf } from './unit-order';

test('norms are taken over the inputs of each unit', () => {
  expect([...incomingNorms([3, 1, 0, 4, 2, 0], 3)]).toEqual([5, Math.sqrt(5), 0]);
});

test('orders by norm, either way, and by number', () => {
  const norms = [2, 5, 1, 5];
  expect(ordered(norms, 'largest')).toEqual([1, 3, 0, 2]);
  expect(ordered(norms, 'smallest')).toEqual([2, 0, 1, 3]);
  expect(ordered(norms, 'number')).toEqual([0, 1, 2, 3]);
});

test('a size that leaves out the largest', () => {
  expect(sizeOf([-1, 2, -3, 100], 0.5)).toBe(3);
  expect(sizeOf([], 0.5)).toBe(0);
});
