/** @file Labelled inputs of the builder: each tells what was typed, as it is typed. */

import { make } from '../views/element';
import { asCount } from './draft';

let made = 0;

/** A label above its input, with a line of help below. */
export function labelled<E extends HTMLElement>(label: string, input: E, help = ''): HTMLElement {
  made += 1;
  input.id = `builder-${String(made)}`;
  const name = make('label', '', label);
  name.htmlFor = input.id;
  if (help === '') return make('div', 'builder-field', name, input);
  const line = make('p', 'help', help);
  line.id = `${input.id}-help`;
  input.setAttribute('aria-describedby', line.id);
  return make('div', 'builder-field', name, input, line);
}

export function lineInput(value: string, onChange: (text: string) => void): HTMLInputElement {
  const input = make('input');
  input.type = 'text';
  input.autocomplete = 'off';
  input.value = value;
  input.addEventListener('input', () => onChange(input.value));
  return input;
}

export function numberInput(value: number, onChange: (value: number) => void): HTMLInputElement {
  const input = make('input');
  input.type = 'number';
  input.step = 'any';
  input.min = '0';
  input.value = String(value);
  // What is no number is told by the checks as 0.
  input.addEventListener('input', () => onChange(Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : 0));
  return input;
}

/** For whole numbers: what is typed beside them is told as the nearest. */
export function countInput(value: number, onChange: (value: number) => void): HTMLInputElement {
  const input = numberInput(value, (typed) => onChange(asCount(typed)));
  input.step = '1';
  return input;
}

export function textInput(value: string, rows: number, onChange: (text: string) => void): HTMLTextAreaElement {
  const input = make('textarea');
  input.rows = rows;
  input.value = value;
  input.addEventListener('input', () => onChange(input.value));
  return input;
}

/** Choices by value and label. */
export function selectInput(choices: readonly (readonly [value: string, label: string])[], value: string, onChange: (value: string) => void): HTMLSelectElement {
  const options = choices.map(([choice, label]) => {
    const option = make('option', '', label);
    option.value = choice;
    return option;
  });
  const select = make('select', '', ...options);
  select.value = value;
  select.addEventListener('change', () => onChange(select.value));
  return select;
}

export function button(name: string, onPress: () => void, class_name = ''): HTMLButtonElement {
  const pressed = make('button', class_name, name);
  pressed.type = 'button';
  pressed.addEventListener('click', onPress);
  return pressed;
}
