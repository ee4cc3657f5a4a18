/** @file What masked passes came to, in words that follow from the numbers. */
import { expect, test } from 'vitest';
import { pointOf } from './pass-record';
import { summaryOf } from '../test-inspector';
import { averagedText, costText, measureTexts, spreadText, unscaledText } from './test-time-words';

const plain = { accuracy: 0.81, loss: 0.45 };
const averaged = { arm: 'treatment', plain, point: pointOf(summaryOf(10, true)), drops_nothing: false };

test('the average is set against masks off and against a single pass', () => {
  expect(averagedText(averaged)).toBe(
    'Treatment: one pass with masks off gets 81.00% right, with a loss of 0.450. The average of 10 masked passes gets 80.00% right (1.00 pp less), with a loss of 0.510 (0.060 more). A single masked pass gets 70.00% right on average, with a loss of 0.800.',
  );
  expect(averagedText({ ...averaged, point: { ...averaged.point, accuracy: 0.81 } })).toContain('81.00% right (the same as written)');
});

test('one pass alone says nothing of a spread', () => {
  expect(spreadText({ ...averaged, point: pointOf(summaryOf(1, true)) })).toBe('');
  expect(spreadText(averaged)).toContain("On 20.0% of the pictures treatment's passes do not all agree about the class.");
});

test('an arm that drops nothing has passes that are all the same, and no scaling to forget', () => {
  expect(averagedText({ ...averaged, arm: 'baseline', drops_nothing: true })).toBe('Baseline drops nothing, so each of its passes is the same as the one with masks off: 81.00% right, loss 0.450.');
  expect(unscaledText('baseline', averaged.point, averaged.point, true)).toContain('no scaling to forget');
});

test('the forgotten scaling changes loss, accuracy and entropy by so much', () => {
  const unscaled = { ...pointOf(summaryOf(10, false)), entropy: 1.25 };
  expect(unscaledText('treatment', averaged.point, unscaled, false)).toBe(
    'Treatment without the division by the keep probability, over the same 10 passes: its loss goes from 0.510 to 0.910 (0.400 more), its accuracy from 80.00% to 80.00% (the same as written), and the mean entropy of its predictions from 0.600 to 1.250 nats (less sure).',
  );
});

test('the measures of several passes are explained for as many as are read', () => {
  expect(measureTexts(0)).toEqual([]);
  expect(measureTexts(1).map(([, text]) => text).join(' ')).toContain('divided by √k');
  expect(measureTexts(16).map(([, text]) => text).join(' ')).toContain('not all 16 passes predict the same class');
});

test('the cost is that of the passes measured', () => {
  expect(costText(20, 2000, [[10, 20], [30]])).toContain('a masked pass over the 2,000 test pictures took 20 ms on average, asked and answered, so 0.40 s for each network');
  expect(costText(20, 2000, [[], []])).toBe('');
});
