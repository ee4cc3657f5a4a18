/** @file All that the page says, in English: a section for each part of it. */

/** A text with numbers or names in it is a function; everything else is a string. */
export const en = {
  language: {
    /** What the language calls itself. */
    name: 'English',
  },
};
