/** @file The texts of the panels "Inside the network", which come when the first is opened: only what comes then may import this. */

import { en_inside } from './en-inside';
import { type InsideTexts, translation } from './texts';

/** They are fetched with what first imports this file; a translation has them at once. */
export function insideTexts(): InsideTexts {
  return translation() ?? en_inside;
}
