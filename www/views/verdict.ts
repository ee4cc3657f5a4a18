/** @file What the comparison says: the paired differences with their intervals, in sentences. */

import type { effects } from '../statistics';
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
    const shown = `${String(lastStep(state, shownCurves(state)))} ${experiment.link}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const [accuracy, loss] = verdictsOf(state, this.#effects);
    setText(this.#accuracy, accuracy);
    setText(this.#loss, loss);
  }
}

/** What can be said of the accuracy gap and of the loss gap; empty before the first evaluation. */
export function verdictsOf(state: State, compare: typeof effects): [accuracy: string, loss: string] {
  const curves = shownCurves(state);
  const measured = measuredAt(state, curves, lastStep(state, curves));
  const { arms } = compare(state.experiment.link, { at: 'last', measured });
  const sentences = (measure: string): string => arms.flatMap(({ effects }) => effects.filter((effect) => effect.measure === measure).map(({ sentence }) => sentence)).join(' ');
  return [sentences('accuracy_gap'), sentences('loss_gap')];
}
