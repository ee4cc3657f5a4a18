/** @file What the ten classes are called: the garments of Fashion-MNIST, as its README lists them, or just their numbers. */

import type { Experiment } from '../../core';
import { insideTexts } from '../../texts/inside';

export const CLASSES = 10;

const NUMBERS = Array.from({ length: CLASSES }, (_, index) => String(index));

/** Names of the classes of a data set, in the order of their labels. */
export function classNames(data: Experiment['spec']['data']): readonly string[] {
  return data === 'fashion-mnist' ? insideTexts().garments : NUMBERS;
}
