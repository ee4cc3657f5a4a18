/** @file The glossary says the same in every language, by formulas that exist. */
import { expect, test } from 'vitest';
import { addressOf, formsOf, GLOSSARY_TAGS, glossaryIn } from './entries';
import { FORMULA_NAMES } from './formulas';

const glossaries = await Promise.all(GLOSSARY_TAGS.map(glossaryIn));

test('every language explains the same terms in the same order, with the same formulas', () => {
  const shape = ({ terms }: (typeof glossaries)[number]): unknown =>
    Object.entries(terms).map(([id, { text }]) => [id, [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()]);
  for (const glossary of glossaries) expect(shape(glossary)).toEqual(shape(glossaries[0] ?? glossary));
});

test('every formula that a text names exists', () => {
  for (const { terms } of glossaries) {
    for (const [id, { text }] of Object.entries(terms)) {
      for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g)) expect(FORMULA_NAMES, `${id} names ${name}`).toContain(name);
    }
  }
});

test('a form in the help stands for one term only', () => {
  for (const { tag, terms } of glossaries) {
    const forms = Object.values(terms).flatMap(({ forms: own }) => own.map((form) => form.toLowerCase()));
    expect(new Set(forms).size, tag).toBe(forms.length);
  }
});

test('every form is found as words of its own, and not within others', () => {
  for (const { terms } of glossaries) {
    for (const term of Object.values(terms)) {
      for (const form of term.forms) {
        expect(formsOf(term).exec(`so ${form}, yes`)?.[0].toLowerCase()).toBe(form.toLowerCase());
        expect(formsOf(term).test(`x${form}x`)).toBe(false);
      }
    }
  }
});

test('a language that the glossary does not know is answered in English, and each term has an address', async () => {
  expect((await glossaryIn('tlh')).tag).toBe('en');
  expect((await glossaryIn('constructor')).tag).toBe('en');
  expect([addressOf('mask', 'en'), addressOf('mask', 'de'), addressOf('', 'en')]).toEqual(['./glossary.html#mask', './glossary.html?lang=de#mask', './glossary.html']);
});
