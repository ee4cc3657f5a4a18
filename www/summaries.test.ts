/** @file Summaries are made once for each step that all replicates share. */
import { expect, test } from 'vitest';
import { Curve } from './curves';
import { SummaryCache } from './summaries';
import { pointAt } from './test-curves';

const curve = (...steps: number[]): Curve => steps.reduce((sum, step) => sum.with(pointAt(step, { train_loss: 1, test_loss: 3, test_accuracy: 0.5 })), Curve.empty);

function counted() {
  const calls = { count: 0 };
  const cache = new SummaryCache((values) => {
    calls.count += 1;
    return values.length === 0 ? undefined : { count: values.length, mean: values.reduce((a, b) => a + b, 0) / values.length, standard_deviation: undefined, half_width: undefined };
  });
  return { cache, calls };
}

test('only common steps are summed up, each once', () => {
  const { cache, calls } = counted();
  const curves = new Map([['a', curve(0, 10, 20)], ['b', curve(0, 10)]]);
  expect(cache.of(['a', 'b'], curves, 10).steps.map(({ step }) => step)).toEqual([0, 10]);
  cache.of(['a', 'b'], curves, 10);
  expect(calls.count).toBe(12);
});

test('gaps are positive for overfitting', () => {
  const { cache } = counted();
  const [first] = cache.of(['a'], new Map([['a', curve(0)]]), 10).steps;
  expect([first?.of.accuracy_gap.mean, first?.of.loss_gap.mean]).toEqual([expect.closeTo(0.4), expect.closeTo(2)]);
});

test('a long curve is done in parts', () => {
  const { cache } = counted();
  const curves = new Map([['a', curve(...Array.from({ length: 25 }, (_, index) => index))]]);
  expect([1, 2, 3].map(() => cache.of(['a'], curves, 10).complete)).toEqual([false, false, true]);
});

test('a diverged replicate is left out from there on', () => {
  const { cache } = counted();
  const curves = new Map([['a', curve(0, 10, 20)], ['b', curve(0).withDivergence(5)]]);
  expect(cache.of(['a', 'b'], curves, 10).steps.map(({ step, of }) => [step, of.test_loss.count])).toEqual([[0, 2], [10, 1], [20, 1]]);
});

test('curves that were cleared are summed up anew', () => {
  const { cache } = counted();
  cache.of(['a'], new Map([['a', curve(0, 10)]]), 10);
  expect(cache.of(['a'], new Map(), 10).steps).toEqual([]);
});

test('a replicate that stopped counts on with its last value', () => {
  const { cache } = counted();
  const curves = new Map([['a', curve(0, 10, 20, 30)], ['b', curve(0, 10).withStop(10)]]);
  expect(cache.of(['a', 'b'], curves, 10).steps.map(({ step, of }) => [step, of.test_loss.count])).toEqual([[0, 2], [10, 2], [20, 2], [30, 2]]);
});

test('a step at which only a stopped run was evaluated is passed over', () => {
  const { cache } = counted();
  const curves = new Map([['a', curve(0, 10, 20)], ['b', curve(0, 10, 13).withStop(13)]]);
  expect(cache.of(['a', 'b'], curves, 10).steps.map(({ step }) => step)).toEqual([0, 10, 20]);
});
