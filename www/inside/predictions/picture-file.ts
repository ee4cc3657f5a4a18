/** @file An image file for the drawing: chosen or dropped, brought to 28 by 28 pixels as two boxes say. */

import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { sentence } from '../../workbench';
import { checkbox } from '../fields';
import { decoded } from './decode';
import { type Grey, shrunk } from './shrink';

/** The chooser and its boxes. Ticking one takes the file that was chosen last anew. */
export class PictureFile {
  readonly element = make('div', 'picture-file');
  readonly #onPixels: (pixels: Uint8Array) => void;
  readonly #centres = checkbox(insideTexts().own.trim);
  readonly #inverts = checkbox(insideTexts().own.turn_over);
  readonly #words = make('p', 'help');
  #chosen: { readonly name: string; readonly picture: Grey } | undefined;

  constructor(onPixels: (pixels: Uint8Array) => void) {
    this.#onPixels = onPixels;
    const picker = make('input');
    picker.type = 'file';
    picker.accept = 'image/*';
    this.#words.setAttribute('role', 'status');
    picker.addEventListener('change', () => {
      const [file] = picker.files ?? [];
      // The same file can then be chosen again.
      picker.value = '';
      if (file) void this.take(file);
    });
    for (const { control } of [this.#centres, this.#inverts]) {
      control.checked = true;
      control.addEventListener('change', () => this.#hand());
    }
    this.element.append(make('label', '', `${insideTexts().own.file} `, picker), this.#centres.element, this.#inverts.element, this.#words);
  }

  async take(file: File): Promise<void> {
    try {
      this.#chosen = { name: file.name, picture: await decoded(file) };
    } catch (error) {
      return setText(this.#words, sentence(error));
    }
    this.#hand();
  }

  #hand(): void {
    if (!this.#chosen) return;
    const { name, picture } = this.#chosen;
    setText(this.#words, insideTexts().own.brought(name, picture.width, picture.height));
    this.#onPixels(shrunk(picture, { centres: this.#centres.control.checked, inverts: this.#inverts.control.checked }));
  }
}

/** Files dropped here are pictures; elsewhere on the page they are data files. */
export function takeDropped(zone: HTMLElement, onFile: (file: File) => void): void {
  zone.addEventListener('dragover', (event) => event.preventDefault());
  zone.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    document.documentElement.classList.remove('dropping');
    onFile(file);
  });
}
