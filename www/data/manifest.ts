/** @file The manifest of a served data set: its shards, and which of them are needed. */

import { texts } from '../texts/texts';

/** A gzip file of some consecutive examples: first their labels, then their pixels. */
export interface Shard {
  readonly file: string;
  readonly count: number;
  /** Length of the compressed file. */
  readonly bytes: number;
  readonly sha256: string;
}

interface Part {
  readonly count: number;
  readonly shards: readonly Shard[];
}

/** What a data set consists of. */
export interface Manifest {
  readonly name: string;
  readonly train: Part;
  readonly test: Part;
}

/** The manifest in a file; throws what is wrong with it where it is of another form. Its files lie beside it. */
export function readManifest(text: string): Manifest {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error('found no JSON');
  }
  const { name, train, test } = isObject(found) ? found : {};
  if (typeof name !== 'string') throw new Error('found no "name"');
  return { name, train: readPart('train', train), test: readPart('test', test) };
}

function readPart(name: string, found: unknown): Part {
  const { count, shards } = isObject(found) ? found : {};
  if (!isCount(count) || !Array.isArray(shards)) throw new Error(`"${name}": found no count and list of shards`);
  const read = shards.map((shard, index) => {
    if (!isShard(shard)) throw new Error(`"${name}", shard ${String(index + 1)}: found no file beside the list, with count, bytes and SHA-256`);
    return shard;
  });
  const sum = read.reduce((all, shard) => all + shard.count, 0);
  if (sum !== count) throw new Error(`"${name}": found shards of ${String(sum)} examples in all, expected ${String(count)}`);
  return { count, shards: read };
}

function isShard(found: unknown): found is Shard {
  if (!isObject(found)) return false;
  const { file, count, bytes, sha256 } = found;
  return typeof file === 'string' && /^[\w-]+(\.[\w-]+)*$/.test(file) && isCount(count) && isCount(bytes) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}

function isObject(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null;
}

function isCount(found: unknown): found is number {
  return Number.isSafeInteger(found) && Number(found) > 0;
}

/** The first shards that hold at least `count` examples, or all of them. */
export function shardsFor(part: Part, count: number): Shard[] {
  const needed: Shard[] = [];
  let held = 0;
  for (const shard of part.shards) {
    if (held >= count) break;
    needed.push(shard);
    held += shard.count;
  }
  return needed;
}

/** Splits a decompressed shard; throws a sentence where its length is not what its count says. */
export function splitShard(shard: Shard, bytes: Uint8Array): { labels: Uint8Array; pixels: Uint8Array } {
  const expected = shard.count * 785;
  if (bytes.length !== expected) throw new Error(texts().data.wrong_length(shard.file, bytes.length, expected));
  return { labels: bytes.subarray(0, shard.count), pixels: bytes.subarray(shard.count) };
}
