/** @file A probed run stands in for the plain one, never the other way round, and says no more than the plain one would have. */
import { expect, test } from 'vitest';
import { Curve, type Curves } from './curves';
import { probedKey, withCovered } from './probed';
import { pointAt, probesOf } from './test-curves';

const PLAIN = 'baseline data=synthetic&drop=0,0,0&then=&seed=1';
const PROBED = 'baseline data=synthetic&probes=1&drop=0,0,0&then=&seed=1';
const PASSED = 'baseline data=synthetic&passes=5&drop=0,0,0&then=&seed=1';
const BOTH = 'baseline data=synthetic&probes=1&passes=5&drop=0,0,0&then=&seed=1';
const masked = { passes: 5, one_pass_accuracy: 0.1, one_pass_loss: 2, averaged_accuracy: 0.2, averaged_loss: 1, changed_fraction: 0.3, entropy: 1, mutual_information: 0.1, unscaled_accuracy: 0.1, unscaled_loss: 3 };
const test_time = { mean_confidence: 0.7, calibration_error: 0.1, masked };

const curve = (...steps: number[]): Curve =>
  steps.reduce((sum, step) => sum.with(pointAt(step, { test_loss: step, probes: probesOf([1]) })), Curve.empty).withMillis(7).withTestTime({ step: steps.at(-1) ?? 0, test_time });
const found = (curves: Curves, key: string) => {
  const taken = withCovered(curves, [key]).get(key);
  return taken && { points: Array.from({ length: taken.length }, (_, index) => taken.at(index)), test_time: taken.test_time?.test_time, millis: taken.millis };
};

test('the key of a probed run is the plain one with one part more', () => {
  expect([PLAIN, PASSED, PROBED].map(probedKey)).toEqual([PROBED, BOTH, undefined]);
});

test('a probed run gives the plain one its curve, and nothing that was not asked for', () => {
  const points = [0, 10].map((step) => pointAt(step, { test_loss: step }));
  expect(found(new Map([[PROBED, curve(0, 10)]]), PLAIN)).toEqual({ points, test_time: undefined, millis: 7 });
  expect(found(new Map([[BOTH, curve(0, 10)]]), PASSED)).toEqual({ points, test_time, millis: 7 });
});

test('probes stay where they were asked for, masked passes do not', () => {
  const taken = found(new Map([[BOTH, curve(0)]]), PROBED);
  expect([taken?.points[0]?.probes, taken?.test_time]).toEqual([probesOf([1]), { ...test_time, masked: undefined }]);
});

test('a run of which less was measured, or something else, stands in for none', () => {
  const others = [PLAIN, PASSED, PROBED.replace('seed=1', 'seed=2'), PROBED.replace('baseline ', '')];
  expect(found(new Map(others.map((key) => [key, curve(0)])), PROBED)).toBeUndefined();
  expect(found(new Map([[BOTH, curve(0)]]), PASSED.replace('=5', '=6'))).toBeUndefined();
});

test('what is at hand gives way only to what says more', () => {
  const own = Curve.empty.with(pointAt(0)).with(pointAt(10));
  const curves = new Map([[PLAIN, own], [PROBED, curve(0, 10)]]);
  expect(withCovered(curves, [PLAIN])).toBe(curves);
  expect(withCovered(new Map([[PLAIN, own], [PROBED, curve(0, 10, 20)]]), [PLAIN]).get(PLAIN)?.last_step).toBe(20);
});
