/** @file Writes what index.html says in the language that the page speaks. */

import { type PageTexts, spokenTag, translation } from './texts';

/** Attributes with a text, by the data attributes that name their keys. */
const ATTRIBUTES: readonly (readonly [key: string, attribute: string])[] = [
  ['data-text-label', 'aria-label'],
  ['data-text-title', 'title'],
  ['data-text-content', 'content'],
];

/** To be called before any view takes up a text that stands in the page. English stands there already. */
export function translatePage(): void {
  document.documentElement.lang = spokenTag();
  const page = translation()?.page;
  if (!page) return;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = textOf(page, element.getAttribute('data-text'));
  for (const [key, attribute] of ATTRIBUTES) {
    for (const element of document.querySelectorAll(`[${key}]`)) element.setAttribute(attribute, textOf(page, element.getAttribute(key)));
  }
}

/** The text of a key such as `network.title`. A unit test looks every key up, so none is missing here. */
function textOf(page: PageTexts, key: string | null): string {
  const [section = '', name = ''] = (key ?? '').split('.');
  const sections: Readonly<Record<string, Readonly<Record<string, string>>>> = page;
  const text = sections[section]?.[name];
  if (text === undefined) throw new Error(`Found no text for the key ${String(key)} of index.html, expected one in the translation.`);
  return text;
}
