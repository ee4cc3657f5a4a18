/** @file Decompression is exact, and stops at its cap. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gunzip, isGzip } from './gunzip';

async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

test('what was compressed comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
      expect(await gunzip(await gzip(bytes), 5000, 'f')).toEqual(new Uint8Array(bytes));
    }),
    { numRuns: 25 },
  );
});

test('a file as large as the cap is taken, one byte more is not', async () => {
  expect((await gunzip(await gzip(new Uint8Array(1000)), 1000, 'f')).length).toBe(1000);
  await expect(gunzip(await gzip(new Uint8Array(1001)), 1000, 'bomb.gz')).rejects.toThrow('bomb.gz: found more than 1000 bytes when decompressed, expected at most that; reading stopped.');
});

test('a cut file is a sentence', async () => {
  const whole = await gzip(Uint8Array.from({ length: 3000 }, (_, index) => (index * index) % 251));
  await expect(gunzip(whole.slice(0, whole.length / 2), 5000, 'cut.gz')).rejects.toThrow(/^cut\.gz: found damaged or cut gzip data/);
});

test('gzip is told by its first two bytes', async () => {
  expect([isGzip(await gzip(new Uint8Array(3))), isGzip(Uint8Array.from([0, 0, 8, 3])), isGzip(new Uint8Array())]).toEqual([true, false, false]);
});
