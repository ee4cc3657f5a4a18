/** @file What confusion matrices say: the most frequent confusions, and where two networks differ most. */

import { capitalised, count, withSign } from '../../format';
import { CLASSES } from './class-names';
import { insideTexts } from '../../texts/inside';

/** A cell of a matrix: so many pictures of a class were predicted to be of another. */
export interface Confusion {
  readonly label: number;
  readonly predicted: number;
  readonly examples: number;
}

/** The cell at a place of `[10 true, 10 predicted]`. */
export function cellAt(values: readonly number[], label: number, predicted: number): number {
  return values[label * CLASSES + predicted] ?? 0;
}

/** The most frequent confusions, the largest first; none that never happened. */
export function largestConfusions(confusion: readonly number[], most: number): Confusion[] {
  const cells = Array.from(confusion, (examples, at) => ({ label: Math.floor(at / CLASSES), predicted: at % CLASSES, examples }));
  return cells.filter(({ label, predicted, examples }) => label !== predicted && examples > 0).toSorted((a, b) => b.examples - a.examples).slice(0, most);
}

/** The second matrix minus the first. */
export function differenceOf(first: readonly number[], second: readonly number[]): number[] {
  return Array.from(second, (examples, at) => examples - (first[at] ?? 0));
}

/** The largest difference away from the diagonal, whatever its sign. */
export function largestDifference(difference: readonly number[]): Confusion | undefined {
  const cells = difference.map((examples, at) => ({ label: Math.floor(at / CLASSES), predicted: at % CLASSES, examples }));
  return cells.filter(({ label, predicted, examples }) => label !== predicted && examples !== 0).toSorted((a, b) => Math.abs(b.examples) - Math.abs(a.examples))[0];
}

/** The most frequent confusions of one network, in a sentence. */
export function confusionText(arm: string, confusion: readonly number[], names: readonly string[]): string {
  const largest = largestConfusions(confusion, 3);
  if (largest.length === 0) return insideTexts().confusion.none(capitalised(arm));
  const ofClass = (label: number): number => Array.from({ length: CLASSES }, (_, predicted) => cellAt(confusion, label, predicted)).reduce((sum, value) => sum + value, 0);
  const each = largest.map(({ label, predicted, examples }) => insideTexts().confusion.taken(names[label] ?? '', names[predicted] ?? '', count(examples), count(ofClass(label))));
  return insideTexts().confusion.most_often(capitalised(arm), each.join(', '));
}

/** Where the second network differs most from the first, in a sentence. */
export function differenceText([first, second]: readonly [string, string], difference: readonly number[], names: readonly string[]): string {
  const largest = largestDifference(difference);
  if (!largest) return insideTexts().confusion.no_difference(capitalised(second), first);
  const { label, predicted, examples } = largest;
  return insideTexts().confusion.largest({ first, second, label: names[label] ?? '', predicted: names[predicted] ?? '', times: Math.abs(examples), count: count(Math.abs(examples)), is_more: examples > 0, difference: withSign(examples, 0) });
}
