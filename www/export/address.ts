/** @file The link of an experiment as a reader can open it. */

import type { Experiment } from '../core';

/** `page` is the page's address, whatever stands behind its #. */
export function addressOf({ link }: Pick<Experiment, 'link'>, page: string): string {
  return new URL(`#${link}`, page).href;
}
