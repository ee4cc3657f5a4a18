/** @file The manifest of a served data set: its shards, and which of them are needed. */

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
  if (bytes.length !== expected) throw new Error(`${shard.file}: found ${String(bytes.length)} bytes, expected ${String(expected)}.`);
  return { labels: bytes.subarray(0, shard.count), pixels: bytes.subarray(shard.count) };
}
