/** @file The glossary in each language, fetched when it is first wanted. */

import type { en_terms, en_words } from '../texts/en-glossary';

/** What a language says of a term. */
export interface Term {
  readonly name: string;
  /** Forms in which it stands in the page's help, where they are linked. */
  readonly forms: readonly string[];
  /** Sentences; a name in braces stands for a formula. */
  readonly text: string;
}

export type Terms = Readonly<Record<keyof typeof en_terms, Term>>;
export type GlossaryWords = Readonly<Record<keyof typeof en_words, string>>;

export interface Glossary {
  /** The tag of its language. */
  readonly tag: string;
  readonly words: GlossaryWords;
  readonly terms: Terms;
}

const LANGUAGES: Readonly<Record<string, () => Promise<Glossary>>> = {
  en: async () => import('../texts/en-glossary').then(({ en_words: words, en_terms: terms }) => ({ tag: 'en', words, terms })),
  de: async () => import('../texts/de-glossary').then(({ de_words: words, de_terms: terms }) => ({ tag: 'de', words, terms })),
};

export const GLOSSARY_TAGS: readonly string[] = Object.keys(LANGUAGES);

/** The glossary in a language, or in English where it has none in that. */
export async function glossaryIn(tag: string): Promise<Glossary> {
  const fetch_glossary = Object.hasOwn(LANGUAGES, tag) ? LANGUAGES[tag] : LANGUAGES['en'];
  if (!fetch_glossary) throw new Error('Found no glossary in English, expected one.');
  return fetch_glossary();
}

/** What finds a term in a text: any of its forms, as words of their own. */
export function formsOf({ forms }: Term): RegExp {
  const escaped = forms.map((form) => form.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}-])(?:${escaped.join('|')})(?![\\p{L}\\p{N}-])`, 'iu');
}

/** Where a term can be linked: on a page of its own, because what follows # in the lab's address is the experiment. */
export function addressOf(id: string, tag: string): string {
  return `./glossary.html${tag === 'en' ? '' : `?lang=${tag}`}${id === '' ? '' : `#${id}`}`;
}
