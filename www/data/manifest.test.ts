/** @file A list of data files is read and checked; only the shards that are needed are asked for. */
import { expect, test } from 'vitest';
import { readManifest, shardsFor, splitShard } from './manifest';

const shard = (index: number) => ({ file: `train-0${String(index)}.shard`, count: 5000, bytes: 1, sha256: '' });
const GOOD = { name: 'set', train: { count: 5000, shards: [{ ...shard(0), sha256: 'a'.repeat(64) }] }, test: { count: 5000, shards: [{ ...shard(1), sha256: 'b'.repeat(64) }] } };
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

test('a list of this version is read as it is', () => {
  expect(readManifest(JSON.stringify(GOOD))).toEqual(GOOD);
});

test('a list of another form is refused with what was found', () => {
  const withShard = (change: object): string => JSON.stringify({ ...GOOD, train: { count: 5000, shards: [{ ...GOOD.train.shards[0], ...change }] } });
  const cases: readonly (readonly [string, string])[] = [
    ['<!doctype html>', 'found no JSON'],
    ['null', 'found no "name"'],
    [JSON.stringify({ ...GOOD, test: undefined }), '"test": found no count and list of shards'],
    [JSON.stringify({ ...GOOD, train: { ...GOOD.train, count: 6000 } }), '"train": found shards of 5000 examples in all, expected 6000'],
    ...['https://elsewhere/x', '../x.shard', '', '.', 7].map((file) => [withShard({ file }), '"train", shard 1: found no file beside the list'] as const),
    [withShard({ count: -1 }), '"train", shard 1: found no file'],
    [withShard({ sha256: 'A' }), '"train", shard 1: found no file'],
  ];
  for (const [text, said] of cases) expect(() => readManifest(text), text).toThrow(said);
});
