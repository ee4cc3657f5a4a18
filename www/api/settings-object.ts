/** @file Settings as an object by the link's keys, and back into a link. */

import type { Experiment, Setting } from '../core';

/** A setting's value: a number, a switch, several numbers, or a word or list as the link writes it. */
export type Value = number | boolean | string | readonly number[];

/** Settings by the link's own keys. */
export type SettingsObject = Readonly<Record<string, Value>>;

/** All settings of an experiment. */
export function settingsObject({ texts }: Experiment, settings: readonly Setting[]): Record<string, Value> {
  const kinds = new Map(settings.map(({ key, kind }) => [key, kind.kind]));
  return Object.fromEntries(texts.map(({ key, text }) => [key, valueOf(kinds.get(key), text)]));
}

/** The link of an experiment with some settings changed; fails where something is no setting or no value of one. */
export function linkWith({ texts }: Experiment, changed: object): string {
  const known = new Set(texts.map(({ key }) => key));
  const given = new Map(Object.entries(changed).map(([key, value]: [string, unknown]) => [key, textOf(key, value, known)]));
  return texts.map(({ key, text }) => `${key}=${encodeURIComponent(given.get(key) ?? text)}`).join('&');
}

function valueOf(kind: string | undefined, text: string): Value {
  switch (kind) {
    case 'number':
      return Number(text);
    case 'flag':
      return text === '1';
    case 'numbers':
      return text.split(',').map(Number);
    default:
      return text;
  }
}

function textOf(key: string, value: unknown, known: ReadonlySet<string>): string {
  if (!known.has(key)) throw new TypeError(`setSpec: found the key "${key.slice(0, 40)}", expected one of ${[...known].join(', ')}`);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'number')) return value.join(',');
  throw new TypeError(`setSpec: found ${typeName(value)} for ${key}, expected a number, true or false, a text or a list of numbers`);
}

/** What a value is, for a sentence. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
