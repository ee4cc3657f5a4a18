/** @file One test picture in the gallery: its true class, and what each network predicts for it. */

import { percent } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { colorOf } from '../../views/arm-look';
import { drawGrey, greyCanvas } from '../grey-picture';
import { SIDES } from '../inspector';
import { type PairPredictions, probabilitiesOf } from './pair-predictions';
import { ProbabilityBars } from './probability-bars';

/** A button with a picture, filled anew as the reader pages. */
export class GalleryCard {
  readonly element = make('li', 'gallery-card');
  readonly button = make('button', 'gallery-button');
  readonly #canvas = greyCanvas('small');
  readonly #truth = make('span', 'gallery-truth');
  readonly #predicted = SIDES.map(() => new PredictedLine());
  example = -1;

  constructor(onOpen: (example: number) => void) {
    this.button.type = 'button';
    this.#canvas.setAttribute('aria-hidden', 'true');
    this.button.append(this.#canvas, this.#truth, ...this.#predicted.map(({ element }) => element));
    this.button.addEventListener('click', () => onOpen(this.example));
    this.element.append(this.button);
  }

  show(pair: PairPredictions, names: readonly string[], { example, pixels }: { example: number; pixels: Uint8Array | undefined }): void {
    this.example = example;
    const label = pair.labels[example] ?? 0;
    drawGrey(this.#canvas, pixels);
    setText(this.#truth, insideTexts().gallery.truth(names[label] ?? ''));
    for (const side of SIDES) {
      const predicted = pair.predicted[side][example] ?? 0;
      const probabilities = probabilitiesOf(pair.seen[side], example);
      this.#predicted[side]?.show(pair.arms[side], probabilities, { label, words: `${names[predicted] ?? ''} ${percent(probabilities[predicted] ?? 0, 0)}`, is_wrong: predicted !== label });
    }
  }
}

/** What one network predicts, as bars and as words. */
class PredictedLine {
  readonly element = make('span', 'gallery-predicted');
  readonly #bars = new ProbabilityBars();
  readonly #arm = make('span', 'visually-hidden');
  readonly #words = make('span');

  constructor() {
    this.element.append(this.#arm, this.#bars.element, this.#words);
  }

  show(arm: PairPredictions['arms'][0], probabilities: readonly number[], { label, words, is_wrong }: { label: number; words: string; is_wrong: boolean }): void {
    this.element.style.setProperty('--hue', `var(${colorOf(arm.id)})`);
    this.element.classList.toggle('is-wrong', is_wrong);
    this.#bars.show(probabilities, label);
    setText(this.#arm, `${arm.name}: `);
    setText(this.#words, is_wrong ? `✗ ${words}` : words);
  }
}
