/** @file The glossary as a page: every term under an address of its own. */

import { make } from '../views/element';
import { glossaryIn, type Term } from './entries';
import { termText } from './term-text';

async function begin(): Promise<void> {
  const { tag, words, terms } = await glossaryIn(new URLSearchParams(location.search).get('lang') ?? 'en');
  document.documentElement.lang = tag;
  document.title = `${words.title} · Dropout Lab`;
  write('glossary-title', words.title);
  write('glossary-about', words.about);
  write('glossary-back', words.back);
  document.getElementById('glossary')?.replaceChildren(...Object.entries(terms).map(([id, term]) => entryOf(id, term)));
  // The terms come after the browser has looked for the one in the address.
  const wanted = document.getElementById(location.hash.slice(1));
  wanted?.scrollIntoView();
  wanted?.focus({ preventScroll: true });
}

function entryOf(id: string, term: Term): HTMLElement {
  const link = make('a', '', term.name);
  link.href = `#${id}`;
  const entry = make('section', 'glossary-entry', make('h2', '', link), termText(term));
  entry.id = id;
  entry.tabIndex = -1;
  entry.setAttribute('aria-label', term.name);
  return entry;
}

function write(id: string, text: string): void {
  document.getElementById(id)?.replaceChildren(text);
}

begin().catch((error: unknown) => {
  // Without its texts the page has only what it says in English.
  const fault = document.getElementById('glossary-fault');
  fault?.removeAttribute('hidden');
  fault?.append(` ${String(error)}`);
});
