/** @file A labelled control for each setting of the link, built from the schema. */

import type { Setting } from '../core';
import type { State } from '../state';
import { texts } from '../texts/texts';
import { unreachable } from '../unreachable';
import { byId, make } from './element';

type Control = HTMLInputElement | HTMLSelectElement;

/** The settings that have no place of their own: the sliders stand in the network, the arms in their list. */
export class SettingsView {
  readonly #controls = new Map<string, Control>();
  /** What the reader is typing into: left alone until it is done. */
  #typing: Control | undefined;

  constructor(settings: readonly Setting[], onChange: (key: string, text: string) => void) {
    for (const setting of settings) {
      if (setting.group !== 'main' && setting.group !== 'more') continue;
      const control = controlOf(setting);
      control.addEventListener('input', () => (this.#typing = control));
      control.addEventListener('blur', () => (this.#typing = undefined));
      control.addEventListener('change', () => {
        this.#typing = undefined;
        onChange(setting.key, textOf(control));
      });
      this.#controls.set(setting.key, control);
      byId(setting.group === 'main' ? 'main-settings' : 'more-settings', HTMLElement).append(fieldOf(setting, control));
    }
  }

  render({ experiment }: State): void {
    for (const { key, text } of experiment.texts) {
      const control = this.#controls.get(key);
      if (!control || control === this.#typing || textOf(control) === text) continue;
      if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = text === '1';
      else control.value = text;
    }
  }
}

function fieldOf(setting: Setting, control: Control): HTMLElement {
  const id = `setting-${setting.key}`;
  control.id = id;
  const label = make('label', '', setting.label);
  label.htmlFor = id;
  const help = make('p', 'help', setting.help);
  help.id = `${id}-help`;
  control.setAttribute('aria-describedby', help.id);
  const is_flag = setting.kind.kind === 'flag';
  const line = make('div', 'field-line', control, ...(setting.unit ? [make('span', 'unit-name', setting.unit)] : []));
  const field = is_flag ? make('div', 'field flag', make('div', 'field-line', control, label), help) : make('div', 'field', label, line, help);
  field.dataset['part'] = setting.key;
  return field;
}

function controlOf({ kind }: Setting): Control {
  switch (kind.kind) {
    case 'number': {
      const input = make('input');
      Object.assign(input, { type: 'number', min: String(kind.min), max: String(kind.max), step: kind.whole ? '1' : 'any' });
      input.inputMode = kind.whole ? 'numeric' : 'decimal';
      return input;
    }
    case 'choice': {
      const options = kind.choices.map(({ value, label }) => new Option(label, value));
      return make('select', '', ...options);
    }
    case 'flag': {
      const input = make('input');
      input.type = 'checkbox';
      return input;
    }
    case 'numbers':
      return textInput('');
    case 'list':
      return textInput(texts().settings.example(kind.example));
    default:
      return unreachable(kind);
  }
}

function textInput(placeholder: string): HTMLInputElement {
  const input = make('input');
  Object.assign(input, { type: 'text', placeholder, spellcheck: false, autocomplete: 'off' });
  return input;
}

function textOf(control: Control): string {
  if (control instanceof HTMLInputElement && control.type === 'checkbox') return control.checked ? '1' : '0';
  return control.value;
}
