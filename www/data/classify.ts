/** @file Tells which of four dropped files is which: images or labels by magic number, train or test by name. */

import { texts } from '../texts/texts';

/** A file's name and its decompressed bytes. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A place in a data set. */
export type Role = 'train_images' | 'train_labels' | 'test_images' | 'test_labels';

const ROLES: readonly Role[] = ['train_images', 'train_labels', 'test_images', 'test_labels'];

/** A file with its place. */
export interface Classified extends NamedBytes {
  readonly role: Role;
}

/**
 * The place of a file. The magic number decides between images and labels; where it is neither, the name does, so that the
 * reader of the file can say what is wrong with it.
 */
export function classify(file: NamedBytes): Classified {
  const name = file.name.toLowerCase();
  const magic = file.bytes.length >= 4 ? new DataView(file.bytes.buffer, file.bytes.byteOffset).getUint32(0) : undefined;
  const is_labels = magic === 0x0801 || (magic !== 0x0803 && name.includes('label'));
  const is_test = /t10k|test/.test(name);
  if (!is_test && !name.includes('train')) {
    throw new Error(texts().data.neither(file.name));
  }
  return { ...file, role: `${is_test ? 'test' : 'train'}_${is_labels ? 'labels' : 'images'}` };
}

/** One file for each place; throws a sentence where one is missing or given twice. */
export function pick(files: readonly Classified[]): Record<Role, NamedBytes> {
  const set: Partial<Record<Role, NamedBytes>> = {};
  for (const file of files) {
    const other = set[file.role];
    if (other) throw new Error(texts().data.second_file(file.name, file.role, other.name));
    set[file.role] = file;
  }
  const { train_images, train_labels, test_images, test_labels } = set;
  if (train_images && train_labels && test_images && test_labels) return { train_images, train_labels, test_images, test_labels };
  const missing = ROLES.filter((role) => !set[role]).map((role) => texts().data.roles[role]);
  throw new Error(texts().data.missing_files(files.length, missing.join(', ')));
}
