/** @file What the comparison says: the paired differences with their intervals, in sentences. */

import type { Effect } from '../core';
import { commonStep, curveOf, valueAt } from '../curves';
import { points, signed } from '../format';
import { armKeys, shownCurves, type State } from '../state';
import { QUANTITIES, type Quantity } from '../summaries';
import { unreachable } from '../unreachable';
import { byId, setText } from './element';

/** The paired difference of two lists of replicates. */
export type Compare = (treatment: Float64Array, baseline: Float64Array) => Effect | undefined;

/** The sentences beneath the gap charts. */
export class VerdictView {
  readonly #compare: Compare;
  readonly #accuracy = byId('accuracy-verdict', HTMLElement);
  readonly #loss = byId('loss-verdict', HTMLElement);
  readonly #single = byId('single-replicate', HTMLElement);
  #shown = '';

  constructor(compare: Compare, onFiveReplicates: () => void) {
    this.#compare = compare;
    byId('five-replicates', HTMLButtonElement).addEventListener('click', onFiveReplicates);
  }

  render(state: State): void {
    const baseline = armKeys(state.experiment, 'baseline');
    const treatment = armKeys(state.experiment, 'treatment');
    this.#single.hidden = baseline.length > 1;
    const step = commonStep(shownCurves(state), [...baseline, ...treatment]);
    const shown = `${String(step)} ${treatment.join()} ${baseline.join()}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const [accuracy, loss] = verdictsOf(state, this.#compare);
    setText(this.#accuracy, accuracy);
    setText(this.#loss, loss);
  }
}

/** What can be said of the accuracy gap and of the loss gap; empty before the first evaluation. */
export function verdictsOf(state: State, compare: Compare): [accuracy: string, loss: string] {
  const [baseline, treatment] = [armKeys(state.experiment, 'baseline'), armKeys(state.experiment, 'treatment')];
  const curves = shownCurves(state);
  const step = commonStep(curves, [...baseline, ...treatment]);
  // NaN where a run diverged, so that its pair is left out.
  const value = (key: string, quantity: Quantity): number => {
    const point = valueAt(curveOf(curves, key), step);
    return point ? QUANTITIES[quantity](point) : NaN;
  };
  const values = (keys: readonly string[], quantity: Quantity): Float64Array => Float64Array.from(keys, (key) => value(key, quantity));
  const sentence = (quantity: Quantity, words: string, unit: (value: number) => string): string => {
    const effect = step < 0 ? undefined : compare(values(treatment, quantity), values(baseline, quantity));
    if (!effect) return '';
    const said = sentenceOf(effect, words, step / state.experiment.steps_per_epoch, unit);
    return [said, ...leftOutText(treatment.length - effect.summary.count)].join(' ');
  };
  return [sentence('accuracy_gap', 'Accuracy gap', points), sentence('loss_gap', 'Loss gap', (value) => signed(value, 3))];
}

/** A difference, its interval, and the verdict in plain words. */
export function sentenceOf({ summary, verdict }: Effect, words: string, epoch: number, unit: (value: number) => string): string {
  const at = `${words} after epoch ${String(Math.round(epoch * 100) / 100)}, treatment minus baseline: ${unit(summary.mean)}`;
  if (typeof summary.half_width !== 'number') return `${at}. One pair of runs has no interval, so chance is not ruled out.`;
  if (summary.mean === 0 && summary.half_width === 0) return `${at}. The arms coincide in all ${String(summary.count)} pairs.`;
  const interval = `95% interval ${unit(summary.mean - summary.half_width)} to ${unit(summary.mean + summary.half_width)}, ${String(summary.count)} pairs`;
  switch (verdict) {
    case 'smaller':
      return `${at} (${interval}). Smaller with dropout.`;
    case 'larger':
      return `${at} (${interval}). Larger with dropout.`;
    case 'inconclusive':
      return `${at} (${interval}). Inconclusive: the interval contains 0.`;
    default:
      return unreachable(verdict);
  }
}

function leftOutText(count: number): string[] {
  if (count === 0) return [];
  return [`${count === 1 ? 'One pair is' : `${String(count)} pairs are`} left out, because a run of it diverged; the lines are means of the others.`];
}
