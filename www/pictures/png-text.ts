/** @file Texts within a PNG file: where it is from stays with the picture. */

const SIGNATURE_BYTES = 8;
/** Length, type, data, checksum of the first chunk, IHDR. */
const HEADER_BYTES = 25;

/** The file with these texts in it, by keyword; ISO 646 letters only, as a tEXt chunk takes them everywhere. */
export function withTexts(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(`${keyword}\0${text.replaceAll(/[^ -~]/g, '?')}`));
  const before = png.subarray(0, SIGNATURE_BYTES + HEADER_BYTES);
  const parts = [before, ...chunks, png.subarray(before.length)];
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.length;
  }
  return joined;
}

function textChunk(text: string): Uint8Array {
  const body = new TextEncoder().encode(`tEXt${text}`);
  const chunk = new Uint8Array(body.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(4 + body.length, crc32(body));
  return chunk;
}

/** The checksum of PNG, bit by bit: texts are short. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
