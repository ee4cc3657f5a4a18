/** @file Epochs and sentences as the page writes them. */
import { expect, test } from 'vitest';
import { capitalised, epochText } from './format';

test('an epoch has no more than two digits after its point', () => {
  expect([3, 7 / 3, 0.5, 29.999].map(epochText)).toEqual(['3', '2.33', '0.5', '30']);
});

test('only the first letter becomes a capital', () => {
  expect(['about a third', ''].map(capitalised)).toEqual(['About a third', '']);
});
