/** @file A text to be read and copied: scrolls by itself, and is selected where a browser does not let the page copy. */

import { laterTexts } from '../texts/later';
import { make, setText } from '../views/element';

export class CopyText {
  readonly element: HTMLElement;
  readonly #text: HTMLElement;
  readonly #said = make('span', 'take-said');

  /** `name` tells what the text is. */
  constructor(name: string) {
    this.#text = make('pre', 'take-text');
    this.#text.tabIndex = 0;
    this.#text.setAttribute('role', 'region');
    this.#text.setAttribute('aria-label', name);
    this.#said.setAttribute('role', 'status');
    const copy = make('button', '', laterTexts().take_away.copy);
    copy.type = 'button';
    copy.setAttribute('aria-label', `${laterTexts().take_away.copy}: ${name}`);
    copy.addEventListener('click', () => void this.#copy());
    this.element = make('div', 'copy-text', this.#text, copy, this.#said);
  }

  show(text: string): void {
    setText(this.#text, text);
    setText(this.#said, '');
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#text.textContent);
      setText(this.#said, laterTexts().take_away.copied);
    } catch {
      this.#text.focus();
      getSelection()?.selectAllChildren(this.#text);
      setText(this.#said, laterTexts().take_away.selected);
    }
  }
}
