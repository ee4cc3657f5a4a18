/** @file Links of the thinned network, counted by hand. */
import { expect, test } from 'vitest';
import { linksLeft, linksWords } from './links-left';

test('a link is left where both of its units are kept', () => {
  const layers = [{ units: 784, kept: 784 }, { units: 256, kept: 118 }, { units: 256, kept: 131 }, { units: 10, kept: 10 }];
  expect(linksLeft(layers)).toEqual({ all: 784 * 256 + 256 * 256 + 2560, left: 784 * 118 + 118 * 131 + 1310 });
  expect(linksWords(layers)).toBe('109,280 of 268,800 links are left (40.7%): 784 × 118 + 118 × 131 + 131 × 10.');
});

test('with nothing dropped all links are there', () => {
  expect(linksWords([{ units: 4, kept: 4 }, { units: 3, kept: 3 }])).toBe('All 12 links are there.');
});
