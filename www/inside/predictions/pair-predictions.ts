/** @file What both networks of the pair predict for the test pictures, side by side. */

import { CLASSES } from './class-names';
import type { Inspector, Predictions, Standing } from '../inspector';

/** The predictions of a pair at one step. */
export interface PairPredictions {
  readonly arms: Standing['arms'];
  readonly epoch: number;
  /** True class of each test picture. */
  readonly labels: Uint8Array;
  readonly seen: readonly [Predictions, Predictions];
  /** The class that each network predicts for each picture. */
  readonly predicted: readonly [Uint8Array, Uint8Array];
}


/** Asks both networks. */
export async function bothPredictions(inspector: Inspector): Promise<readonly [Predictions, Predictions]> {
  return Promise.all([inspector.look(0, { kind: 'predictions' }), inspector.look(1, { kind: 'predictions' })]);
}

/** Sets the predictions of both networks beside the labels. */
export function pairOf(seen: PairPredictions['seen'], { arms, epoch }: Pick<Standing, 'arms' | 'epoch'>, label: (example: number) => number | undefined): PairPredictions {
  const labels = Uint8Array.from({ length: seen[0].entropies.length }, (_, example) => label(example) ?? 0);
  return { arms, epoch, labels, seen, predicted: [predictedBy(seen[0], labels.length), predictedBy(seen[1], labels.length)] };
}

/** The probabilities of the classes that one network gives one picture. */
export function probabilitiesOf(predictions: Predictions, example: number): number[] {
  return predictions.probabilities.slice(example * CLASSES, (example + 1) * CLASSES);
}

/** The first of the largest, as accuracy counts it. */
export function largestOf(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
}

function predictedBy(predictions: Predictions, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, example) => largestOf(probabilitiesOf(predictions, example)));
}
