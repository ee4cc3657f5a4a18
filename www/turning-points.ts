/** @file Where each arm's test loss turns: its lowest mean, and from where on it overfits; found anew only after an evaluation. */

import { commonStep, curveOf, type Curves, valueAt } from './curves';
import { bestStep, bestStepsOfOthers, onsetOfOverfitting, risesSince } from './evidence';
import type { Summarize } from './summaries';

/** Steps; `undefined` where there is no such point. */
export interface Turns {
  readonly best: number | undefined;
  readonly onset: number | undefined;
}

interface Known extends Turns {
  readonly stamp: string;
}

const NONE: Turns = { best: undefined, onset: undefined };

/** Keeps the turns of each arm; each round finds those of a limited number of arms anew. */
export class TurningPoints {
  readonly #summarize: Summarize;
  readonly #known = new Map<string, Known>();
  #left = 0;

  constructor(summarize: Summarize) {
    this.#summarize = summarize;
  }

  /** Begins a round. */
  begin(most_new: number): void {
    this.#left = most_new;
  }

  /** The turns of the runs of an arm; older ones and `complete: false` where this round has no time left for them. */
  of(keys: readonly string[], curves: Curves): { readonly turns: Turns; readonly complete: boolean } {
    const id = keys.join('|');
    const known = this.#known.get(id);
    const alive = keys.filter((key) => curveOf(curves, key).diverged_at === undefined);
    const stamp = `${String(commonStep(curves, keys))} of ${String(alive.length)}`;
    if (known?.stamp === stamp) return { turns: known, complete: true };
    if (this.#left === 0) return { turns: known ?? NONE, complete: false };
    this.#left -= 1;
    const turns = { ...this.#find(alive, curves), stamp };
    this.#known.set(id, turns);
    return { turns, complete: true };
  }

  /** Forgets all, when runs under the same keys may have changed. */
  clear(): void {
    this.#known.clear();
  }

  #find(keys: readonly string[], curves: Curves): Turns {
    const until = commonStep(curves, keys);
    const best = bestStep(curves, keys, until);
    if (best === undefined) return NONE;
    const runs = keys.map((key) => curveOf(curves, key));
    const longest = runs.reduce((most, curve) => (curve.last_step > most.last_step ? curve : most));
    const steps = Array.from({ length: longest.countUpTo(until) }, (_, index) => longest.at(index)?.step ?? 0).filter((step) => runs.every((run) => valueAt(run, step)));
    const from = bestStepsOfOthers(curves, keys, until);
    const isRisen = (step: number): boolean => {
      const rise = this.#summarize(Float64Array.from(risesSince(curves, from, step)));
      return typeof rise?.half_width === 'number' && rise.mean > rise.half_width;
    };
    return { best, onset: onsetOfOverfitting(steps, best, isRisen) };
  }
}
