/** @file Tests of the keyboard shortcuts: one meaning for each key, and no collision with keys of the browser. */
import { expect, test } from 'vitest';
import { meaningOf, type Press, SHORTCUTS } from './shortcuts';

function press(key: string, held: Partial<Press> = {}): Press {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

const meant = (key: string, held?: Partial<Press>, single_keys = true): string | undefined => meaningOf(press(key, held), single_keys)?.shortcut.name;

test('no two shortcuts share a key', () => {
  expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
});

test('a key means its shortcut, also with Caps Lock, and nothing with a modifier', () => {
  expect(['r', 'R', '0', '?', 'q'].map((key) => meant(key))).toEqual(['run', 'run', 'reset', 'list', undefined]);
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'shiftKey'] as const) expect(meant('r', { [modifier]: true })).toBeUndefined();
  expect(meant('?', { shiftKey: true })).toBe('list');
});

test('undo and redo have the keys of any editor, on every system', () => {
  for (const modifier of ['ctrlKey', 'metaKey'] as const) {
    expect(meant('z', { [modifier]: true })).toBe('undo');
    expect(meant('Z', { [modifier]: true, shiftKey: true })).toBe('redo');
    expect(meant('y', { [modifier]: true })).toBe('redo');
  }
  expect(meant('z', { ctrlKey: true, altKey: true })).toBeUndefined();
  expect(meant('z', { ctrlKey: true, metaKey: true })).toBeUndefined();
});

test('switched off, single keys mean nothing, and undo and redo stay', () => {
  expect(SHORTCUTS.map(({ key }) => meant(key, {}, false))).toEqual(SHORTCUTS.map(() => undefined));
  expect(meant('z', { ctrlKey: true }, false)).toBe('undo');
});

test('a keyboard of another script counts by place, a Latin one by letter', () => {
  expect(meant('к', { code: 'KeyR' })).toBe('run');
  // German keyboards have y where English ones have z.
  expect(meant('y', { code: 'KeyZ' })).toBe('redo');
});
