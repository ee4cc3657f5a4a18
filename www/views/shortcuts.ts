/** @file Listens for keyboard shortcuts, presses the buttons that they stand for, and shows them on these. */

import type { Lab } from '../lab';
import { meaningOf, type Shortcut, SHORTCUTS } from '../shortcuts';
import { later } from '../later';
import { texts } from '../texts/texts';
import { byId, setText } from './element';
import { enableWaiting } from './waiting';

const KEPT_UNDER = 'dropout-lab shortcuts';

/** Letters typed here are text; a list of choices looks for what begins with them. */
const TYPED_INTO = 'input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=file]), textarea, select, [contenteditable]';

/** Single keys can be switched off; whoever dictates or brushes a key would press buttons unasked. */
export class Shortcuts {
  readonly #lab: Lab;
  readonly #drawNow: () => void;
  readonly #said = byId('shortcut-said', HTMLElement);
  #single_keys = wasOn();

  /** `drawNow` brings the buttons up to the state: a key may come in the same frame as what changed it. */
  constructor(lab: Lab, drawNow: () => void) {
    this.#lab = lab;
    this.#drawNow = drawNow;
    document.addEventListener('keydown', (event) => this.#onKey(event));
    byId('shortcuts', HTMLButtonElement).addEventListener('click', () => void this.#showList());
    enableWaiting('steering');
    this.#mark();
  }

  get single_keys(): boolean {
    return this.#single_keys;
  }

  switchTo(on: boolean): void {
    this.#single_keys = on;
    try {
      localStorage.setItem(KEPT_UNDER, on ? 'on' : 'off');
    } catch {
      // Where nothing may be kept it holds as long as the page is open.
    }
    this.#mark();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    if (event.target instanceof Element && event.target.closest(TYPED_INTO)) return;
    const meaning = meaningOf(event, this.#single_keys);
    // A key that is held down is one press.
    if (!meaning || (event.repeat && meaning.is_single)) return;
    event.preventDefault();
    this.#press(meaning.shortcut);
  }

  #press(shortcut: Shortcut): void {
    const { not_now, locked } = texts().steering;
    setText(this.#said, '');
    if (shortcut.name === 'charts') return goToCharts();
    if (shortcut.name === 'list') return void this.#showList();
    this.#drawNow();
    const buttons = shortcut.buttons.map((id) => byId(id, HTMLButtonElement));
    const is_locked = buttons.some(({ dataset }) => dataset['locked'] !== undefined);
    // These keys are the reader's also where the buttons are not shown.
    if ((shortcut.name === 'undo' || shortcut.name === 'redo') && !is_locked && this.#lab.travel(shortcut.name)) return;
    const button = buttons.find((one) => !one.disabled && one.getAttribute('aria-disabled') !== 'true' && one.checkVisibility());
    if (button) return button.click();
    setText(this.#said, is_locked ? locked : not_now(texts().shortcuts[shortcut.name]));
  }

  async #showList(): Promise<void> {
    const { showShortcuts } = await later(() => import('./shortcuts-list'));
    showShortcuts(this);
  }

  /** Undo and redo keep the keys that they have anywhere. */
  #mark(): void {
    const { title } = texts().shortcuts;
    for (const { name, key, buttons } of SHORTCUTS) {
      const always = ALWAYS[name] ?? [];
      const keys = [...(this.#single_keys ? [key.toUpperCase()] : []), ...always];
      for (const id of buttons) {
        const button = byId(id, HTMLButtonElement);
        if (keys.length > 0) button.setAttribute('aria-keyshortcuts', keys.join(' '));
        else button.removeAttribute('aria-keyshortcuts');
        const text = keys.length > 0 ? title(keys[0] ?? '') : '';
        // What a locked button says of itself comes back when it is unlocked.
        if (button.dataset['locked'] !== undefined) button.dataset['locked'] = text;
        else if (text !== '') button.title = text;
        else button.removeAttribute('title');
      }
    }
  }
}

const ALWAYS: Partial<Record<string, readonly string[]>> = { undo: ['Control+Z', 'Meta+Z'], redo: ['Control+Shift+Z', 'Meta+Shift+Z', 'Control+Y'] };

function wasOn(): boolean {
  try {
    return localStorage.getItem(KEPT_UNDER) !== 'off';
  } catch {
    return true;
  }
}

function goToCharts(): void {
  const charts = document.querySelectorAll<HTMLElement>('.charts [role=group][tabindex]');
  const first = [...charts].find((chart) => chart.checkVisibility());
  first?.closest('figure')?.scrollIntoView({ block: 'start' });
  first?.focus({ preventScroll: true });
}
