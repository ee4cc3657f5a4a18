/** @file Which test pictures the gallery shows: all, those a network got wrong, those predicted differently, the least certain ones. */

import { count } from '../../format';
import type { Standing } from '../inspector';
import type { PairPredictions } from './pair-predictions';
import { insideTexts } from '../../texts/inside';

export const FILTERS = ['all', 'wrong', 'reference-wrong', 'other-wrong', 'differ', 'uncertain'] as const;
export type Filter = (typeof FILTERS)[number];

/** The least certain pictures are one in so many. */
const UNCERTAIN_SHARE = 10;

/** The pictures of a filter among those of a class, or of all: in the order of the test set, the least certain ones first where they are asked for. */
export function examplesOf(pair: PairPredictions, filter: Filter, class_index?: number): number[] {
  const every = Array.from(pair.labels, (_, example) => example).filter((example) => class_index === undefined || pair.labels[example] === class_index);
  const isWrong = (side: 0 | 1, example: number): boolean => pair.predicted[side][example] !== pair.labels[example];
  switch (filter) {
    case 'all':
      return every;
    case 'wrong':
      return every.filter((example) => isWrong(0, example) || isWrong(1, example));
    case 'reference-wrong':
      return every.filter((example) => isWrong(0, example));
    case 'other-wrong':
      return every.filter((example) => isWrong(1, example));
    case 'differ':
      return every.filter((example) => pair.predicted[0][example] !== pair.predicted[1][example]);
    case 'uncertain':
      return every.toSorted((a, b) => entropyOf(pair, b) - entropyOf(pair, a)).slice(0, Math.ceil(every.length / UNCERTAIN_SHARE));
  }
}

/** What a filter is called, with how many pictures it shows. */
export function filterLabel(filter: Filter, [reference, other]: Standing['arms'], examples: number): string {
  const { gallery } = insideTexts();
  const names: Readonly<Record<Filter, string>> = {
    all: gallery.all,
    wrong: gallery.wrong,
    'reference-wrong': gallery.wrong_in(reference.name),
    'other-wrong': gallery.wrong_in(other.name),
    differ: gallery.differ,
    uncertain: gallery.uncertain,
  };
  return `${names[filter]} (${count(examples)})`;
}

/** Mean entropy of what the two networks predict for a picture. */
function entropyOf({ seen }: PairPredictions, example: number): number {
  return ((seen[0].entropies[example] ?? 0) + (seen[1].entropies[example] ?? 0)) / 2;
}
