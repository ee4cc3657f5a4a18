/** @file What masked passes came to, pass by pass: the averages over the first k of them, for every k reached. */

import type { PassSummary, Side } from '../inspector';
import { meanOf } from '../numbers';

/** A picture on which the passes disagree. */
export interface Disputed {
  readonly example: number;
  /** In nats: the entropy of the averaged probabilities, and the part of it on which the passes disagree. */
  readonly entropy: number;
  readonly information: number;
}

/** The average of the first passes. */
export interface PassPoint extends Omit<PassSummary, 'entropies' | 'informations'> {
  /** Means over the pictures, in nats. */
  readonly entropy: number;
  readonly mutual_information: number;
  readonly disputed: readonly Disputed[];
}

/** One network's passes, with or without the masks' scaling; `points[k - 1]` is of the first k. */
export interface PassTrack {
  readonly side: Side;
  readonly scaled: boolean;
  readonly points: PassPoint[];
}

/** So many pictures are kept for each k. */
const MOST_DISPUTED = 6;

/** Keeps what is shown of a summary: of single pictures only those with the largest mutual information. */
export function pointOf({ entropies, informations, ...rest }: PassSummary): PassPoint {
  return { ...rest, entropy: meanOf(entropies), mutual_information: meanOf(informations), disputed: mostDisputed(entropies, informations) };
}

/** The pictures with the largest mutual information, the largest first; none on which the passes agree. */
export function mostDisputed(entropies: readonly number[], informations: readonly number[]): Disputed[] {
  const most: Disputed[] = [];
  informations.forEach((information, example) => {
    if (information <= (most[MOST_DISPUTED - 1]?.information ?? 0)) return;
    most.push({ example, information, entropy: entropies[example] ?? 0 });
    most.sort((a, b) => b.information - a.information);
    most.length = Math.min(most.length, MOST_DISPUTED);
  });
  return most;
}

/** Mean of some durations; none without any. */
export function meanMillis(millis: readonly number[]): number | undefined {
  return millis.length === 0 ? undefined : meanOf(millis);
}
