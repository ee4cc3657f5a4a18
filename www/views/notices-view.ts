/** @file The region of notices: read aloud politely, each dismissible. */

import type { State } from '../state';
import { byId, make } from './element';

/** Keeps one element for each notice. */
export class NoticesView {
  readonly #region = byId('notices', HTMLElement);
  readonly #shown = new Map<number, HTMLElement>();
  readonly #onDismiss: (notice_id: number) => void;

  constructor(onDismiss: (notice_id: number) => void) {
    this.#onDismiss = onDismiss;
  }

  render({ notices }: State): void {
    const standing = new Set(notices.map(({ notice_id }) => notice_id));
    for (const [id, element] of this.#shown) {
      if (standing.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
    for (const { notice_id, text } of notices) {
      if (this.#shown.has(notice_id)) continue;
      const dismiss = make('button', 'dismiss', '×');
      dismiss.type = 'button';
      dismiss.setAttribute('aria-label', 'Dismiss this notice');
      dismiss.addEventListener('click', () => this.#onDismiss(notice_id));
      const element = make('div', 'notice', make('p', '', text), dismiss);
      this.#shown.set(notice_id, element);
      this.#region.append(element);
    }
  }
}
