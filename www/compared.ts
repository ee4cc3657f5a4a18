/** @file Which measurements are compared, as the reader chose on the page; gathered anew only when something has changed. */

import type { At, Measured } from './statistics';
import { curveOf, type Curves } from './curves';
import { lastStep, measuredAt, measuredAtBest } from './evidence';
import { epochText } from './format';
import { curveKey, type State, wantedKeys } from './state';
import { laterTexts } from './texts/later';

/** What the reader chose; no part of the link. */
export interface Choice {
  readonly at: At;
  /** Epoch of the evaluation picked on the charts. */
  readonly picked_epoch: number | undefined;
  /** Whether verdicts are corrected for many comparisons. */
  readonly holm: boolean;
  /** Smallest difference in accuracies that matters, a fraction. */
  readonly accuracy_size: number | undefined;
  /** Smallest difference in losses that matters, in nats. */
  readonly loss_size: number | undefined;
}

export const FIRST_CHOICE: Choice = { at: 'last', picked_epoch: undefined, holm: false, accuracy_size: undefined, loss_size: undefined };

/** The measurements to compare. */
export interface Compared {
  /** What they are: the choice, or the last evaluation where that is not to be had. */
  readonly at: At;
  readonly measured: readonly Measured[];
  /** Why it is not what was chosen. */
  readonly fallback: string | undefined;
}

/** Gathers what is compared; as long as nothing has changed, the same object. */
export class Comparing {
  #stamp: readonly unknown[] = [];
  #compared: Compared = { at: 'last', measured: [], fallback: undefined };

  of(state: State, curves: Curves, { at, picked_epoch }: Choice): Compared {
    const last = lastStep(state, curves);
    const diverged = wantedKeys(state.experiment).filter((key) => curveOf(curves, key).diverged_at !== undefined).length;
    // Other data or another device begin other curves under the same link; replicates that are added come in under theirs when they have caught up.
    const stamp = [state.experiment.link, state.experiment.runs.length, state.data, state.trainer, last, diverged, at, at === 'step' ? picked_epoch : undefined];
    if (stamp.length === this.#stamp.length && stamp.every((part, index) => part === this.#stamp[index])) return this.#compared;
    this.#stamp = stamp;
    this.#compared = gather(state, curves, { at, picked_epoch }, last);
    return this.#compared;
  }
}

/** The measurements of a choice, or of the last evaluation where a run lacks those. */
export function gather(state: State, curves: Curves, { at, picked_epoch }: Pick<Choice, 'at' | 'picked_epoch'>, last: number): Compared {
  if (at === 'best') return { at, measured: measuredAtBest(state, curves), fallback: undefined };
  const at_last = { at: 'last', measured: measuredAt(state, curves, last), fallback: undefined } as const;
  if (at === 'last') return at_last;
  if (picked_epoch === undefined) return { ...at_last, fallback: laterTexts().effects.nothing_picked };
  const step = Math.round(picked_epoch * state.experiment.steps_per_epoch);
  const measured = step > last ? [] : measuredAt(state, curves, step);
  const alive = state.experiment.runs.length - divergedBy(state, curves, step);
  if (measured.length > 0 && measured.length >= alive) return { at, measured, fallback: undefined };
  return { ...at_last, fallback: laterTexts().effects.picked_elsewhere(epochText(picked_epoch)) };
}

/** Runs that had diverged before a step and so have no value there. */
function divergedBy({ experiment }: State, curves: Curves, step: number): number {
  const of_runs = experiment.runs.map((run) => curveOf(curves, curveKey(run)));
  return of_runs.filter((curve) => curve.diverged_at !== undefined && curve.last_step < step).length;
}
