/** @file Your own picture: drawn or from a file, with what both networks predict for it, masks off and over masked passes. */

import { capitalised, percent } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { sentence } from '../../workbench';
import { DrawingPad } from './drawing-pad';
import { checkbox } from '../fields';
import { type Inspector, type PicturePrediction, SIDES, Stale, type Standing } from '../inspector';
import { largestOf } from './pair-predictions';
import { PictureFile, takeDropped } from './picture-file';
import { ProbabilityTable, type Predicted } from './probability-table';
import { spreadOf } from '../test-time/spread';

const PASSES = 20;
const MOST_PASSES = 100;

/** Asks both networks after each stroke: one question at a time, and the newest picture at last. */
export class OwnPicture {
  readonly element = make('section', 'inside-part');
  readonly #inspector: Inspector;
  readonly #onFault: (words: string) => void;
  readonly #pad = new DrawingPad(() => this.#ask());
  readonly #file = new PictureFile((pixels) => this.#pad.put(pixels));
  readonly #slider = make('input');
  readonly #passes_text = make('output');
  readonly #words = make('p', 'own-words');
  readonly #table = new ProbabilityTable();
  readonly #predicted = make('div', 'own-predicted', this.#words, this.#table.element);
  #names: readonly string[] = [];
  #asking = false;
  #asks_again = false;

  constructor(inspector: Inspector, onFault: (words: string) => void) {
    this.#inspector = inspector;
    this.#onFault = onFault;
    this.#words.setAttribute('role', 'status');
    const { own } = insideTexts();
    const parts = make('div', 'own-parts', make('div', 'own-drawing', this.#pad.element, this.#buttons(), this.#file.element, this.#passesRow()), this.#predicted);
    takeDropped(parts, (file) => void this.#file.take(file));
    this.element.append(make('h3', '', own.title), make('p', 'help', own.help), parts);
  }

  /** The networks or the names of the classes are others. */
  show(names: readonly string[]): void {
    this.#names = names;
    this.#ask();
  }

  /** Takes a test picture to draw on. */
  take(pixels: Uint8Array): void {
    this.#pad.put(pixels);
    this.element.scrollIntoView({ block: 'nearest' });
    this.#pad.element.focus({ preventScroll: true });
  }

  #buttons(): HTMLElement {
    const made = (text: string, onClick: () => void): HTMLButtonElement => {
      const button = make('button', '', text);
      button.type = 'button';
      button.addEventListener('click', onClick);
      return button;
    };
    const eraser = checkbox(insideTexts().own.erase);
    eraser.control.addEventListener('change', () => {
      this.#pad.erases = eraser.control.checked;
    });
    return make('div', 'own-buttons', made(insideTexts().own.clear, () => this.#pad.clear()), made(insideTexts().own.invert, () => this.#pad.invert()), eraser.element);
  }

  #passesRow(): HTMLElement {
    Object.assign(this.#slider, { type: 'range', id: 'own-passes', min: '0', max: String(MOST_PASSES), step: '1', value: String(PASSES) });
    const onInput = (): void => {
      setText(this.#passes_text, this.#slider.value);
      this.#slider.style.setProperty('--filled', `${this.#slider.value}%`);
    };
    this.#slider.addEventListener('input', () => {
      onInput();
      this.#ask();
    });
    onInput();
    const label = make('label', 'slider-label', `${insideTexts().own.passes} `);
    label.htmlFor = this.#slider.id;
    return make('div', 'own-passes', make('div', 'drop-label', label, this.#passes_text), this.#slider);
  }

  #ask(): void {
    this.#asks_again = this.#asking;
    const standing = this.#inspector.standing();
    if (this.#asking || !standing || this.#names.length === 0) return;
    this.#asking = true;
    void this.#answer(standing).finally(() => {
      this.#asking = false;
      if (this.#asks_again) this.#ask();
    });
  }

  async #answer(standing: Standing): Promise<void> {
    const { is_empty } = this.#pad;
    const look = { kind: 'picture', pixels: this.#pad.pixels, passes: Number(this.#slider.value), scaled: true } as const;
    try {
      const seen = await Promise.all(SIDES.map((side) => this.#inspector.look(side, look)));
      this.#show(standing.arms, seen, is_empty);
    } catch (error) {
      // The networks have changed: their new predictions bring a new question.
      if (!(error instanceof Stale)) this.#onFault(sentence(error));
    }
  }

  #show(arms: Standing['arms'], seen: readonly PicturePrediction[], is_empty: boolean): void {
    const predicted = seen.map((one, side): Predicted => ({ arm: arms[side === 0 ? 0 : 1], probabilities: one.probabilities, spread: spreadOf(one.passes) }));
    const passes = predicted[0]?.spread?.passes ?? 0;
    const caption = passes === 0 ? insideTexts().own.masks_off : insideTexts().own.masks_off_and_on(passes);
    this.#table.show(caption, this.#names, predicted);
    const classes = predicted.map(({ arm, probabilities }) => `${capitalised(arm.name)}: ${this.#names[largestOf(probabilities)] ?? ''} ${percent(Math.max(...probabilities), 1)}.`).join(' ');
    setText(this.#words, is_empty ? `${insideTexts().own.empty} ${classes}` : classes);
  }
}
