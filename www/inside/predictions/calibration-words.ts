/** @file What a calibration says, in sentences made from its numbers. */

import { capitalised, percent, points } from '../../format';
import type { Predictions } from '../inspector';
import { insideTexts } from '../../texts/inside';

/** Differences smaller than this are no difference as written, in a hundredth of a percentage point. */
const LEAST = 0.00005;

/** One network: how sure it is on average, and how often it is right. */
export function calibrationText(arm: string, { accuracy, mean_confidence, calibration }: Pick<Predictions, 'accuracy' | 'mean_confidence' | 'calibration'>): string {
  const apart = mean_confidence - accuracy;
  const words = insideTexts().calibration;
  const verdict = Math.abs(apart) < LEAST ? words.just_as_sure : apart > 0 ? words.too_sure(points(apart)) : words.not_sure_enough(points(-apart));
  return words.network(capitalised(arm), percent(mean_confidence), percent(accuracy), verdict, points(calibration.error));
}

/** How the error is taken, and what one pair cannot tell. */
export function binningText(bins: number, examples: string): string {
  return insideTexts().calibration.binning(examples, bins);
}
