/** @file Only the shards that are needed. */
import { expect, test } from 'vitest';
import { shardsFor, splitShard } from './manifest';

const shard = (index: number) => ({ file: `train-0${String(index)}.shard`, count: 5000, bytes: 1, sha256: '' });
const part = { count: 15_000, shards: [0, 1, 2].map(shard) };

test('2,000 examples need one shard, 5,001 two, more than there are all', () => {
  expect([2000, 5000, 5001, 99_999].map((count) => shardsFor(part, count).length)).toEqual([1, 1, 2, 3]);
});

test('a shard is its labels and then its pixels', () => {
  const { labels, pixels } = splitShard({ ...shard(0), count: 2 }, Uint8Array.from({ length: 1570 }, (_, index) => (index < 2 ? 7 : 1)));
  expect([[...labels], pixels.length, pixels[0]]).toEqual([[7, 7], 1568, 1]);
});

test('a shard of another length is a sentence', () => {
  expect(() => splitShard(shard(0), new Uint8Array(10))).toThrow('train-00.shard: found 10 bytes, expected 3925000.');
});
