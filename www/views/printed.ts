/** @file Makes the page a report while it is printed: where it can be found again and its settings on top, and the table open. */

import { laterTexts } from '../texts/later';
import { byId, make } from './element';

/** What has to be drawn before paper is. */
export interface PrintCallbacks {
  /** The settings in words. */
  readonly sentences: () => readonly string[];
  /** Writes the table, which the reader may not have opened. */
  readonly writeTable: () => void;
}

/** Changes nothing that the reader finds otherwise after printing. */
export class Printed {
  readonly #callbacks: PrintCallbacks;
  readonly #table = byId('table-details', HTMLDetailsElement);
  #head: HTMLElement | undefined;
  #table_was_open = false;

  constructor(callbacks: PrintCallbacks) {
    this.#callbacks = callbacks;
    addEventListener('beforeprint', () => this.#begin());
    addEventListener('afterprint', () => this.#end());
  }

  #begin(): void {
    this.#head = this.#newHead();
    document.querySelector('.masthead')?.after(this.#head);
    this.#table_was_open = this.#table.open;
    this.#table.open = true;
    this.#callbacks.writeTable();
  }

  #end(): void {
    if (!this.#head) return;
    this.#head.remove();
    this.#head = undefined;
    this.#table.open = this.#table_was_open;
  }

  #newHead(): HTMLElement {
    const { link, settings } = laterTexts().printed;
    const sentences = make('ul', 'sentences', ...this.#callbacks.sentences().map((text) => make('li', '', text)));
    return make('section', 'printed', make('h2', '', settings), sentences, make('p', '', `${link} `, make('span', '', location.href)));
  }
}
