/** @file What stands around an answer says whether it is final, and what other settings cost. */
import { expect, test } from 'vitest';
import { costText, whenText } from './card-words';

test('an answer says after which epoch it was given, and whether more is to come', () => {
  expect(whenText('ready', 0)).toBe('The answer appears here.');
  expect(whenText('running', 0)).toBe('The answer appears here.');
  expect(whenText('running', 7)).toBe('The answer appears here; so far, after epoch 7:');
  expect(whenText('paused', 2.5)).toBe('Not finished. So far, after epoch 2.5:');
  expect(whenText('finished', 30)).toBe('The answer, after epoch 30:');
});

test('what a card costs holds for its own settings; others are told in proportion', () => {
  expect(costText(undefined)).toBe('Takes under two minutes on two CPU cores.');
  expect(costText('about 58 times the work')).toBe("About 58 times the work of the card's own settings, which take under two minutes on two CPU cores.");
});
