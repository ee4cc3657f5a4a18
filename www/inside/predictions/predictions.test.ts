/** @file Filters of the gallery, confusions and calibration in words, and the spread of passes. */
import { expect, test } from 'vitest';
import { calibrationText } from './calibration-words';
import { classNames } from './class-names';
import { confusionText, differenceOf, differenceText, largestConfusions } from './confusions';
import { examplesOf, filterLabel, FILTERS } from './gallery-filter';
import { pairOf } from './pair-predictions';
import { spreadOf } from '../test-time/spread';
import { predictionsOf, STANDING } from '../test-inspector';

const LABELS = [0, 1, 2, 3, 4, 5];
const names = classNames('fashion-mnist');
const reference = predictionsOf([[0, 0.9], [1, 0.8], [6, 0.5], [3, 0.9], [2, 0.6], [5, 0.9]], LABELS);
const other = predictionsOf([[0, 0.9], [7, 0.3], [6, 0.8], [3, 0.9], [4, 0.9], [5, 0.9]], LABELS);
const pair = pairOf([reference, other], STANDING, (example) => LABELS[example]);

test('each filter shows what its label says', () => {
  expect(FILTERS.map((filter) => examplesOf(pair, filter))).toEqual([LABELS, [1, 2, 4], [2, 4], [1, 2], [1, 4], [1]]);
  expect(examplesOf(pair, 'wrong', 2)).toEqual([2]);
  expect(filterLabel('other-wrong', pair.arms, 1234)).toBe('Wrong: treatment (1,234)');
});

test('a confusion matrix adds up, and its largest confusions come first', () => {
  const confusion = matrixOf({ 0: 90, 2: 4, 6: 6, 60: 20, 62: 3, 66: 77 });
  expect(largestConfusions(confusion, 2)).toEqual([{ label: 6, predicted: 0, examples: 20 }, { label: 0, predicted: 6, examples: 6 }]);
  expect(confusionText('baseline', confusion, names)).toBe('Baseline most often takes Shirt as T-shirt/top (20 of 100), T-shirt/top as Shirt (6 of 100), T-shirt/top as Pullover (4 of 100).');
  expect(confusionText('baseline', matrixOf({}), names)).toBe('Baseline confuses nothing.');
});

test('the largest difference has its sign', () => {
  const [first, second] = [matrixOf({ 0: 50, 60: 20 }), matrixOf({ 60: 12 })];
  expect(differenceText(['baseline', 'treatment'], differenceOf(first, second), names)).toContain('treatment takes Shirt as T-shirt/top 8 times less often than baseline (−8)');
  expect(differenceText(['baseline', 'treatment'], differenceOf(first, first), names)).toContain('exactly as often');
});

test('calibration says which way it is off', () => {
  const calibration = { bins: [], error: 0.051 };
  const text = (accuracy: number): string => calibrationText('baseline', { accuracy, mean_confidence: 0.9, calibration });
  expect(text(0.85)).toBe('Baseline gives its answers a probability of 90.00% on average and is right in 85.00%: too sure by 5.00 pp. Expected calibration error: 5.10 pp.');
  expect(text(0.92)).toContain('not sure enough by 2.00 pp');
  expect(text(0.9)).toContain('on average just as sure as it is right');
});

test('the spread of passes is their mean and standard deviation by class', () => {
  const passes = Array.from({ length: 30 }, () => 0);
  [0.25, 0.5, 0.75].forEach((value, pass) => (passes[pass * 10 + 3] = value));
  const spread = spreadOf(passes);
  expect([spread?.passes, spread?.mean[3], spread?.deviation[3], spread?.deviation[0]]).toEqual([3, 0.5, 0.25, 0]);
  expect(spreadOf(passes.slice(0, 10))?.deviation[3]).toBe(0);
  expect(spreadOf([])).toBeUndefined();
});

/** A confusion matrix from its cells, by `10 * true + predicted`; the others are 0. */
function matrixOf(cells: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 100 }, (_, at) => cells[at] ?? 0);
}
