/** @file Numbers keep three digits that count, whatever their size; and their mean. */
import { expect, test } from 'vitest';
import { meanOf, onAxis, threeDigits } from './numbers';

test('three digits count', () => {
  const written = [0, 0.5, 0.012345, 1.2345, 12.345, 123.45, 1234.5, 0.00012345, 0.000012345, -0.5, -0.00001].map(threeDigits);
  expect(written).toEqual(['0.00', '0.500', '0.0123', '1.23', '12.3', '123', '1235', '1.23e−4', '1.23e−5', '−0.500', '−1.00e−5']);
});

test('an axis has no zeros to spare', () => {
  expect([0, 0.5, 0.02, 1, 100, 0.00001, 0.000015, 1.25].map(onAxis)).toEqual(['0', '0.5', '0.02', '1', '100', '1e−5', '1.5e−5', '1.25']);
});

test('a mean of no values is 0', () => {
  expect([meanOf([1, 2, 6]), meanOf([])]).toEqual([3, 0]);
});
