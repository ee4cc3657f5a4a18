/** @file Drawn units and pixels drop in the share they should, and a larger probability drops a superset. */
import { expect, test } from 'vitest';
import { hintDraw, pixelDraw } from './hint';

test('the share of dropped pixels follows the probability', () => {
  for (const drop_prob of [0.1, 0.3, 0.8]) {
    const dropped = Array.from({ length: 784 }, (_, pixel) => pixelDraw(pixel)).filter((draw) => draw < drop_prob).length;
    expect(Math.abs(dropped / 784 - drop_prob)).toBeLessThan(0.05);
  }
});

test('ten drawn units show the probability to one unit', () => {
  for (const drop_prob of [0.1, 0.3, 0.5, 0.8]) {
    const dropped = Array.from({ length: 10 }, (_, unit) => hintDraw(1, unit)).filter((draw) => draw < drop_prob).length;
    expect(Math.abs(dropped - drop_prob * 10)).toBeLessThanOrEqual(1);
  }
});

test('draws lie in [0, 1) and do not change', () => {
  for (let at = 0; at < 784; at += 1) {
    expect(pixelDraw(at)).toBeGreaterThanOrEqual(0);
    expect(pixelDraw(at)).toBeLessThan(1);
    expect(hintDraw(2, at)).toBe(hintDraw(2, at));
  }
});
