/** @file What a calibration says, in sentences made from its numbers. */

import { capitalised, percent, points } from '../../format';
import type { Predictions } from '../inspector';

/** Differences smaller than this are no difference as written, in a hundredth of a percentage point. */
const LEAST = 0.00005;

/** One network: how sure it is on average, and how often it is right. */
export function calibrationText(arm: string, { accuracy, mean_confidence, calibration }: Pick<Predictions, 'accuracy' | 'mean_confidence' | 'calibration'>): string {
  const apart = mean_confidence - accuracy;
  const verdict = Math.abs(apart) < LEAST ? 'on average just as sure as it is right' : `${apart > 0 ? 'too sure' : 'not sure enough'} by ${points(Math.abs(apart))}`;
  return `${capitalised(arm)} gives its answers a probability of ${percent(mean_confidence)} on average and is right in ${percent(accuracy)}: ${verdict}. Expected calibration error: ${points(calibration.error)}.`;
}

/** How the error is taken, and what one pair cannot tell. */
export function binningText(bins: number, examples: string): string {
  return `Expected calibration error (Guo et al., 2017): the ${examples} test pictures are put into ${String(bins)} bins of equal width by the probability of the predicted class; in each bin the distance between mean probability and accuracy is taken, and averaged by the number of pictures. One pair of networks cannot tell the arms apart; the question about calibration at the top of the page compares them over replicates.`;
}
