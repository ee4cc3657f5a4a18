/** @file One arm in the list of arms. */

import { symbolPicture } from '../charts/symbols';
import type { ArmChange, ArmDescription } from '../core';
import { colorOf, symbolOf } from './arm-look';
import { make, setText } from './element';
import { texts } from '../texts/texts';

/** What a row shows beside the arm's description. */
export interface ArmFacts {
  /** Drop probabilities in force. */
  readonly drop: readonly number[];
  /** The name that the reader gave it. */
  readonly own_name: string;
  readonly is_reference: boolean;
  /** Its compute time in words. */
  readonly time: string;
}

/** A row of the list; those of pinned arms can be named, moved and removed. */
export class ArmRow {
  readonly id: string;
  readonly element: HTMLElement;
  readonly #sample = make('span', 'arm-sample');
  readonly #name: HTMLInputElement | HTMLElement;
  readonly #drop = make('span', 'arm-drop');
  readonly #facts = make('span', 'arm-facts');
  readonly #reference = make('input');
  readonly #up = make('button', 'arm-act', '↑');
  readonly #down = make('button', 'arm-act', '↓');
  readonly #remove = make('button', 'arm-act', texts().arms.remove);
  #look = '';
  #own_name = '';

  /** `pinned_count` is the number of pinned arms, which bounds how far one moves. */
  constructor(id: string, pinned_count: number, onChange: (change: ArmChange) => void) {
    this.id = id;
    this.#sample.style.setProperty('--arm', `var(${colorOf(id)})`);
    const index = id.startsWith('pinned-') ? Number(id.slice('pinned-'.length)) - 1 : undefined;
    this.#name = index === undefined ? make('strong', 'arm-name') : this.#nameField(index, onChange);
    // One name makes the radios of all rows one group, which holds none of the fields and buttons between them.
    Object.assign(this.#reference, { type: 'radio', name: 'reference', value: id, title: texts().arms.reference_help });
    this.#reference.addEventListener('change', () => onChange({ reference: { arm: id } }));
    const reference = make('label', 'check arm-reference', this.#reference, make('span', '', texts().arms.reference));
    reference.dataset['part'] = 'reference';
    const acts = make('span', 'arm-buttons');
    if (index !== undefined) for (const element of [this.#name, acts]) element.dataset['part'] = 'pin';
    if (index !== undefined) {
      this.#up.disabled = index === 0;
      this.#down.disabled = index === pinned_count - 1;
      // Alone it has nowhere to go.
      for (const button of [this.#up, this.#down]) button.hidden = pinned_count === 1;
      this.#up.addEventListener('click', () => onChange({ move: { index, to: index - 1 } }));
      this.#down.addEventListener('click', () => onChange({ move: { index, to: index + 1 } }));
      this.#remove.addEventListener('click', () => onChange({ remove: { index } }));
      for (const button of [this.#up, this.#down, this.#remove]) button.type = 'button';
      acts.append(this.#up, this.#down, this.#remove);
    }
    this.element = make('li', 'arm-row', make('span', 'arm-who', this.#sample, this.#name), make('span', 'arm-what', this.#drop, this.#facts), reference, acts);
  }

  update({ id, name, shares_seeds }: ArmDescription, { drop, own_name, is_reference, time }: ArmFacts): void {
    const look = symbolOf(id) ?? 'none';
    if (look !== this.#look) {
      this.#look = look;
      this.#sample.replaceChildren(...(look === 'none' ? [] : [symbolPicture(look)]));
    }
    if (this.#name instanceof HTMLInputElement) {
      this.#own_name = own_name;
      this.#name.placeholder = name;
      if (document.activeElement !== this.#name) this.#name.value = own_name;
    } else setText(this.#name, name);
    setText(this.#drop, id === 'baseline' ? texts().arms.drops_nothing : texts().arms.drops(drop.join(' / ')));
    setText(this.#facts, [...(shares_seeds ? [] : [texts().arms.other_seeds]), ...(time ? [time] : [])].join(' · '));
    this.#reference.setAttribute('aria-label', texts().arms.reference_of(name));
    this.#reference.checked = is_reference;
    this.#up.setAttribute('aria-label', texts().arms.move_up(name));
    this.#down.setAttribute('aria-label', texts().arms.move_down(name));
    this.#remove.setAttribute('aria-label', texts().arms.remove_of(name));
  }

  /** The button that moves on in the same direction, or the other one where there is no further place. */
  focusMove(direction: 'up' | 'down'): void {
    const [wanted, other] = direction === 'up' ? [this.#up, this.#down] : [this.#down, this.#up];
    (wanted.disabled ? other : wanted).focus({ preventScroll: true });
  }

  focusRemove(): void {
    this.#remove.focus({ preventScroll: true });
  }

  #nameField(index: number, onChange: (change: ArmChange) => void): HTMLInputElement {
    const field = make('input', 'arm-name');
    Object.assign(field, { type: 'text', maxLength: 24, spellcheck: false, autocomplete: 'off' });
    field.setAttribute('aria-label', texts().arms.name_of(index + 1));
    field.addEventListener('change', () => onChange({ rename: { index, name: field.value } }));
    // A name that was refused gives way to the one that stands, once that has been drawn.
    field.addEventListener('blur', () => requestAnimationFrame(() => (field.value = this.#own_name)));
    return field;
  }
}
