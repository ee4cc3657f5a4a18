/** @file The mean over draws of a mask nears the outputs with masks off, as fast as chance says. */
import { expect, test } from 'vitest';
import { DrawsMean, expectedError } from './draws-mean';

test('means and errors of two draws, by hand', () => {
  const mean = new DrawsMean([1, 3, 0]);
  mean.add([2, 0, 0, 2, 6, 0]);
  expect([mean.draws, mean.meanOf(0), mean.meanOf(1)]).toEqual([2, 2, 3]);
  // After one draw |2 - 1| + |0 - 3| of 4, after two |2 - 1| of 4.
  expect(mean.errors).toEqual([{ draws: 1, error: 1 }, { draws: 2, error: 0.25 }]);
});

test('the last error is always that of now, however many draws lie between', () => {
  const mean = new DrawsMean([1]);
  mean.add(new Float32Array(105).fill(1));
  expect(mean.errors.at(-1)).toEqual({ draws: 105, error: 0 });
  expect(mean.errors.length).toBeLessThan(40);
});

test('where no unit is active there is no error', () => {
  const mean = new DrawsMean([0, 0]);
  mean.add([0, 0]);
  expect(mean.error).toBeNaN();
});

test('one draw is off by 2p on average: by h where it drops, by h p / (1 - p) where it keeps', () => {
  for (const drop_prob of [0.1, 0.5, 0.8]) expect(expectedError(drop_prob, 1)).toBeCloseTo(2 * drop_prob, 12);
  expect(expectedError(0, 7)).toBe(0);
});

test('the expected error is the sum over all numbers of kept draws, and for many draws the normal one', () => {
  for (const drop_prob of [0.1, 0.3, 0.5, 0.9]) {
    for (const draws of [2, 3, 5, 10, 20]) expect(expectedError(drop_prob, draws)).toBeCloseTo(summedError(drop_prob, draws), 12);
    expect(expectedError(drop_prob, 2000) / Math.sqrt((2 * drop_prob) / (Math.PI * (1 - drop_prob) * 2000))).toBeCloseTo(1, 2);
  }
});

/** |K / (n q) - 1| over the binomial distribution of K. */
function summedError(drop_prob: number, draws: number): number {
  let [chance, sum] = [drop_prob ** draws, 0];
  for (let kept = 0; kept <= draws; kept += 1) {
    sum += chance * Math.abs(kept / (draws * (1 - drop_prob)) - 1);
    chance *= (((draws - kept) / (kept + 1)) * (1 - drop_prob)) / drop_prob;
  }
  return sum;
}

/** The ratio's standard error is sqrt(pi / 2 - 1) / sqrt(4000) = 1.2%, and the bound four of those; the draws are always the same. */
test('masked outputs are off by as much as expected at each number of draws', () => {
  let seed = 1;
  const uniform = (): number => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32);
  for (const [drop_prob, draws] of [[0.5, 400], [0.2, 400], [0.5, 1600], [0.8, 1600]] as const) {
    const mean = new DrawsMean(new Float32Array(4000).fill(1));
    for (let draw = 0; draw < draws; draw += 1) mean.add(Float32Array.from({ length: 4000 }, () => (uniform() < drop_prob ? 0 : 1 / (1 - drop_prob))));
    expect(mean.error / expectedError(drop_prob, draws)).toBeCloseTo(1, 1);
  }
});
