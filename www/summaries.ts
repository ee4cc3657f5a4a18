/** @file Means and intervals over the replicates of an arm, computed once for each evaluation and kept. */

import type { Summary } from './statistics';
import { type Curve, curveOf, type Curves, type Point, valueAt } from './curves';

/** What is drawn of an arm. */
export type Quantity = 'train_accuracy' | 'test_accuracy' | 'accuracy_gap' | 'train_loss' | 'test_loss' | 'loss_gap';

/** How each quantity follows from a point; a positive gap is overfitting. */
export const QUANTITIES: Record<Quantity, (point: Point) => number> = {
  train_accuracy: (point) => point.train_accuracy,
  test_accuracy: (point) => point.test_accuracy,
  accuracy_gap: (point) => point.train_accuracy - point.test_accuracy,
  train_loss: (point) => point.train_loss,
  test_loss: (point) => point.test_loss,
  loss_gap: (point) => point.test_loss - point.train_loss,
};

const NAMES = Object.keys(QUANTITIES) as Quantity[];

/** The summaries of an arm at one step. */
export interface StepSummary {
  readonly step: number;
  readonly of: Readonly<Record<Quantity, Summary>>;
}

/** Mean and interval of the values of several replicates. */
export type Summarize = (values: Float64Array) => Summary | undefined;

/** Keeps what it has computed by the runs of an arm; each call does a limited number of new steps. */
export class SummaryCache {
  readonly summarize: Summarize;
  readonly #known = new Map<string, StepSummary[]>();

  constructor(summarize: Summarize) {
    this.summarize = summarize;
  }

  /**
   * Summaries at the steps that all these runs have a value at: those that diverged are left out, those that stopped keep
   * their last one. `complete` is false where more are left for the next call.
   */
  of(keys: readonly string[], curves: Curves, most_new: number): { readonly steps: readonly StepSummary[]; readonly complete: boolean } {
    const id = keys.join('|');
    const known = this.#known.get(id) ?? [];
    this.#known.set(id, known);
    const runs = keys.map((key) => curveOf(curves, key));
    const end = Math.max(-1, ...runs.map((curve) => curve.last_step));
    // Curves get shorter when they are cleared.
    if ((known.at(-1)?.step ?? -1) > end) known.length = 0;
    let at = known.at(-1)?.step ?? -1;
    for (let added = 0; at < end; ) {
      if (added === most_new) return { steps: known, complete: false };
      const step = nextStep(runs, at);
      if (runs.some((curve) => !curve.reaches(step))) break;
      at = step;
      // A run that stopped between two evaluations has a point where the others have none.
      if (runs.some((curve) => curve.diverged_at === undefined && !valueAt(curve, step))) continue;
      const summary = this.#at(step, runs.map((curve) => valueAt(curve, step)).filter((point) => point !== undefined));
      if (!summary) break;
      known.push(summary);
      added += 1;
    }
    return { steps: known, complete: true };
  }

  /** Forgets all, when curves under the same keys may have changed. */
  clear(): void {
    this.#known.clear();
  }

  #at(step: number, measured: readonly Point[]): StepSummary | undefined {
    const of: Partial<Record<Quantity, Summary>> = {};
    for (const name of NAMES) {
      const summary = this.summarize(Float64Array.from(measured, QUANTITIES[name]));
      if (!summary) return undefined;
      of[name] = summary;
    }
    return { step, of: of as Record<Quantity, Summary> };
  }
}

/** The first step after `step` at which one of the runs was evaluated. */
function nextStep(runs: readonly Curve[], step: number): number {
  return Math.min(...runs.map((curve) => curve.at(curve.countUpTo(step))?.step ?? Infinity));
}
