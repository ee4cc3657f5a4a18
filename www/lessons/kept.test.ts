/** @file Tests of what is kept of lessons: refused storage is said once, and nothing kept is trusted. */
import { expect, test } from 'vitest';
import { AT_THE_START, Kept, readProgress } from './kept';

function memory(): Storage {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  } as unknown as Storage;
}

test('progress is read back by another page with the same storage', () => {
  const storage = memory();
  const progress = { step: 2, guesses: new Map([[0, { kind: 'larger' } as const], [1, { kind: 'number', number: 80.5 } as const]]) };
  new Kept(() => undefined, () => storage).keepProgress('first', progress);
  const other = new Kept(() => undefined, () => storage);
  expect(other.progress('first')).toEqual(progress);
  expect(other.progress('second')).toEqual(AT_THE_START);
});

test('where storage is denied, that is said once and everything works as long as the page is open', () => {
  const said: string[] = [];
  const kept = new Kept(
    (reason) => said.push(reason),
    () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    },
  );
  expect(kept.progress('first')).toEqual(AT_THE_START);
  kept.keepProgress('first', { step: 3, guesses: new Map() });
  kept.write('draft', 'text');
  expect(kept.progress('first').step).toBe(3);
  expect(kept.read('draft')).toBe('text');
  expect(said).toEqual(['Access is denied for this document.']);
});

test('a text that was cleared is not read back from the storage', () => {
  const storage = memory();
  const kept = new Kept(() => undefined, () => storage);
  kept.write('file', 'text');
  kept.write('file', '');
  expect(new Kept(() => undefined, () => storage).read('file')).toBeUndefined();
});

test('what is no progress begins at the start, and a guess that is none is left out', () => {
  for (const text of ['', 'null', '7', '[]', '{"step":-1}', '{"step":1.5}', '{"step":"1"}', '{"step":1e9}', '{']) expect(readProgress(text), text).toEqual(AT_THE_START);
  const kept = '{"step":1,"guesses":[[0,{"kind":"smaller","more":1}],[1,{"kind":"essay"}],[2,{"kind":"number","number":"9"}],["3",{"kind":"alike"}],7,null,[4,null]]}';
  expect(readProgress(kept)).toEqual({ step: 1, guesses: new Map([[0, { kind: 'smaller' }]]) });
  expect(readProgress('{"step":1,"guesses":{}}')).toEqual({ step: 1, guesses: new Map() });
});
