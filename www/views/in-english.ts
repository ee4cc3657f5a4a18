/** @file Marks sentences that come from the statistics or the trainer: they are English whatever the page speaks, and are to be read aloud so. */

/** Marks the element, or takes the mark away where it now says something of the page's own. */
export function inEnglish<E extends HTMLElement>(element: E, is_english = true): E {
  if (element.lang !== (is_english ? 'en' : '')) {
    if (is_english) element.setAttribute('lang', 'en');
    else element.removeAttribute('lang');
  }
  return element;
}
