/** @file Own IDX files: which is which, read and checked, without touching what is in use. */

import { catalog, Split } from '../core';
import type { DataBytes } from '../protocol';
import { classify, type NamedBytes, pick } from './classify';
import { gunzip, isGzip } from './gunzip';
import { texts } from '../texts/texts';

/** Reads four IDX files, plain or gzip; throws a sentence that names the file, what was found and what was expected. */
export async function readOwnFiles(files: readonly File[]): Promise<DataBytes> {
  const { max_file_bytes } = catalog();
  const contents = await Promise.all(files.map((file) => contentOf(file, max_file_bytes)));
  const set = pick(contents.map(classify));
  const train = Split.from_idx(set.train_images.name, set.train_images.bytes, set.train_labels.name, set.train_labels.bytes);
  const test = Split.from_idx(set.test_images.name, set.test_images.bytes, set.test_labels.name, set.test_labels.bytes);
  return bytesOf(train, test);
}

/** Takes the bytes out of two splits and frees them. */
export function bytesOf(train: Split, test: Split): DataBytes {
  const data = { train_pixels: train.pixels(), train_labels: train.labels(), test_pixels: test.pixels(), test_labels: test.labels() };
  train.free();
  test.free();
  return data;
}

async function contentOf(file: File, max_bytes: number): Promise<NamedBytes> {
  if (file.size > max_bytes) throw new Error(texts().data.too_large(file.name, file.size, max_bytes));
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, bytes: isGzip(bytes) ? await gunzip(bytes, max_bytes, file.name) : bytes };
}
