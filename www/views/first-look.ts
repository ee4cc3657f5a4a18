/** @file What a page that was opened by a link shows first: what the link is about stands below questions, lessons and presets. */

import { open_link } from '../core';
import type { State } from '../state';
import { byId } from './element';

const MARGIN_PIXELS = 16;

/** Shows the experiment of the link of a page just opened. A question's card has come into view by itself, a claim does with its panel, and a lesson comes first anyway. */
export function lookAtLinked({ experiment, presentation, claim }: State): void {
  const shows_another = presentation.embed || presentation.lesson !== '' || claim !== '';
  if (!shows_another && experiment.link !== open_link('').link) lookFirstAt(byId('lab', HTMLElement));
}

/** Who has scrolled already stays there; after a reload, and by the browser's Back, the reader returns to where the page was left. */
export function lookFirstAt(element: HTMLElement): void {
  const [navigation] = performance.getEntriesByType('navigation');
  if (scrollY > 0 || !(navigation instanceof PerformanceNavigationTiming) || navigation.type !== 'navigate') return;
  // `scrollIntoView` would also make Tab begin there, and the way past all to the charts would be no first stop.
  scrollTo({ top: element.getBoundingClientRect().top - MARGIN_PIXELS, behavior: 'instant' });
}
