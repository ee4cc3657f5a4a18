/** @file Labelled fields of the panels. */

import { make } from '../views/element';

/** A control with its label. */
export interface Field<C extends HTMLElement> {
  readonly element: HTMLElement;
  readonly control: C;
}

/** A whole number from 1 on. */
export function numberField(id: string, name: string, value: number): Field<HTMLInputElement> {
  const input = make('input');
  Object.assign(input, { id, type: 'number', min: '1', step: '1', value: String(value), autocomplete: 'off' });
  input.inputMode = 'numeric';
  return { element: labelled(id, name, input), control: input };
}

/** A choice; its options are filled in by whoever knows them, or given. */
export function selectField(id: string, name: string, choices: readonly (readonly [value: string, words: string])[] = []): Field<HTMLSelectElement> {
  const select = make('select');
  select.id = id;
  select.append(...choices.map(([value, words]) => new Option(words, value)));
  return { element: labelled(id, name, select), control: select };
}

/** A box to tick, with its words behind it. */
export function checkbox(words: string): Field<HTMLInputElement> {
  const input = make('input');
  input.type = 'checkbox';
  return { element: make('label', 'check', input, make('span', '', words)), control: input };
}

function labelled(id: string, name: string, control: HTMLElement): HTMLElement {
  const label = make('label', '', name);
  label.htmlFor = id;
  return make('div', 'inside-field', label, control);
}
