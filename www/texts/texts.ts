/** @file Which language the page speaks. Every text that a script shows comes from here, so that a translation is one file. */

import type { CatalogWords } from './catalog-words';
import { en } from './en';
import type { en_inside } from './en-inside';
import type { en_later } from './en-later';
import type { en_page } from './en-page';

/** What the scripts say before anything else was fetched. */
export type Texts = Same<typeof en>;
/** What charts, evidence, table and history say. */
export type LaterTexts = Same<typeof en_later>;
/** What the panels "Inside the network" say. */
export type InsideTexts = Same<typeof en_inside>;
/** What index.html says. */
export type PageTexts = Same<typeof en_page>;
/** What a translation has to say: one file holds it all. */
export type Translation = Texts & LaterTexts & InsideTexts & { readonly page: PageTexts; readonly catalog: CatalogWords };

/** Texts of the same shape: whatever English says, another language may say otherwise. */
type Same<T> = T extends string ? string : T extends (...given: infer Given) => string ? (...given: Given) => string : { readonly [Key in keyof T]: Same<T[Key]> };

interface Language {
  /** What it calls itself. */
  readonly name: string;
  /** English is there at once and stands in index.html; the others are fetched. */
  readonly fetch?: () => Promise<Translation>;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  en: { name: 'English' },
  de: { name: 'Deutsch', fetch: async () => (await import('./de')).de },
};

/** Of each language the tag, as in a link and in `<html lang>`, and what it calls itself. */
export const LANGUAGE_NAMES: readonly (readonly [tag: string, name: string])[] = Object.entries(LANGUAGES).map(([tag, { name }]) => [tag, name]);

let spoken: { readonly tag: string; readonly texts: Texts; readonly translation: Translation | undefined } | undefined;

/**
 * Must have resolved before any text is asked for. A tag that the page does not know is `false`, and the page speaks English;
 * it also does where a translation could not be fetched, which rejects.
 */
export async function speak(tag: string): Promise<boolean> {
  const language = Object.hasOwn(LANGUAGES, tag) ? LANGUAGES[tag] : undefined;
  spoken = { tag: 'en', texts: en, translation: undefined };
  const translation = await language?.fetch?.();
  if (translation) spoken = { tag, texts: translation, translation };
  return language !== undefined;
}

/** The tag of the language that the page speaks. */
export function spokenTag(): string {
  return chosen().tag;
}

/** The texts of the language that the page speaks. Asked for where one is shown, never when a module loads. */
export function texts(): Texts {
  return chosen().texts;
}

/** All that the language says that the page speaks; `undefined` = English, of which each part comes with what shows it. */
export function translation(): Translation | undefined {
  return chosen().translation;
}

function chosen(): NonNullable<typeof spoken> {
  if (!spoken) throw new Error('A text was asked for before the page had chosen its language, expected after.');
  return spoken;
}
