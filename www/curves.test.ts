/** @file A curve is a value: what was taken from it earlier never changes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonStep, Curve, type Point, valueAt } from './curves';
import { pointAt } from './test-curves';

const point = (step: number): Point => pointAt(step, { train_loss: step, train_accuracy: 0, test_loss: 0, test_accuracy: 0 });
const curve = (...steps: number[]): Curve => steps.reduce((sum, step) => sum.with(point(step)), Curve.empty);
const steps = (of: Curve): number[] => Array.from({ length: of.length }, (_, index) => of.at(index)?.step ?? NaN);

test('two continuations of one curve do not disturb each other', () => {
  const shared = curve(0, 10);
  const [one, other] = [shared.with(point(20)), shared.with(point(25))];
  expect([steps(shared), steps(one), steps(other)]).toEqual([[0, 10], [0, 10, 20], [0, 10, 25]]);
});

test('a step that is known changes nothing', () => {
  const known = curve(0, 10, 20);
  expect(known.with(point(10))).toBe(known);
});

test('the part up to a step holds that step and can go on differently', () => {
  const whole = curve(0, 10, 20, 30);
  const changed = whole.upTo(20).with(point(21));
  expect([steps(changed), steps(whole)]).toEqual([[0, 10, 20, 21], [0, 10, 20, 30]]);
});

test('rising steps are kept in order whatever comes twice', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (given) => {
      const kept = steps(curve(...given));
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
    }),
  );
});

test('the common step leaves diverged runs out', () => {
  const curves = new Map([['a', curve(0, 10, 20)], ['b', curve(0, 10)], ['c', curve(0).withDivergence(3)]]);
  expect(commonStep(curves, ['a', 'b', 'c'])).toBe(10);
  expect(commonStep(curves, ['a', 'missing'])).toBe(-1);
});

test('a run that stopped reaches every step and keeps its last value', () => {
  const stopped = curve(0, 10, 20).withStop(20);
  expect(stopped.reaches(1000)).toBe(true);
  expect([5, 10, 20, 30, 1000].map((step) => valueAt(stopped, step)?.step)).toEqual([undefined, 10, 20, 20, 20]);
  expect(commonStep(new Map([['a', stopped], ['b', curve(0, 10, 20, 30)]]), ['a', 'b'])).toBe(30);
  expect(commonStep(new Map([['a', stopped], ['b', curve(0).withStop(3)]]), ['a', 'b'])).toBe(20);
});

test('a run that diverged has values only where it was evaluated', () => {
  const diverged = curve(0, 10).withDivergence(20);
  expect([0, 10, 20, 30].map((step) => valueAt(diverged, step)?.step)).toEqual([0, 10, undefined, undefined]);
});

test('what was found at test time stays at its step: training on adds to it, and the part up to a step has that step\'s', () => {
  const of = (step: number) => ({ step, test_time: { mean_confidence: step / 100, calibration_error: 0.1, masked: undefined } });
  const whole = curve(0, 10, 20, 30).withTestTime(of(10)).withTestTime(of(30));
  expect([30, 20, 10, 0].map((step) => whole.upTo(step).test_time)).toEqual([of(30), of(10), of(10), undefined]);
  expect(curve(0, 10, 30).withTestTime(of(30)).withTestTime(of(10)).withTestTime(of(10)).test_times).toEqual([of(10), of(30)]);
});

test('the part up to a step knows only what was known by then', () => {
  const whole = curve(0, 10, 20).withMillis(100).withTestHits({ step: 20, hits: Uint8Array.of(1) }).withStop(20);
  const part = whole.upTo(10);
  expect([part.stopped_at, part.test_hits, part.millis, part.reaches(11)]).toEqual([undefined, undefined, 50, false]);
  expect(curve(0, 10, 20).withDivergence(30).upTo(20).diverged_at).toBeUndefined();
  expect([whole.stopped_at, whole.millis, whole.upTo(20).millis]).toEqual([20, 100, 100]);
});
