/** @file An entry stands for a set of runs, and nothing else is taken for one. */
import { expect, test } from 'vitest';
import { entryKey, readEntry } from './entry';
import { entryFor } from './test-entry';

test('the same runs in any order are one experiment, with more runs or epochs another', () => {
  expect(entryKey(['b', 'a', 'b'], 2)).toBe(entryKey(['a', 'b'], 2));
  expect(new Set([entryKey(['a', 'b'], 2), entryKey(['a', 'b'], 3), entryKey(['a'], 2), entryKey(['a b'], 2), entryKey([], 2)]).size).toBe(5);
});

test('what is no entry is not read', () => {
  const good = {
    ...entryFor('link', 7),
    texts: [{ key: 'lr', text: '0.1' }],
    thumbnail: [{ arm: 'baseline', points: [[0, 0.1], [1, 0.2]] }],
    ends: { test_loss: { mean: 1, half_width: undefined }, train_loss: { mean: 1, half_width: 0.5 } },
  };
  const deleted = { format: 1, key: 'k', deleted_at: 3 };
  expect([readEntry(good), readEntry(deleted)]).toEqual([good, deleted]);
  const changes = [
    { format: undefined }, { format: 2 }, { key: undefined }, { link: 1 }, { finished_at: NaN }, { finished_at: 1e17 }, { title: undefined }, { differences: 'none' }, { verdicts: [1] }, { epochs: undefined }, { run_keys: undefined },
    { texts: [{ key: 'lr' }] }, { thumbnail: [{ arm: 'baseline' }] }, { thumbnail: [{ arm: 'baseline', points: [[0]] }] }, { ends: undefined }, { ends: { test_loss: {} } }, { ends: { other: { mean: 1 } } },
  ];
  for (const change of changes) expect(readEntry({ ...good, ...change }), JSON.stringify(change)).toBeUndefined();
  for (const found of [undefined, null, 'text', {}, { ...deleted, key: 3 }]) expect(readEntry(found)).toBeUndefined();
});
