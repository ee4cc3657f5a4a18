/** @file Values by step are computed once, in parts, and anew after curves were cleared. */
import { expect, test } from 'vitest';
import { StepValues } from './step-values';

test('each step is computed once, and a long list in parts', () => {
  const values = new StepValues();
  let calls = 0;
  const double = (step: number): number => {
    calls += 1;
    return step * 2;
  };
  expect(values.of('a', [0, 1, 2], 2, double)).toEqual({ values: new Map([[0, 0], [1, 2]]), complete: false });
  expect(values.of('a', [0, 1, 2], 2, double)).toEqual({ values: new Map([[0, 0], [1, 2], [2, 4]]), complete: true });
  expect(calls).toBe(3);
});

test('a missing value is kept as missing, and shorter steps begin anew', () => {
  const values = new StepValues();
  values.of('a', [0, 1], 9, () => undefined);
  expect(values.of('a', [0, 1], 9, () => 1).values.get(1)).toBeUndefined();
  expect(values.of('a', [0], 9, () => 1).values).toEqual(new Map([[0, 1]]));
});
