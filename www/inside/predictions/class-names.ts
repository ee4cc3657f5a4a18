/** @file What the ten classes are called: the garments of Fashion-MNIST, as its README lists them, or just their numbers. */

import type { Experiment } from '../../core';

export const CLASSES = 10;

/** https://github.com/zalandoresearch/fashion-mnist#labels */
const GARMENTS = ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'] as const;
const NUMBERS = Array.from({ length: CLASSES }, (_, index) => String(index));

/** Names of the classes of a data set, in the order of their labels. */
export function classNames(data: Experiment['spec']['data']): readonly string[] {
  return data === 'fashion-mnist' ? GARMENTS : NUMBERS;
}
