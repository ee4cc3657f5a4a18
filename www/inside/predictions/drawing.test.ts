/** @file Strokes on the grid, and pictures of any size brought to it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inverted, painted } from './brush';
import { PIXELS } from '../grey-picture';
import { greyOf, shrunk } from './shrink';

const EMPTY = new Uint8Array(PIXELS);
const at = (pixels: Uint8Array, x: number, y: number): number => pixels[y * 28 + x] ?? -1;

test('a stroke is white along its way, soft at its edge, and leaves what it was made from alone', () => {
  const drawn = painted(EMPTY, { x: 4, y: 10 }, { x: 20, y: 10 }, false);
  expect([at(drawn, 4, 10), at(drawn, 12, 10), at(drawn, 20, 10), at(drawn, 12, 11), at(drawn, 12, 12), at(drawn, 23, 10)]).toEqual([255, 255, 255, 153, 0, 0]);
  expect(EMPTY.every((value) => value === 0)).toBe(true);
});

test('the eraser takes away where the brush had painted', () => {
  const [from, to] = [{ x: 4, y: 10 }, { x: 20, y: 10 }];
  const erased = painted(painted(EMPTY, from, to, false), from, to, true);
  expect([at(erased, 12, 10), at(erased, 12, 11)]).toEqual([0, 102]);
});

test('inverted twice is as before', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: PIXELS, maxLength: PIXELS }), (pixels) => {
    expect(inverted(inverted(pixels))).toEqual(pixels);
  }));
});

test('28 by 28 pixels come through as they are', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: PIXELS, maxLength: PIXELS }), (values) => {
    expect(shrunk({ width: 28, height: 28, values }, { centres: false, inverts: false })).toEqual(values);
  }));
});

test('a dark square at a corner of a light page is turned over, centred, and as large as fits', () => {
  const values = Uint8Array.from({ length: 100 * 60 }, (_, place) => (place % 100 >= 10 && place % 100 < 30 && Math.floor(place / 100) >= 5 && Math.floor(place / 100) < 45 ? 0 : 255));
  const picture = { width: 100, height: 60, values };
  const pixels = shrunk(picture, { centres: true, inverts: true });
  // 20 by 40 becomes 14 by 28, from column 7 to 20.
  expect([at(pixels, 6, 14), at(pixels, 7, 0), at(pixels, 20, 27), at(pixels, 21, 14)]).toEqual([0, 255, 255, 0]);
  expect(at(shrunk(picture, { centres: true, inverts: false }), 14, 14)).toBe(0);
  const whole = shrunk(picture, { centres: false, inverts: true });
  // 100 by 60 pixels are brought to 28 by 17, with ground above and below.
  expect([at(whole, 5, 10), at(whole, 14, 10), at(whole, 5, 2)]).toEqual([255, 0, 0]);
});

test('a picture of one colour is no error', () => {
  const pixels = shrunk({ width: 3, height: 5, values: new Uint8Array(15).fill(255) }, { centres: true, inverts: true });
  expect(pixels.every((value) => value === 0)).toBe(true);
});

test('grey weighs red, green and blue, and what is transparent is white', () => {
  const data = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0);
  expect([...greyOf({ width: 2, height: 2, data }).values]).toEqual([76, 150, 29, 255]);
});
