/** @file Every setting, preset and question has its words in the translation, under the keys that Rust gives them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalog, loadCore, open_link } from '../core';
import { de } from './de';
import { speak } from './texts';

await loadCore(readFileSync('pkg/page/page_bg.wasm'));
/** In English, which the unit tests speak. */
const english = catalog();

test('the translation names all settings, presets and questions, and nothing else', () => {
  const { settings, presets, cards } = english;
  expect(Object.keys(de.catalog.settings)).toEqual(settings.map(({ key }) => key));
  expect(Object.keys(de.catalog.presets)).toEqual(presets.map(({ name }) => name));
  expect(Object.keys(de.catalog.cards)).toEqual(cards.map(({ question }) => question));
});

test('the translation says units and choices where the schema has words for them', () => {
  for (const { key, unit, kind } of english.settings) {
    const words = de.catalog.settings[key];
    expect([key, words?.unit === undefined]).toEqual([key, unit === '']);
    const values = kind.kind === 'choice' ? kind.choices.map(({ value }) => value) : [];
    expect(values).toEqual(expect.arrayContaining(Object.keys(words?.choices ?? {})));
  }
});

test('the page says them in its language, and calls arms by the names of its language or of the reader', async () => {
  const named = (): string[] => open_link('v=1&pin=0,0.1,0.1;mine:0,0.2,0.2').arms.map(({ name }) => name);
  expect(named()).toEqual(['baseline', 'treatment', 'pinned 1', 'mine']);
  await speak('de');
  const { settings, cards, presets } = catalog();
  expect(settings.find(({ key }) => key === 'lr')?.label).toBe('Lernrate');
  expect([cards[0]?.title, presets[0]?.name]).toEqual([de.catalog.cards['gap']?.title, 'Wenige Daten']);
  expect(named()).toEqual(['Baseline', 'Treatment', 'Angeheftet 1', 'mine']);
  await speak('en');
});
