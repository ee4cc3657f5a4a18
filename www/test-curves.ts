/** @file Curves for tests: made up, without training. */
import type { Probes } from './core';
import { Curve, type Point } from './curves';
import { LAYER_QUANTITIES, UNIT_QUANTITIES, WEIGHT_QUANTITIES } from './probe-quantities';

/** A point with plain values; a test says only what it is about. */
export function pointAt(step: number, given: Partial<Point> = {}): Point {
  return { step, train_loss: 0.5, train_accuracy: 0.9, test_loss: 1, test_accuracy: 0.8, batch_loss: undefined, batch_accuracy: undefined, ...given };
}

/** A curve with these test losses, ten steps apart. */
export function curveWithLosses(...losses: number[]): Curve {
  return losses.reduce((curve, test_loss, index) => curve.with(pointAt(index * 10, { test_loss })), Curve.empty);
}

/** Probes of a network with so many probed units in each hidden layer; each value is another one, from `first` on. */
export function probesOf(unit_counts: readonly number[], first = 0): Probes {
  let next = first;
  const values = <Name extends string>(names: readonly Name[]): Record<Name, number> => Object.fromEntries(names.map((name) => [name, (next += 0.5)])) as Record<Name, number>;
  const layers = unit_counts.map((count) => ({ ...values(LAYER_QUANTITIES), units: Array.from({ length: count }, () => values(UNIT_QUANTITIES)) }));
  return { layers, weights: [...unit_counts, 'output'].map(() => values(WEIGHT_QUANTITIES)) };
}
