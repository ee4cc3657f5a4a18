/** @file Four files find their places by magic number and name, and what is wrong is said. */
import { expect, test } from 'vitest';
import { classify, type NamedBytes, pick } from './classify';

const file = (name: string, magic: number): NamedBytes => ({ name, bytes: Uint8Array.from([0, 0, magic >> 8, magic & 255, 0, 0, 0, 1]) });
const IMAGES = 0x0803;
const LABELS = 0x0801;
const four = [file('train-images-idx3-ubyte', IMAGES), file('train-labels-idx1-ubyte', LABELS), file('t10k-images-idx3-ubyte', IMAGES), file('t10k-labels-idx1-ubyte', LABELS)];

test('the usual names are understood in any order', () => {
  const set = pick([...four].reverse().map(classify));
  expect([set.train_images.name, set.train_labels.name, set.test_images.name, set.test_labels.name]).toEqual(four.map(({ name }) => name));
});

test('the magic number wins over a misleading name', () => {
  expect(classify(file('test-labels', IMAGES)).role).toBe('test_images');
});

test('where the magic number says nothing the name decides, so that the reader can complain about the content', () => {
  expect(classify({ name: 'train-labels.gz', bytes: new Uint8Array(2) }).role).toBe('train_labels');
});

test('a name without train or test is refused with both expectations', () => {
  expect(() => classify(file('pictures', IMAGES))).toThrow('pictures: found neither "train" nor "t10k" or "test" in its name, expected one of them.');
});

test('missing and doubled files are named', () => {
  expect(() => pick(four.slice(0, 3).map(classify))).toThrow('Found 3 of 4 files; missing: test labels.');
  expect(() => pick([...four, file('my-train-images', IMAGES)].map(classify))).toThrow('my-train-images: found a second file of training images');
});

test('bytes that do not begin at the start of their buffer are read in the right place', () => {
  const bytes = Uint8Array.from([9, 9, 9, 0, 0, 8, 1, 0]).subarray(3);
  expect(classify({ name: 'train', bytes }).role).toBe('train_labels');
});
