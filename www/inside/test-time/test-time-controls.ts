/** @file The controls of dropout at test time: masks on or off, how many passes, stop, and the forgotten scaling. */

import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';

export const MOST_PASSES = 100;
/** At first; the charts have room for as many from the start. */
export const FIRST_PASSES = 20;

/** What the reader wants. */
export interface Choice {
  readonly masks_on: boolean;
  readonly passes: number;
  readonly unscaled: boolean;
  readonly is_stopped: boolean;
}

/** Calls back after each change. */
export class TestTimeControls {
  readonly element = make('div', 'test-time-controls');
  readonly #onChange: () => void;
  readonly #masks = switchOf('masks-on', insideTexts().test_time.masks_on);
  readonly #unscaled = switchOf('not-scaled', insideTexts().test_time.forgot_to_scale);
  readonly #slider = make('input');
  readonly #passes_text = make('output');
  readonly #stop = make('button', '', insideTexts().test_time.stop);
  readonly #progress = make('p', 'test-time-progress');
  readonly #more = make('div', 'test-time-more');
  #is_stopped = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    Object.assign(this.#slider, { type: 'range', id: 'test-time-passes', min: '1', max: String(MOST_PASSES), step: '1', value: String(FIRST_PASSES) });
    const label = make('label', 'slider-label', insideTexts().test_time.passes_averaged);
    label.htmlFor = this.#slider.id;
    this.#stop.type = 'button';
    this.#stop.addEventListener('click', () => this.#stopOrGoOn());
    for (const { input } of [this.#masks, this.#unscaled]) input.addEventListener('change', () => this.#changed());
    this.#slider.addEventListener('input', () => this.#changed());
    this.#more.append(make('div', 'test-time-slider', make('div', 'drop-label', label, this.#passes_text), this.#slider), this.#stop, this.#progress, this.#unscaled.label);
    this.element.append(this.#masks.label, this.#more);
    this.#write();
  }

  get choice(): Choice {
    return { masks_on: this.#masks.input.checked, passes: Number(this.#slider.value), unscaled: this.#unscaled.input.checked, is_stopped: this.#is_stopped };
  }

  /** A number of passes picked elsewhere. */
  setPasses(passes: number): void {
    this.#slider.value = String(passes);
    this.#changed();
  }

  /** How far the passes are. */
  show(words: string, is_running: boolean): void {
    setText(this.#progress, words);
    setText(this.#stop, this.#is_stopped ? insideTexts().test_time.go_on : insideTexts().test_time.stop);
    this.#stop.disabled = !is_running && !this.#is_stopped;
  }

  #stopOrGoOn(): void {
    this.#is_stopped = !this.#is_stopped;
    this.#onChange();
  }

  #changed(): void {
    this.#write();
    this.#onChange();
  }

  #write(): void {
    this.#more.hidden = !this.#masks.input.checked;
    setText(this.#passes_text, this.#slider.value);
    this.#slider.style.setProperty('--filled', `${((Number(this.#slider.value) - 1) / (MOST_PASSES - 1)) * 100}%`);
  }
}

function switchOf(id: string, text: string): { readonly input: HTMLInputElement; readonly label: HTMLElement } {
  const input = make('input');
  input.type = 'checkbox';
  input.id = id;
  input.setAttribute('role', 'switch');
  const label = make('label', 'switch', input, make('span', '', text));
  label.htmlFor = id;
  return { input, label };
}
