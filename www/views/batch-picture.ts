/** @file Why the tutorial's picture differs, in sentences beneath the chart that shows it. */

import type { Compared } from '../compared';
import type { Measured } from '../statistics';
import { byId, make } from './element';
import { inEnglish } from './in-english';
import { laterTexts } from '../texts/later';

type BatchPicture = (measured: Measured[]) => string[];

/** Shown as long as the lines are; written anew only when what is compared has changed. */
export class BatchPictureView {
  readonly #switch = byId('batch-lines', HTMLInputElement);
  readonly #host = byId('batch-picture', HTMLElement);
  readonly #sentences: BatchPicture;
  #shown: Compared | undefined;

  constructor(sentences: BatchPicture, redraw: () => void) {
    this.#sentences = sentences;
    this.#switch.addEventListener('change', redraw);
  }

  /** The reader wants the lines. */
  get on(): boolean {
    return this.#switch.checked;
  }

  render(compared: Compared): void {
    this.#host.hidden = !this.on;
    if (!this.on || compared === this.#shown) return;
    this.#shown = compared;
    const found = compared.measured.length === 0 ? [] : this.#sentences([...compared.measured]);
    const lines = found.length > 0 ? found.map((line) => inEnglish(make('p', '', line))) : [make('p', '', laterTexts().charts.no_batch_accuracy)];
    this.#host.replaceChildren(...lines);
  }
}
