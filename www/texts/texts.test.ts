/** @file Tests of the languages: each is complete, and none repeats English where words differ. */
import { expect, test } from 'vitest';
import { LANGUAGE_TAGS, speak, texts } from './texts';

test('a language that the page does not know is English, and is said to be unknown', async () => {
  expect(await speak('tlh')).toBe(false);
  expect(texts().language.name).toBe('English');
});

test('every language calls itself by a name of its own', async () => {
  const names: string[] = [];
  for (const tag of LANGUAGE_TAGS) {
    expect(await speak(tag)).toBe(true);
    names.push(texts().language.name);
  }
  expect(new Set(names).size).toBe(LANGUAGE_TAGS.length);
});
