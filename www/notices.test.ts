/** @file Notices: what goes on happening is counted, and no flood buries the page. */
import { expect, test } from 'vitest';
import { withNotice } from './notices';
import { initialState, reduce } from './store';
import { experimentOf } from './test-experiment';

const said = (texts: readonly string[]) => texts.reduce((state, text) => withNotice(state, text), initialState(experimentOf())).notices.map(({ text, count }) => [text, count]);

test('the same fault two hundred times is one notice that counts', () => {
  expect(said([...Array.from({ length: 200 }, () => 'lost'), 'other'])).toEqual([['lost', 200], ['other', 1]]);
});

test('a hundred different faults leave the last thirteen', () => {
  expect(said(Array.from({ length: 100 }, (_, index) => String(index)))).toEqual(Array.from({ length: 13 }, (_, index) => [String(index + 87), 1]));
});

test('a notice that was dismissed is said anew, from one on', () => {
  const state = ['lost', 'lost'].reduce((sum, text) => withNotice(sum, text), initialState(experimentOf()));
  const dismissed = reduce(state, { kind: 'dismissed', notice_id: state.notices[0]?.notice_id ?? NaN });
  expect(withNotice(dismissed, 'lost').notices.map(({ count }) => count)).toEqual([1]);
});
