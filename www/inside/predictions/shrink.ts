/** @file Brings a picture of any size to 28 by 28 grey pixels, much as the pictures of Fashion-MNIST were made (Xiao et al., 2017). */

import { inverted } from './brush';
import { PIXELS, SIDE } from '../grey-picture';

/** A grey picture, row by row, from 0 (black) to 255 (white). */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

export interface ShrinkChoices {
  /** Trim the ground around what is shown, and bring it to the middle, as large as fits. */
  readonly centres: boolean;
  /** Turn a picture on a light ground over, since the training pictures are light on black. */
  readonly inverts: boolean;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What lies nearer to the ground than this share of the full range counts as ground. */
const GROUND = 0.05 * 255;

/** Grey of red, green, blue and alpha, on white where it is transparent (weights of ITU-R BT.601). */
export function greyOf({ width, height, data }: Pick<ImageData, 'width' | 'height' | 'data'>): Grey {
  const values = Uint8Array.from({ length: width * height }, (_, at) => {
    const [red, green, blue, alpha] = [0, 1, 2, 3].map((channel) => data[at * 4 + channel] ?? 0) as [number, number, number, number];
    return Math.round(((0.299 * red + 0.587 * green + 0.114 * blue) * alpha) / 255 + 255 - alpha);
  });
  return { width, height, values };
}

/** The 784 pixels of a picture. */
export function shrunk(picture: Grey, { centres, inverts }: ShrinkChoices): Uint8Array {
  const ground = groundOf(picture);
  const box = centres ? trimmed(picture, ground) : { left: 0, top: 0, width: picture.width, height: picture.height };
  const pixels = fitted(picture, box, ground);
  return inverts && ground > 127 ? inverted(pixels) : pixels;
}

/** Mean of the corners. */
function groundOf({ width, height, values }: Grey): number {
  const corners = [0, width - 1, (height - 1) * width, height * width - 1].map((at) => values[at] ?? 0);
  return corners.reduce((sum, value) => sum + value, 0) / corners.length;
}

/** The smallest box around all that is not ground; the whole picture where there is nothing else. */
function trimmed({ width, height, values }: Grey, ground: number): Box {
  let [left, top, right, bottom] = [width, height, -1, -1];
  values.forEach((value, at) => {
    if (Math.abs(value - ground) <= GROUND) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  });
  return right < left ? { left: 0, top: 0, width, height } : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The longer side of the box fills the grid, the rest is ground; each pixel is the mean of the area it covers. */
function fitted(picture: Grey, box: Box, ground: number): Uint8Array {
  const scale = Math.max(box.width, box.height) / SIDE;
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  return Uint8Array.from({ length: PIXELS }, (_, at) => {
    const left = middle.x + ((at % SIDE) - SIDE / 2) * scale;
    const top = middle.y + (Math.floor(at / SIDE) - SIDE / 2) * scale;
    return Math.round(meanOver(picture, box, { left, top, width: scale, height: scale }, ground));
  });
}

/** Mean over an area whose edges may cut through pixels; outside the box lies ground. */
function meanOver({ width, values }: Grey, box: Box, area: Box, ground: number): number {
  let [sum, covered] = [0, 0];
  for (let y = Math.max(box.top, Math.floor(area.top)); y < Math.min(box.top + box.height, area.top + area.height); y += 1) {
    const high = overlap(y, area.top, area.height);
    for (let x = Math.max(box.left, Math.floor(area.left)); x < Math.min(box.left + box.width, area.left + area.width); x += 1) {
      const part = high * overlap(x, area.left, area.width);
      sum += part * (values[y * width + x] ?? 0);
      covered += part;
    }
  }
  const whole = area.width * area.height;
  return (sum + Math.max(0, whole - covered) * ground) / whole;
}

/** How much of the pixel from `at` to `at + 1` lies between two edges. */
function overlap(at: number, start: number, length: number): number {
  return Math.max(0, Math.min(at + 1, start + length) - Math.max(at, start));
}
