/** @file Own IDX files: good ones train, bad ones get a sentence each, and what trains goes on untouched. */
import { createGzip, gzipSync } from 'node:zlib';
import { choose, type File, files, idx, images, IMAGES_MAGIC, labels, LABELS_MAGIC, PIXELS } from './idx-files';
import { expect, LONG, test } from './lab-page';

/** Zeros, far more than the largest data file may have, pressed into some hundred kilobytes. */
async function bomb(): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const megabyte = Buffer.alloc(1_000_000);
  for (let written = 0; written < 220; written += 1) {
    if (!gzip.write(megabyte)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  const ended = new Promise((resolve) => gzip.once('end', resolve));
  gzip.end();
  await ended;
  return Buffer.concat(chunks);
}

const BAD: readonly { readonly name: string; readonly given: () => File[] | Promise<File[]>; readonly says: string }[] = [
  {
    name: 'a wrong magic number',
    given: () => files({ 'train-images-idx3-ubyte': idx(0x0d03, [40, 28, 28], Buffer.alloc(40 * PIXELS)) }),
    says: 'train-images-idx3-ubyte: found magic number 0x00000d03, expected 0x00000803 for IDX images',
  },
  {
    name: 'counts that disagree',
    given: () => files({ 'train-labels-idx1-ubyte': labels(39) }),
    says: 'train-labels-idx1-ubyte: found 39 labels, expected 40, one for each image of train-images-idx3-ubyte',
  },
  {
    name: 'a truncated file',
    given: () => files({ 't10k-images-idx3-ubyte': images(20).subarray(0, 16 + 19 * PIXELS) }),
    says: 't10k-images-idx3-ubyte: truncated file: found 14896 bytes after the header, expected 15680',
  },
  {
    name: 'a truncated gzip file',
    given: () => files({ 't10k-images-idx3-ubyte': gzipSync(images(20)).subarray(0, 60) }),
    says: 't10k-images-idx3-ubyte: found damaged or cut gzip data',
  },
  {
    name: 'a label above 9',
    given: () => files({ 't10k-labels-idx1-ubyte': idx(LABELS_MAGIC, [20], Buffer.alloc(20, 10)) }),
    says: 't10k-labels-idx1-ubyte: found label 10 at example 0, expected 0 to 9',
  },
  {
    name: 'no examples',
    given: () => files({ 'train-images-idx3-ubyte': images(0), 'train-labels-idx1-ubyte': labels(0) }),
    says: 'train-images-idx3-ubyte: found 0 examples, expected at least 1',
  },
  {
    name: 'pictures of another size',
    given: () => files({ 'train-images-idx3-ubyte': idx(IMAGES_MAGIC, [40, 32, 32], Buffer.alloc(40 * 1024)) }),
    says: 'train-images-idx3-ubyte: found images of 32 x 32 pixels, expected 28 x 28',
  },
  {
    name: 'a gzip bomb',
    given: async () => files({ 'train-images-idx3-ubyte': await bomb() }),
    says: 'train-images-idx3-ubyte: found more than 94080016 bytes when decompressed',
  },
  {
    name: 'one file missing',
    given: () => files().slice(0, 3),
    says: 'Found 3 of 4 files; missing: test labels.',
  },
];

test('four good files train, plain and compressed', async ({ lab }) => {
  await lab.open('v=1&data=synthetic&train=64&test=64&hidden=16,16&batch=8&epochs=2&replicates=1&device=cpu');
  await lab.reaches('ready');
  await choose(lab, files({ 'train-images-idx3-ubyte': gzipSync(images(40)), 't10k-labels-idx1-ubyte': gzipSync(labels(20)) }));
  await expect(lab.root).toHaveAttribute('data-dataset', 'files');
  await expect(lab.notices).toContainText('Your files were read: 40 training and 20 test examples.');
  // The experiment asked for more than the files hold.
  await expect(lab.page).toHaveURL(/data=files&train=40&test=20/);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
});

test('files dropped anywhere on the page are read, too', async ({ lab }) => {
  await lab.open('v=1&data=synthetic&train=64&test=64&hidden=16,16&batch=8&epochs=2&replicates=1&device=cpu');
  await lab.reaches('ready');
  const given = files().map(({ name, buffer }) => ({ name, bytes: buffer.toString('base64') }));
  const dropped = await lab.page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of list) transfer.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
    return transfer;
  }, given);
  await lab.page.locator('#accuracy-chart').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(lab.root).toHaveAttribute('data-dataset', 'files');
  await lab.reaches('ready');
});

for (const { name, given, says } of BAD) {
  test(`${name}: a sentence names the file, and the experiment that trains goes on untouched`, async ({ lab }) => {
    await lab.open(LONG);
    await lab.button('Run').click();
    await lab.passesEpoch(1);
    const { started } = await lab.witness();
    await choose(lab, await given());
    await expect(lab.notices).toContainText(says, { timeout: 30_000 });
    const epoch = await lab.epoch();
    await lab.passesEpoch(epoch + 1);
    await expect(lab.root).toHaveAttribute('data-dataset', 'synthetic');
    expect((await lab.witness()).started).toEqual(started);
  });
}

test('a link to own files asks for them, and offers the synthetic set', async ({ lab }) => {
  await lab.open('v=1&data=files&train=40&test=20&hidden=16,16&batch=8&epochs=2&replicates=1&device=cpu');
  await expect(lab.page.getByRole('alert')).toContainText('This experiment uses your own files.');
  await choose(lab, files());
  await lab.reaches('ready');
  await expect(lab.page.getByRole('alert')).toBeHidden();
});
