/** @file All that the page says, in German. */

import type { Texts } from './texts';

export const de: Texts = {
  language: {
    name: 'Deutsch',
  },
};
