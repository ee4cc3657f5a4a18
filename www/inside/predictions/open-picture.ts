/** @file One test picture large, with every probability that both networks give it. */

import { capitalised, percent } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { drawGrey, greyCanvas } from '../grey-picture';
import { SIDES } from '../inspector';
import { type PairPredictions, probabilitiesOf } from './pair-predictions';
import { ProbabilityTable } from './probability-table';

/** What it asks of the gallery. */
export interface OpenPictureParts {
  readonly pixels: (example: number) => Uint8Array | undefined;
  readonly onDrawOn: (pixels: Uint8Array) => void;
  /** To the next picture of the filter (1), or the one before (-1). */
  readonly onMove: (by: number) => void;
  readonly onClosed: (example: number) => void;
}

/** A dialog: Escape closes it, the arrow keys go on. */
export class OpenPicture {
  readonly element = make('dialog', 'open-picture');
  readonly #parts: OpenPictureParts;
  readonly #title = make('h4');
  readonly #canvas = greyCanvas('large');
  readonly #words = make('p', 'open-picture-words');
  readonly #table = new ProbabilityTable();
  #draws_on = false;
  example = -1;

  constructor(parts: OpenPictureParts) {
    this.#parts = parts;
    this.#title.id = 'open-picture-title';
    this.element.setAttribute('aria-labelledby', this.#title.id);
    this.#canvas.setAttribute('role', 'img');
    this.#words.setAttribute('aria-live', 'polite');
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft' || key === 'ArrowRight') parts.onMove(key === 'ArrowLeft' ? -1 : 1);
    });
    this.element.addEventListener('close', () => this.#onClose());
    const buttons = make('div', 'open-picture-buttons', button(insideTexts().gallery.previous, () => parts.onMove(-1)), button(insideTexts().gallery.next, () => parts.onMove(1)), button(insideTexts().gallery.draw_on, () => this.#drawOn()), button(insideTexts().gallery.close, () => this.element.close()));
    this.element.append(this.#title, buttons, make('div', 'open-picture-parts', make('div', '', this.#canvas, this.#words), this.#table.element));
  }

  open(pair: PairPredictions, names: readonly string[], example: number): void {
    this.example = example;
    this.#show(pair, names);
    if (!this.element.open) this.element.showModal();
  }

  /** The networks have moved on while a picture is open. */
  refresh(pair: PairPredictions, names: readonly string[]): void {
    if (this.element.open) this.#show(pair, names);
  }

  #show(pair: PairPredictions, names: readonly string[]): void {
    const { example } = this;
    const label = pair.labels[example] ?? 0;
    const truth = names[label] ?? '';
    drawGrey(this.#canvas, this.#parts.pixels(example));
    this.#canvas.setAttribute('aria-label', insideTexts().gallery.picture(example + 1, truth));
    setText(this.#title, insideTexts().gallery.picture_title(example + 1, truth));
    const predicted = SIDES.map((side) => ({ arm: pair.arms[side], probabilities: probabilitiesOf(pair.seen[side], example), class_index: pair.predicted[side][example] ?? 0 }));
    setText(this.#words, predicted.map(({ arm, probabilities, class_index }) => `${capitalised(arm.name)}: ${names[class_index] ?? ''} ${percent(probabilities[class_index] ?? 0, 1)}${class_index === label ? '' : insideTexts().gallery.is_wrong}.`).join(' '));
    this.#table.show(insideTexts().own.masks_off, names, predicted, label);
  }

  #drawOn(): void {
    this.#draws_on = true;
    this.element.close();
  }

  #onClose(): void {
    const pixels = this.#draws_on ? this.#parts.pixels(this.example) : undefined;
    this.#draws_on = false;
    if (pixels) this.#parts.onDrawOn(pixels);
    else this.#parts.onClosed(this.example);
  }
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = make('button', '', text);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}
