/** @file The region of notices: read aloud politely, each dismissible. */

import type { PageNotice, State } from '../state';
import { texts } from '../texts/texts';
import { byId, make, setText } from './element';
import { inEnglish } from './in-english';

/** A notice on the page. */
interface Shown {
  readonly element: HTMLElement;
  readonly count: HTMLElement;
}

/** Keeps one element for each notice. */
export class NoticesView {
  readonly #region = byId('notices', HTMLElement);
  readonly #shown = new Map<number, Shown>();
  readonly #onDismiss: (notice_id: number) => void;

  constructor(onDismiss: (notice_id: number) => void) {
    this.#onDismiss = onDismiss;
  }

  render({ notices }: State): void {
    const standing = new Set(notices.map(({ notice_id }) => notice_id));
    for (const [id, { element }] of this.#shown) {
      if (standing.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
    for (const notice of notices) {
      const shown = this.#shown.get(notice.notice_id) ?? this.#show(notice);
      setText(shown.count, notice.count === 1 ? '' : ` ${texts().notices.times(notice.count)}`);
    }
  }

  #show({ notice_id, text, offers_reload, is_english }: PageNotice): Shown {
    const count = make('span', 'notice-count');
    // Read aloud, each further time would interrupt whoever listens.
    count.setAttribute('aria-hidden', 'true');
    const dismiss = button('dismiss', '×', () => this.#onDismiss(notice_id));
    dismiss.setAttribute('aria-label', texts().notices.dismiss);
    const reload = offers_reload ? [button('', texts().notices.reload, () => location.reload())] : [];
    const element = make('div', 'notice', inEnglish(make('p', '', text, count), is_english), ...reload, dismiss);
    const shown = { element, count };
    this.#shown.set(notice_id, shown);
    this.#region.append(element);
    return shown;
  }
}

function button(class_name: string, text: string, act: () => void): HTMLButtonElement {
  const element = make('button', class_name, text);
  element.type = 'button';
  element.addEventListener('click', act);
  return element;
}
