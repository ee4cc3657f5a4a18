/** @file What masks at test time do, in sentences made from the numbers. */

import { capitalised, count, loss, percent, points, signed } from '../../format';
import type { Predictions } from '../inspector';
import { meanMillis, type PassPoint } from './pass-record';
import type { Changed } from '../../texts/en-inside';
import { insideTexts } from '../../texts/inside';

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
  if (drops_nothing) return insideTexts().test_time.all_the_same(capitalised(arm), percent(plain.accuracy), loss(plain.loss));
  const words = insideTexts().test_time;
  const off = words.one_pass_off(capitalised(arm), percent(plain.accuracy), loss(plain.loss));
  const on = words.average_of(point.passes, count(point.passes), written(point.accuracy, plain.accuracy, percent, points), written(point.loss, plain.loss, loss, loss));
  return `${off} ${on}${point.passes === 1 ? '' : ` ${words.single_pass(percent(point.one_pass_accuracy), loss(point.one_pass_loss))}`}`;
}

/** What the passes disagree on. */
export function spreadText({ arm, point, drops_nothing }: Averaged): string {
  if (drops_nothing || point.passes === 1) return '';
  return insideTexts().test_time.spread(percent(point.changed_fraction, 1), arm, signed(point.entropy, 3), signed(point.mutual_information, 3));
}

/** Without the scaling: the same masks, the same number of passes. */
export function unscaledText(arm: string, scaled: PassPoint, unscaled: PassPoint, drops_nothing: boolean): string {
  if (drops_nothing) return insideTexts().test_time.nothing_to_scale(capitalised(arm));
  const words = insideTexts().test_time;
  return words.unscaled({
    arm: capitalised(arm),
    passes: scaled.passes,
    count: count(scaled.passes),
    loss: [loss(scaled.loss), written(unscaled.loss, scaled.loss, loss, loss)],
    accuracy: [percent(scaled.accuracy), written(unscaled.accuracy, scaled.accuracy, percent, points)],
    entropy: [signed(scaled.entropy, 3), signed(unscaled.entropy, 3)],
    surer: unscaled.entropy > scaled.entropy ? words.less_sure : unscaled.entropy < scaled.entropy ? words.surer : words.just_as_sure,
  });
}

/** What the rows of the table are that only several passes have. */
export function measureTexts(passes: number): readonly (readonly [name: string, text: string])[] {
  if (passes === 0) return [];
  const words = insideTexts().test_time.measures;
  return [
    [words.information, words.information_is(passes, count(passes))],
    [words.changes, words.changes_are(passes, count(passes))],
    [words.standard_error, words.standard_error_is(passes)],
  ];
}

/** What k passes cost, as measured here. */
export function costText(passes: number, examples: number, millis: readonly [readonly number[], readonly number[]]): string {
  const mean = meanMillis(millis.flat());
  if (mean === undefined) return '';
  return insideTexts().test_time.costs(passes, count(passes), count(examples), signed(mean, 0), signed((passes * mean) / 1000, 2));
}

/** A value, and how it differs from another with its sign in words: "81.31% right (0.31 pp more)". */
function written(value: number, other: number, write: (value: number) => string, writeDifference: (value: number) => string): Changed {
  const text = writeDifference(Math.abs(value - other));
  const { same, more, less } = insideTexts().test_time;
  return { value: write(value), change: Number.parseFloat(text) === 0 ? same : value > other ? more(text) : less(text) };
}
