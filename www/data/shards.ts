/** @file Loads a served data set: only the shards needed, in parallel, checked, kept in the browser's cache. */

import { fetchFile, type FileFault, FileError, fetchIntact, type Followers, sha256 } from '../download';
import { stalledText } from '../file-troubles';
import type { DataBytes } from '../protocol';
import { gunzip, isGzip } from './gunzip';
import { type Manifest, readManifest, type Shard, shardsFor, splitShard } from './manifest';
import { texts } from '../texts/texts';

const CACHE = 'dropout-lab-data-1';

/** How loading goes. */
export interface LoadCallbacks {
  readonly onLoaded: (loaded_bytes: number, total_bytes: number) => void;
  /** Something worth a notice that does not stop the loading. */
  readonly onNotice: (text: string) => void;
}

/** Loads at least this many examples of each split. */
export async function loadServed(folder: URL, train: number, test: number, callbacks: LoadCallbacks): Promise<DataBytes> {
  const manifest = await loadManifest(folder);
  const parts = [shardsFor(manifest.train, train), shardsFor(manifest.test, test)];
  const total = parts.flat().reduce((sum, shard) => sum + shard.bytes, 0);
  const loaded = new Map<Shard, number>();
  const onShard = (shard: Shard, bytes: number): void => {
    loaded.set(shard, bytes);
    callbacks.onLoaded([...loaded.values()].reduce((sum, one) => sum + one, 0), total);
  };
  const cache = await openCache(callbacks);
  let is_stalled = false;
  const load = async (shard: Shard): Promise<Uint8Array> => {
    const bytes = await readShard(folder, shard, cache, {
      onLoaded: (loaded_bytes) => onShard(shard, Math.min(loaded_bytes, shard.bytes)),
      // One line serves them all, so the first to wait speaks for the others.
      onStalled: () => {
        if (!is_stalled) callbacks.onNotice(stalledText(shard.file));
        is_stalled = true;
      },
    });
    onShard(shard, shard.bytes);
    return isGzip(bytes) ? gunzip(bytes, shard.count * 785, shard.file) : bytes;
  };
  const [train_part, test_part] = await Promise.all(parts.map(async (shards) => join(shards, await Promise.all(shards.map(load)))));
  if (!train_part || !test_part) throw new Error(texts().data.empty_manifest);
  return { train_pixels: train_part.pixels, train_labels: train_part.labels, test_pixels: test_part.pixels, test_labels: test_part.labels };
}

async function loadManifest(folder: URL): Promise<Manifest> {
  // Small, and asked for anew each time: an old list would name files that are gone.
  const response = await fetchFile(new URL('manifest.json', folder), 'manifest', { cache: 'no-cache' });
  try {
    return readManifest(await response.text());
  } catch (error) {
    throw new FileError('manifest', { kind: 'unusable', why: error instanceof Error ? error.message : String(error) });
  }
}

async function openCache({ onNotice }: LoadCallbacks): Promise<Cache | undefined> {
  if (!('caches' in globalThis)) return undefined;
  try {
    return await caches.open(CACHE);
  } catch {
    onNotice(texts().data.no_cache);
    return undefined;
  }
}

async function readShard(folder: URL, shard: Shard, cache: Cache | undefined, followers: Followers): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(shard.file, folder);
  // The digest in the address keeps an older version of the set out.
  const key = new URL(`?sha256=${shard.sha256}`, url);
  const kept = await cache?.match(key).catch(() => undefined);
  if (kept) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    if (!(await faultOf(shard, bytes))) return bytes;
  }
  const bytes = await fetchIntact(url, shard.file, { ...followers, faultOf: (found) => faultOf(shard, found) });
  // A full disk is no reason to stop.
  void cache?.put(key, new Response(bytes)).catch(() => undefined);
  return bytes;
}

/**
 * Compares the digest where the browser offers one, which is on secure origins; else the length. Some servers send `.gz` files
 * with `Content-Encoding: gzip`, and the browser hands them over unpacked: there too the length must do.
 */
async function faultOf(shard: Shard, bytes: Uint8Array<ArrayBuffer>): Promise<FileFault | undefined> {
  const expected = isGzip(bytes) ? shard.bytes : shard.count * 785;
  if (bytes.length !== expected) return { kind: 'length', found: bytes.length, expected };
  const found = isGzip(bytes) ? ((await sha256(bytes)) ?? shard.sha256) : shard.sha256;
  return found === shard.sha256 ? undefined : { kind: 'digest', found: found.slice(0, 12), expected: shard.sha256.slice(0, 12) };
}

function join(shards: readonly Shard[], contents: readonly Uint8Array[]): { labels: Uint8Array; pixels: Uint8Array } {
  const count = shards.reduce((sum, shard) => sum + shard.count, 0);
  const joined = { labels: new Uint8Array(count), pixels: new Uint8Array(count * 784) };
  let at = 0;
  shards.forEach((shard, index) => {
    const { labels, pixels } = splitShard(shard, contents[index] ?? new Uint8Array());
    joined.labels.set(labels, at);
    joined.pixels.set(pixels, at * 784);
    at += shard.count;
  });
  return joined;
}
