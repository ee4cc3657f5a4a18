/** @file Curves for tests: made up, without training. */
import { Curve, type Point } from './curves';

/** A point with plain values; a test says only what it is about. */
export function pointAt(step: number, given: Partial<Point> = {}): Point {
  return { step, train_loss: 0.5, train_accuracy: 0.9, test_loss: 1, test_accuracy: 0.8, batch_loss: undefined, batch_accuracy: undefined, ...given };
}

/** A curve with these test losses, ten steps apart. */
export function curveWithLosses(...losses: number[]): Curve {
  return losses.reduce((curve, test_loss, index) => curve.with(pointAt(index * 10, { test_loss })), Curve.empty);
}
