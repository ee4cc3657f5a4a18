/** @file Decompresses gzip with a cap, so that a small file cannot fill the memory. */

import { texts } from '../texts/texts';

/** True for bytes that begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Decompresses; throws a sentence when more than `max_bytes` come out, having read no further, or when the file is damaged. */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>, max_bytes: number, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(texts().data.damaged_gzip(name, total));
    });
    if (done) return joined(chunks, total);
    total += value.byteLength;
    if (total > max_bytes) {
      await reader.cancel().catch(() => undefined);
      throw new Error(texts().data.too_much(name, max_bytes));
    }
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], total: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}
