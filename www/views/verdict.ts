/** @file What the comparison says: the paired differences with their intervals, in sentences. */

import type { effects } from '../core';
import { lastStep, measuredAt } from '../evidence';
import { shownCurves, type State } from '../state';
import { byId, setText } from './element';

/** The sentences beneath the gap charts. */
export class VerdictView {
  readonly #effects: typeof effects;
  readonly #accuracy = byId('accuracy-verdict', HTMLElement);
  readonly #loss = byId('loss-verdict', HTMLElement);
  readonly #single = byId('single-replicate', HTMLElement);
  #shown = '';

  constructor(compare: typeof effects, onFiveReplicates: () => void) {
    this.#effects = compare;
    byId('five-replicates', HTMLButtonElement).addEventListener('click', onFiveReplicates);
  }

  render(state: State): void {
    const { experiment } = state;
    this.#single.hidden = experiment.spec.replicates > 1;
    const curves = shownCurves(state);
    const step = lastStep(state, curves);
    const shown = `${String(step)} ${experiment.link}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { arms } = this.#effects(experiment.link, { at: 'last', measured: measuredAt(state, curves, step), holm: false, accuracy_size: undefined, loss_size: undefined });
    const sentences = (measure: string): string => arms.flatMap(({ effects }) => effects.filter((effect) => effect.measure === measure).map(({ sentence }) => sentence)).join(' ');
    setText(this.#accuracy, sentences('accuracy_gap'));
    setText(this.#loss, sentences('loss_gap'));
  }
}
