/** @file The controls by which a reader says what is compared, and how strictly. */

import { type Choice, FIRST_CHOICE } from '../compared';
import type { At } from '../statistics';
import { byId } from './element';

/** Holds the choice; the controls and the charts change it. */
export class CompareChoice {
  readonly #radios = [...document.querySelectorAll<HTMLInputElement>('input[name="compare-at"]')];
  readonly #onChange: () => void;
  #choice = FIRST_CHOICE;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    for (const radio of this.#radios) radio.addEventListener('change', () => this.#change({ at: radio.value as At }));
    const holm = byId('holm', HTMLInputElement);
    holm.checked = false;
    holm.addEventListener('change', () => this.#change({ holm: holm.checked }));
    const [accuracy, loss] = [byId('accuracy-size', HTMLInputElement), byId('loss-size', HTMLInputElement)];
    accuracy.addEventListener('change', () => this.#change({ accuracy_size: sizeOf(accuracy, 100) }));
    loss.addEventListener('change', () => this.#change({ loss_size: sizeOf(loss, 1) }));
    this.#show();
  }

  get choice(): Choice {
    return this.#choice;
  }

  /** The epoch that is compared as picked, and so marked on the charts. */
  get shown_epoch(): number | undefined {
    return this.#choice.at === 'step' ? this.#choice.picked_epoch : undefined;
  }

  /** An evaluation is picked on the charts, or let go of. */
  pick(epoch: number | undefined): void {
    if (epoch !== undefined) this.#change({ at: 'step', picked_epoch: epoch });
    else if (this.#choice.at === 'step') this.#change({ at: 'last', picked_epoch: undefined });
  }

  #change(part: Partial<Choice>): void {
    this.#choice = { ...this.#choice, ...part };
    this.#show();
    this.#onChange();
  }

  #show(): void {
    for (const radio of this.#radios) radio.checked = radio.value === this.#choice.at;
  }
}

/** What a field says, in the unit of the measures; empty or not above zero stands for none. */
function sizeOf({ valueAsNumber }: HTMLInputElement, per_unit: number): number | undefined {
  return valueAsNumber > 0 ? valueAsNumber / per_unit : undefined;
}
