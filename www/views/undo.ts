/** @file The buttons Undo and Redo, and in words what they would do and have done. */

import type { Setting } from '../core';
import { type Change, changedSettings, type Move, nextChange } from '../past';
import type { State } from '../state';
import { texts } from '../texts/texts';
import { byId, setText } from './element';

/** Longer values are not said. */
const LONGEST = 24;

/** The pair of buttons beside those that train. */
export class UndoView {
  readonly #settings: readonly Setting[];
  readonly #buttons: Readonly<Record<Move, HTMLButtonElement>> = { undo: byId('undo', HTMLButtonElement), redo: byId('redo', HTMLButtonElement) };
  readonly #said = byId('undo-said', HTMLElement);
  readonly #help: Readonly<Record<Move, string>>;

  constructor(settings: readonly Setting[], onMove: (move: Move) => unknown) {
    this.#settings = settings;
    this.#help = { undo: byId('undo-text', HTMLElement).textContent, redo: byId('redo-text', HTMLElement).textContent };
    for (const move of MOVES) this.#buttons[move].addEventListener('click', () => onMove(move));
  }

  render({ past }: State): void {
    const focused = MOVES.find((move) => this.#buttons[move] === document.activeElement);
    for (const move of MOVES) {
      const button = this.#buttons[move];
      const change = nextChange(past, move);
      if (button.dataset['locked'] === undefined && button.disabled !== (change === undefined)) button.disabled = change === undefined;
      setText(byId(`${move}-text`, HTMLElement), change ? this.#words(change, move) : this.#help[move]);
    }
    // The focus would be lost with the last change that can be undone; the other button has one then.
    if (focused && this.#buttons[focused].disabled) this.#buttons[focused === 'undo' ? 'redo' : 'undo'].focus({ preventScroll: true });
    const { undone, redone } = texts().steering;
    setText(this.#said, past.last ? (past.last.move === 'undo' ? undone : redone)(this.#words(past.last.change, past.last.move)) : '');
  }

  /** "Learning rate back to 0.1.", or the names of several settings. */
  #words(change: Change, move: Move): string {
    const { undo_one, undo_some, redo_one, redo_some } = texts().steering;
    const changed = changedSettings(change).flatMap(({ key, from, to }) => {
      const setting = this.#settings.find((one) => one.key === key);
      return setting ? [{ setting, value: valueText(setting, move === 'undo' ? from : to) }] : [];
    });
    const [only, ...others] = changed;
    if (only && others.length === 0 && only.value !== '' && only.value.length <= LONGEST) return (move === 'undo' ? undo_one : redo_one)(only.setting.label, only.value);
    return (move === 'undo' ? undo_some : redo_some)(changed.map(({ setting }) => setting.label));
  }
}

const MOVES: readonly Move[] = ['undo', 'redo'];

/** A value as its control shows it. */
function valueText({ kind }: Setting, text: string): string {
  if (kind.kind === 'choice') return kind.choices.find(({ value }) => value === text)?.label ?? text;
  if (kind.kind === 'flag') return text === '1' ? texts().steering.on : texts().steering.off;
  return text;
}
