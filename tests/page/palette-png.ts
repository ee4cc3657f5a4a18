/** @file Writes a picture as a PNG of 256 colours, a third of the size of a screenshot as the browser writes it. */
import { deflateSync } from 'node:zlib';

/** Pixels as red, green, blue and opacity, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

/** The picture in its most frequent colours, each other colour as the nearest of them. */
export function palettePng({ width, height, rgba }: Picture): Buffer {
  const colors = Array.from({ length: width * height }, (_, at) => rgba.readUIntBE(at * 4, 3));
  const palette = frequentColors(colors);
  const known = new Map(palette.map((color, index) => [color, index]));
  const indexOf = (color: number): number => {
    const index = known.get(color) ?? nearest(palette, color);
    known.set(color, index);
    return index;
  };
  // Each row begins with the number of its filter: none.
  const rows = Array.from({ length: height }, (_, row) => [0, ...colors.slice(row * width, (row + 1) * width).map(indexOf)]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const entries = Buffer.from(palette.flatMap(channels));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('PLTE', entries), chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })), chunk('IEND')]);
}

/** At most 256 colours: of those that are hard to tell apart, only the most frequent one. */
function frequentColors(colors: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const seen = new Set<number>();
  const by_count = [...counts].sort(([, a], [, b]) => b - a).map(([color]) => color);
  const distinct = by_count.filter((color) => {
    const alike = color & 0xf8f8f8;
    const is_new = !seen.has(alike);
    seen.add(alike);
    return is_new;
  });
  return distinct.slice(0, 256);
}

function nearest(palette: readonly number[], color: number): number {
  const distances = palette.map((other) => channels(other).reduce((sum, value, at) => sum + (value - (channels(color)[at] ?? 0)) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}

const channels = (color: number): number[] => [color >> 16, (color >> 8) & 0xff, color & 0xff];

/** A part of a PNG file: length, name, content, checksum. */
function chunk(name: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** The checksum of the PNG standard, annex D. */
function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
