/** @file All that the page says, in English: a section for each part of it. */

/** A text with numbers or names in it is a function; everything else is a string. */
export const en = {
  language: {
    /** What the language calls itself. */
    name: 'English',
  },
  files: {
    names: {
      trainer: 'The trainer',
      page: 'The module of the page',
      statistics: 'The module of the statistics',
      sharing: 'The module of what is passed on',
      manifest: 'The list of data files',
      worker: 'The script of the workers',
    },
    unreachable: (file: string) => `${file} could not be loaded: no connection to the server of this page.`,
    status: (file: string, status: number) => `${file} could not be loaded: the server answered ${String(status)}.`,
    page: (file: string) => `${file} could not be loaded: the server has no such file, it sent a web page in place of it.`,
    broken_off: (file: string, found: number) => `${file} broke off after ${String(found)} bytes: the connection to the server was lost.`,
    length: (file: string, found: number, expected: number) =>
      `${file}: found ${String(found)} bytes, expected ${String(expected)}; it was cut off on the way or belongs to another version of this page.`,
    digest: (file: string, found: string, expected: string) =>
      `${file}: its SHA-256 begins with ${found}, expected ${expected}; it was damaged on the way or belongs to another version of this page.`,
    unusable: (file: string, why: string) => `${file} cannot be used: ${why}. It was damaged on the way or belongs to another version of this page.`,
    too_few: (train: number, test: number, wanted_train: number, wanted_test: number) =>
      `The data has ${String(train)} training and ${String(test)} test examples, expected at least ${String(wanted_train)} and ${String(wanted_test)}; it belongs to another version of this page.`,
  },
  start: {
    fault: (what: string) => `Something went wrong: ${what}`,
    failed: (why: string) => `The page could not start: ${why}`,
  },
  later: {
    missing: (why: string) => `This part of the page could not be loaded: ${why}`,
    offline: 'no connection to the server of this page. What is loaded goes on; once there is a connection, try again.',
    replaced: 'the page was replaced by a newer version since it was opened. Load it anew: the address keeps the settings, and finished runs come back from this browser.',
    status: (file: string, status: number) => `the server answered ${String(status)} for ${file}. Load the page anew to try again; the address keeps the settings.`,
    page: (file: string) => `the server has no ${file}, it sent a web page in place of it. Load the page anew to try again; the address keeps the settings.`,
    came_late: 'the server did not send it at first, but has it now. Load the page anew; the address keeps the settings.',
    no_answer: 'the browser does not say why. Load the page anew to try again; the address keeps the settings.',
  },
  notices: {
    dismiss: 'Dismiss this notice',
    reload: 'Load the page anew',
    /** After a text that was said so often. */
    times: (count: number) => `×${String(count)}`,
    replaced: 'This page was replaced by a newer version on the server since it was opened, so files of this one are missing. Load it anew: the address keeps the settings, and finished runs come back from this browser.',
  },
  offline: {
    kept: 'This page is kept in your browser and works without a network, with the examples used so far.',
    unsupported: 'This browser cannot keep the page for use without a network.',
    insecure: 'Over a connection that is not secure (http) the page cannot be kept for use without a network.',
    failed: (why: string) => `The page could not be kept for use without a network: ${why}`,
    update: 'A newer version of this page is ready. It replaces this one when you say so; settings and finished runs stay.',
    take: 'Use the newer version',
  },
};
