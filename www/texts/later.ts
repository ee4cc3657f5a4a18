/** @file The texts of charts, evidence, table and history, which come once the controls work: only what comes then may import this. */

import { en_later } from './en-later';
import { type LaterTexts, translation } from './texts';

/** They are fetched with what first imports this file; a translation has them at once. */
export function laterTexts(): LaterTexts {
  return translation() ?? en_later;
}
