/** @file Own IDX files for tests: four small good ones, and the parts to make bad ones of. */
import type { LabPage } from './lab-page';

/** A file as a reader chooses it. */
export interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const IMAGES_MAGIC = 0x0803;
export const LABELS_MAGIC = 0x0801;
export const PIXELS = 784;

function file(name: string, buffer: Buffer): File {
  return { name, mimeType: 'application/octet-stream', buffer };
}

export function idx(magic: number, sizes: readonly number[], body: Buffer): Buffer {
  const header = Buffer.alloc(4 * (1 + sizes.length));
  [magic, ...sizes].forEach((value, index) => header.writeUInt32BE(value, index * 4));
  return Buffer.concat([header, body]);
}

/** Pictures of one grey each, the greyer the higher the label. */
export function images(count: number): Buffer {
  return idx(IMAGES_MAGIC, [count, 28, 28], Buffer.concat(Array.from({ length: count }, (_, index) => Buffer.alloc(PIXELS, (index % 10) * 25))));
}

export function labels(count: number): Buffer {
  return idx(LABELS_MAGIC, [count], Buffer.from(Array.from({ length: count }, (_, index) => index % 10)));
}

/** Four good files, some of them replaced. */
export function files(replaced: Readonly<Record<string, Buffer>> = {}): File[] {
  const good: Record<string, Buffer> = {
    'train-images-idx3-ubyte': images(40),
    'train-labels-idx1-ubyte': labels(40),
    't10k-images-idx3-ubyte': images(20),
    't10k-labels-idx1-ubyte': labels(20),
  };
  return Object.entries({ ...good, ...replaced }).map(([name, buffer]) => file(name, buffer));
}

/** Chooses files as a reader does. */
export async function choose(lab: LabPage, given: readonly File[]): Promise<void> {
  await lab.page.getByLabel('Your own data').setInputFiles([...given]);
}
