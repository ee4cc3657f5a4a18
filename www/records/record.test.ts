/** @file A kept run comes back to the last bit, and nothing else is taken for one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Curve, type Point } from '../curves';
import { packProbes } from './probe-columns';
import { pack, placeOf, recordKey, sizeOf, unpack } from './record';
import { pointAt, probesOf } from '../test-curves';

const NO_FACTS = { diverged_at: undefined, stopped_at: undefined, millis: 0, test_hits: undefined, test_times: [] };
const points = (curve: Curve | undefined): (Point | undefined)[] => Array.from({ length: curve?.length ?? 0 }, (_, index) => curve?.at(index));

test('a curve comes back to the last bit, with all that is known of it', () => {
  const measure = fc.double({ noNaN: true });
  const point = fc.record({ train_loss: measure, train_accuracy: measure, test_loss: measure, test_accuracy: measure, batch: fc.option(fc.tuple(measure, measure), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(point), fc.option(fc.nat(), { nil: undefined }), fc.nat(), fc.uint8Array(), (given, ended_at, millis, hits) => {
      const measured = given.map(({ batch, ...measures }, index): Point => ({ step: index * 10, ...measures, batch_loss: batch?.[0], batch_accuracy: batch?.[1] }));
      const curve = Curve.of(measured, { diverged_at: ended_at, stopped_at: ended_at, millis, test_hits: { step: 3, hits }, test_times: [] });
      const back = unpack(structuredClone(pack(curve, 1)));
      expect(points(back)).toEqual(measured);
      expect([back?.diverged_at, back?.stopped_at, back?.millis, back?.test_hits]).toEqual([ended_at, ended_at, millis, { step: 3, hits }]);
    }),
  );
});

test('probes come back to the last bit, at the steps that have them, and so does what was found at test time', () => {
  const masked = { passes: 3, one_pass_accuracy: 0.1, one_pass_loss: 2, averaged_accuracy: 0.2, averaged_loss: 1, changed_fraction: 0.3, entropy: 1, mutual_information: 0.1, unscaled_accuracy: 0.1, unscaled_loss: 3 };
  const test_times = [10, 20].map((step) => ({ step, test_time: { mean_confidence: step / 100, calibration_error: 0.1, masked } }));
  const unknown = { ...probesOf([2, 1], 1 / 3), layers: probesOf([2, 1], 1 / 3).layers.map((layer) => ({ ...layer, unit_correlation: undefined })) };
  const measured = [pointAt(0, { probes: probesOf([2, 1]) }), pointAt(10), pointAt(20, { probes: unknown })];
  const record = structuredClone(pack(Curve.of(measured, { ...NO_FACTS, test_times }), 1));
  expect(points(unpack(record))).toEqual(measured);
  expect(unpack(record)?.test_times).toEqual(test_times);
});

test('a record with what was found at one test time alone is read, too', () => {
  const test_time = { step: 20, test_time: { mean_confidence: 0.7, calibration_error: 0.1, masked: undefined } };
  const record = { ...pack(Curve.of([pointAt(20)], NO_FACTS), 1), test_time };
  expect(unpack(record)?.test_times).toEqual([test_time]);
});

test('a record without probes is read as before, and one with them counts what they take', () => {
  const plain = pack(Curve.of([pointAt(0)], NO_FACTS), 0);
  const probed = pack(Curve.of([pointAt(0, { probes: probesOf([2, 1], 1 / 3) })], NO_FACTS), 0);
  expect(['probes' in plain, 'test_times' in plain, unpack(plain)?.at(0)?.probes]).toEqual([false, false, undefined]);
  // One step, 8 quantities of 2 layers, 3 of 3, 4 of 3 units, and 1000 for their names.
  expect(sizeOf('k', probed).bytes - sizeOf('k', plain).bytes).toBe(4 + 8 * (8 * 2 + 3 * 3 + 4 * 3) + 1000);
});

test('values that four bytes hold take four bytes', () => {
  const at = (step: number, value: number): Point => pointAt(step, { train_loss: value, train_accuracy: value, test_loss: value, test_accuracy: value });
  const [short, long] = [0.5, 0.1].map((value) => sizeOf('k', pack(Curve.of([at(0, value), at(1, value)], NO_FACTS), 0)).bytes);
  expect((long ?? 0) - (short ?? 0)).toBe(2 * 4 * 4);
});

test('what is no record is no curve', () => {
  const good = pack(Curve.of([pointAt(0)], NO_FACTS), 0);
  expect(unpack(good)?.length).toBe(1);
  const packed = packProbes([{ step: 0, probes: probesOf([2, 1]) }]);
  expect(unpack({ ...good, probes: packed })?.length).toBe(1);
  const bad: unknown[] = [undefined, null, 'text', {}, { ...good, format: 2 }, { ...good, step: [0] }, { ...good, step: new Uint32Array(2) }, { ...good, columns: {} }, { ...good, columns: { ...good.columns, test_loss: new Float32Array(3) } }, { ...good, probes: {} }, { ...good, probes: { ...packed, unit_counts: [1] } }, { ...good, test_time: { step: 1 } }, { ...good, test_times: { step: 1 } }, { ...good, test_times: [{ step: 1 }] }];
  expect(bad.map(unpack)).toEqual(bad.map(() => undefined));
});

test('the key names the place and the builds of the trainer and of the page\'s module', () => {
  expect(placeOf({ backend: 'cpu', adapter: 'any' })).toBe('cpu');
  expect(placeOf({ backend: 'webgpu', adapter: 'one' })).not.toBe(placeOf({ backend: 'webgpu', adapter: 'other' }));
  expect(recordKey('cpu', 'baseline seed=1')).toBe(`cpu ${__TRAINER_DIGEST__} ${__PAGE_DIGEST__} baseline seed=1`);
});
