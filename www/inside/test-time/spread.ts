/** @file How far the probabilities of several passes lie apart: their mean and standard deviation, class by class. */

import { CLASSES } from '../predictions/class-names';

/** By class. */
export interface Spread {
  readonly passes: number;
  readonly mean: readonly number[];
  /** Divided by the passes less one; 0 for a single pass. */
  readonly deviation: readonly number[];
}

/** The spread of `[passes, 10]` probabilities; none without passes. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const passes = values.length / CLASSES;
  if (passes === 0) return undefined;
  const columns = Array.from({ length: CLASSES }, (_, index) => Array.from({ length: passes }, (_, pass) => values[pass * CLASSES + index] ?? 0));
  const mean = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / passes);
  const deviation = columns.map((column, index) => Math.sqrt(column.reduce((sum, value) => sum + (value - (mean[index] ?? 0)) ** 2, 0) / Math.max(1, passes - 1)));
  return { passes, mean, deviation };
}
