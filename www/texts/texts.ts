/** @file Which language the page speaks. Every text that a script shows comes from here, so that a translation is one file. */

import { en } from './en';

/** What a translation has to say. */
export type Texts = typeof en;

/** The languages by their tags; English is there at once, the others are fetched. */
const LANGUAGES: Readonly<Record<string, () => Promise<Texts>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de')).de,
};

export const LANGUAGE_TAGS: readonly string[] = Object.keys(LANGUAGES);

let spoken: Texts | undefined;

/** Must have resolved before any text is asked for; a tag that the page does not know is `false`, and the page speaks English. */
export async function speak(tag: string): Promise<boolean> {
  const fetch_texts = LANGUAGES[tag];
  spoken = await (fetch_texts?.() ?? en);
  return fetch_texts !== undefined;
}

/** The texts of the language that the page speaks. Asked for where one is shown, never when a module loads. */
export function texts(): Texts {
  if (!spoken) throw new Error('A text was asked for before the page had chosen its language, expected after.');
  return spoken;
}
