/** @file The field for the epoch at which training pauses, and what it does now in words. */

import { pauseStep, type State } from '../state';
import { byId, setText } from './element';
import { texts } from '../texts/texts';

/** The field beside the run controls. */
export class PauseAtView {
  readonly #field = byId('pause-at', HTMLInputElement);
  readonly #text = byId('pause-at-text', HTMLElement);
  /** What was typed and is no epoch. */
  #refused: string | undefined;

  constructor(onChange: (epoch: number | undefined) => void) {
    this.#field.addEventListener('change', () => {
      const { value, validity } = this.#field;
      const is_epoch = /^\d+$/.test(value) && Number(value) > 0;
      this.#refused = is_epoch || (value === '' && !validity.badInput) ? undefined : value;
      onChange(is_epoch ? Number(value) : undefined);
    });
  }

  render(state: State): void {
    const { epochs } = state.experiment.spec;
    if (this.#field.max !== String(epochs)) this.#field.max = String(epochs);
    if (this.#refused === undefined && document.activeElement !== this.#field) this.#field.value = String(state.pause_epoch ?? '');
    setText(this.#text, this.#refused === undefined ? pauseText(state) : texts().pause_at.refused(this.#refused, epochs));
  }
}

/** What the field does in this state. */
export function pauseText(state: State): string {
  const { pause_epoch, experiment } = state;
  if (pause_epoch === undefined) return texts().pause_at.empty;
  if (pause_epoch >= experiment.spec.epochs) return texts().pause_at.beyond(experiment.spec.epochs);
  if (pauseStep(state) === undefined) return texts().pause_at.behind(pause_epoch);
  return texts().pause_at.set(pause_epoch);
}
