/** @file Tests of the languages: each says all that the page says, and index.html says in English what its keys stand for. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { de } from './de';
import { en_page } from './en-page';
import { LANGUAGE_NAMES, speak, spokenTag, texts } from './texts';

const INDEX = readFileSync('index.html', 'utf8');

test('a language that the page does not know is English, and is said to be unknown', async () => {
  expect(await speak('tlh')).toBe(false);
  expect(await speak('toString')).toBe(false);
  expect(spokenTag()).toBe('en');
});

test('every language is spoken under its own tag, and calls itself by a name of its own', async () => {
  for (const [tag] of LANGUAGE_NAMES) {
    expect(await speak(tag)).toBe(true);
    expect(spokenTag()).toBe(tag);
  }
  expect(texts().language.stay).toBe(de.language.stay);
  expect(new Set(LANGUAGE_NAMES.map(([, name]) => name)).size).toBe(LANGUAGE_NAMES.length);
  await speak('en');
});

test('index.html says what www/texts/en-page.ts says under the same keys', () => {
  expect(textsOf(INDEX)).toEqual(flat(en_page));
});

test('the translation has a text for every key of index.html', () => {
  expect(Object.keys(flat(de.page)).sort()).toEqual(Object.keys(flat(en_page)).sort());
});

test('every text of index.html bears a key', () => {
  const [, body = ''] = INDEX.split('<body>');
  const shown = body.replace(/<noscript>.*?<\/noscript>|<!--.*?-->/gs, '');
  const without_key = [...shown.matchAll(/<(\/?\w+)([^>]*)>([^<]*[a-z]{2}[^<]*)/gi)].filter(([, tag = '', attributes = '']) => tag.startsWith('/') || !/\sdata-text="/.test(attributes)).map(([, , , text = '']) => plain(text));
  expect(without_key, 'give these a data-text attribute, and the key a text in en-page.ts and each translation').toEqual([]);
});

/** All texts that bear a key: those of elements, then those of attributes. */
function textsOf(html: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, , key = '', text = ''] of html.matchAll(/<(\w+)[^>]*\sdata-text="([^"]*)"[^>]*>([^<]*)<\/\1>/g)) found[key] = plain(text);
  for (const [tag] of html.matchAll(/<\w+[^>]*>/g)) {
    for (const [data, attribute] of [['label', 'aria-label'], ['title', 'title'], ['content', 'content']] as const) {
      const key = new RegExp(`\\sdata-text-${data}="([^"]*)"`).exec(tag)?.[1];
      if (key !== undefined) found[key] = plain(new RegExp(`\\s${attribute}="([^"]*)"`).exec(tag)?.[1] ?? '');
    }
  }
  return found;
}

/** As a browser shows it: any space is one, and entities are what they stand for. */
function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function flat(sections: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, string> {
  return Object.fromEntries(Object.entries(sections).flatMap(([section, own]) => Object.entries(own).map(([name, text]) => [`${section}.${name}`, text])));
}
