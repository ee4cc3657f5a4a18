/** @file Turning points are found anew only after an evaluation, and a few arms at a time. */
import { expect, test } from 'vitest';
import { curveWithLosses } from './test-curves';
import { TurningPoints } from './turning-points';

/** Calls a rise of more than a half a rise. */
function counted() {
  const calls = { count: 0 };
  const turning = new TurningPoints((values) => {
    calls.count += 1;
    return values.length < 2 ? undefined : { count: values.length, mean: values.reduce((a, b) => a + b, 0) / values.length, standard_deviation: undefined, half_width: 0.5 };
  });
  return { turning, calls };
}

const falling_then_rising = [3, 2, 1, 1.2, 2, 3, 3];

test('best and onset of an arm', () => {
  const { turning } = counted();
  turning.begin(1);
  const curves = new Map([['a', curveWithLosses(...falling_then_rising)], ['b', curveWithLosses(...falling_then_rising)]]);
  expect(turning.of(['a', 'b'], curves)).toMatchObject({ turns: { best: 20, onset: 40 }, complete: true });
});

test('what is known is not found again, and a round does not do more than it may', () => {
  const { turning, calls } = counted();
  const curves = new Map([['a', curveWithLosses(...falling_then_rising)], ['b', curveWithLosses(...falling_then_rising)]]);
  turning.begin(1);
  turning.of(['a', 'b'], curves);
  const before = calls.count;
  expect(turning.of(['a', 'b'], curves).complete).toBe(true);
  expect(turning.of(['a'], curves)).toEqual({ turns: { best: undefined, onset: undefined }, complete: false });
  expect(calls.count).toBe(before);
});

test('one replicate has a best evaluation and no onset', () => {
  const { turning } = counted();
  turning.begin(1);
  expect(turning.of(['a'], new Map([['a', curveWithLosses(...falling_then_rising)]])).turns).toMatchObject({ best: 20, onset: undefined });
});

test('an arm without evaluations has neither', () => {
  const { turning } = counted();
  turning.begin(1);
  expect(turning.of(['a'], new Map()).turns).toMatchObject({ best: undefined, onset: undefined });
});
