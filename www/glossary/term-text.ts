/** @file What is said of a term, as elements: text as text, formulas as formulas. */

import { make } from '../views/element';
import type { Term } from './entries';
import { formula } from './formulas';

/** The paragraph of a term. */
export function termText({ text }: Term): HTMLElement {
  const parts = text.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return part;
    const found = formula(part);
    if (!found) throw new Error(`The glossary has no formula named ${part}.`);
    return found;
  });
  return make('p', '', ...parts);
}
