/** @file Strips of one unit share a scale that holds all of them and zero, between round values. */
import { expect, test } from 'vitest';
import { scaleOf, writeDifference, writeEnd } from './effect-strip';

const effect = (mean: number, half_width: number | undefined, ...dots: number[]): Parameters<typeof scaleOf>[0][number] => ({
  difference: { pairing: 'paired', count: dots.length, mean, standard_deviation: undefined, degrees_of_freedom: undefined, half_width, p_value: undefined },
  dots: dots.map((difference, replicate) => ({ replicate, difference })),
});

test('a scale holds intervals, dots and zero', () => {
  const { low, high, step } = scaleOf([effect(-0.02, 0.005, -0.031, -0.01), effect(-0.01, undefined)]);
  expect([low, high, step]).toEqual([expect.closeTo(-0.04), 0.01, expect.closeTo(0.01)]);
  expect([writeEnd(low, { low, high, step }, 'accuracy'), writeEnd(high, { low, high, step }, 'accuracy')]).toEqual(['−4 pp', '+1 pp']);
});

test('zero never lies on an end that nothing reaches', () => {
  const { low, high } = scaleOf([effect(0.3, 0.1, 0.25)]);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThanOrEqual(0.4);
});

test('no difference at all still has a scale', () => {
  const scale = scaleOf([effect(0, 0, 0, 0)]);
  expect(scale.low).toBeLessThan(0);
  expect(scale.high).toBeGreaterThan(0);
});

test('ends have the digits of round values, differences those that matter', () => {
  const scale = scaleOf([effect(0.0004, 0.0003)]);
  expect(writeEnd(scale.high, scale, 'loss')).toMatch(/^\+0\.000\d$/);
  expect([writeDifference(-0.0312, 'accuracy'), writeDifference(0.05, 'loss'), writeDifference(0, 'loss')]).toEqual(['−3.12 pp', '+0.0500', '0.0000']);
});
