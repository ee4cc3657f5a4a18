/** @file What masks at test time do, in sentences made from the numbers. */

import { capitalised, count, loss, percent, points, signed } from '../../format';
import type { Predictions } from '../inspector';
import { meanMillis, type PassPoint } from './pass-record';

/** One network, masks off and averaged over some passes. */
export interface Averaged {
  readonly arm: string;
  readonly plain: Pick<Predictions, 'accuracy' | 'loss'>;
  readonly point: PassPoint;
  /** It drops nothing, so masks change nothing. */
  readonly drops_nothing: boolean;
}

/** The average against one pass with masks off, and against a single masked pass. */
export function averagedText({ arm, plain, point, drops_nothing }: Averaged): string {
  if (drops_nothing) return `${capitalised(arm)} drops nothing, so each of its passes is the same as the one with masks off: ${percent(plain.accuracy)} right, loss ${loss(plain.loss)}.`;
  const passes = point.passes === 1 ? 'One masked pass' : `The average of ${count(point.passes)} masked passes`;
  const single = point.passes === 1 ? '' : ` A single masked pass gets ${percent(point.one_pass_accuracy)} right on average, with a loss of ${loss(point.one_pass_loss)}.`;
  return `${capitalised(arm)}: one pass with masks off gets ${percent(plain.accuracy)} right, with a loss of ${loss(plain.loss)}. ${passes} gets ${percent(point.accuracy)} right (${changed(point.accuracy - plain.accuracy, points)}), with a loss of ${loss(point.loss)} (${changed(point.loss - plain.loss, loss)}).${single}`;
}

/** What the passes disagree on. */
export function spreadText({ arm, point, drops_nothing }: Averaged): string {
  if (drops_nothing || point.passes === 1) return '';
  return `On ${percent(point.changed_fraction, 1)} of the pictures ${arm}'s passes do not all agree about the class. Of the mean entropy of ${signed(point.entropy, 3)} nats, ${signed(point.mutual_information, 3)} come from the masks (mutual information); the rest is there in each single pass.`;
}

/** Without the scaling: the same masks, the same number of passes. */
export function unscaledText(arm: string, scaled: PassPoint, unscaled: PassPoint, drops_nothing: boolean): string {
  if (drops_nothing) return `${capitalised(arm)} drops nothing: its keep probability is 1, and there is no scaling to forget.`;
  return `${capitalised(arm)} without the division by the keep probability, over ${scaled.passes === 1 ? 'one pass' : `the same ${count(scaled.passes)} passes`}: its loss goes from ${loss(scaled.loss)} to ${loss(unscaled.loss)} (${changed(unscaled.loss - scaled.loss, loss)}), its accuracy from ${percent(scaled.accuracy)} to ${percent(unscaled.accuracy)} (${changed(unscaled.accuracy - scaled.accuracy, points)}), and the mean entropy of its predictions from ${signed(scaled.entropy, 3)} to ${signed(unscaled.entropy, 3)} nats (${unscaled.entropy > scaled.entropy ? 'less sure' : unscaled.entropy < scaled.entropy ? 'surer' : 'just as sure'}).`;
}

/** What the rows of the table are that only several passes have. */
export function measureTexts(passes: number): readonly (readonly [name: string, text: string])[] {
  if (passes === 0) return [];
  const them = passes === 1 ? 'with a single pass there is none to differ from' : `here over ${count(passes)} passes`;
  return [
    ['Mutual information', `the entropy of the averaged probabilities less the mean entropy of the single passes, so how much the passes disagree: 0 where all say the same (${them}).`],
    ['Class changes between passes', `the share of the test pictures for which not all ${passes === 1 ? 'passes' : `${count(passes)} passes`} predict the same class.`],
    ['Standard error', `how much the average would still differ with other masks: the standard deviation of the true class's probability over the passes, divided by √${passes === 1 ? 'k' : String(passes)}, averaged over the pictures. It needs two passes at least.`],
  ];
}

/** What k passes cost, as measured here. */
export function costText(passes: number, examples: number, millis: readonly [readonly number[], readonly number[]]): string {
  const mean = meanMillis(millis.flat());
  if (mean === undefined) return '';
  return `${count(passes)} ${passes === 1 ? 'pass costs' : 'passes cost'} ${count(passes)} times what one costs: here a masked pass over the ${count(examples)} test pictures took ${signed(mean, 0)} ms on average, asked and answered, so ${signed((passes * mean) / 1000, 2)} s for each network. With masks off one pass is all it takes.`;
}

/** With its sign in words: "0.31 pp more". */
function changed(difference: number, write: (value: number) => string): string {
  const text = write(Math.abs(difference));
  return Number.parseFloat(text) === 0 ? 'the same as written' : `${text} ${difference > 0 ? 'more' : 'less'}`;
}
