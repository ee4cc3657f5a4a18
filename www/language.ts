/** @file Which language the reader gets: the link's, else the one chosen last, else English. */

import { told } from './file-troubles';
import { LANGUAGE_NAMES, speak, spokenTag, texts } from './texts/texts';

const STORED_UNDER = 'dropout-lab language';

/** Chooses the language while `core` loads; `langOfLink` is asked after that. Gives what is to be said about the choice. */
export async function chooseLanguage(core: Promise<unknown>, langOfLink: () => string): Promise<string[]> {
  const stored = storedLanguage() ?? 'en';
  const said = await Promise.all([saidOf(stored), core]);
  const asked = langOfLink();
  if (asked === '' || asked === stored) return said[0];
  return isKnown(asked) ? saidOf(asked) : [...said[0], unknownText(asked)];
}

/** Speaks a language; a translation that cannot be had is English, with a sentence. */
async function saidOf(tag: string): Promise<string[]> {
  try {
    await speak(tag);
    return [];
  } catch (error) {
    return [texts().language.not_loaded(nameOf(tag), told(error))];
  }
}

export function isKnown(tag: string): boolean {
  return LANGUAGE_NAMES.some(([known]) => known === tag);
}

/** Why a link's language is not spoken. */
export function unknownText(asked: string): string {
  return texts().language.unknown(asked, LANGUAGE_NAMES.map(([tag]) => tag).join(', '), nameOf(spokenTag()));
}

export function nameOf(tag: string): string {
  return LANGUAGE_NAMES.find(([known]) => known === tag)?.[1] ?? tag;
}

/** The part of a link that says how the page shows it, with another language. */
export function withLanguage(presentation_link: string, tag: string): string {
  const others = presentation_link.split('&').filter((part) => part !== '' && !part.startsWith('lang='));
  return [...others, `lang=${tag}`].join('&');
}

/** What the reader chose last, where the browser remembers it and the page still knows it. */
function storedLanguage(): string | undefined {
  try {
    const stored = localStorage.getItem(STORED_UNDER);
    return stored !== null && isKnown(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a choice; `false` where the browser keeps nothing. */
export function rememberLanguage(tag: string): boolean {
  try {
    localStorage.setItem(STORED_UNDER, tag);
    return true;
  } catch {
    return false;
  }
}
