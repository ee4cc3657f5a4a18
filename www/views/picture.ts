/** @file One example as the network gets it: 28 rows of 28 pixels, and the same pixels laid end to end. */

import { pixelDraw } from './hint';

const SIDE = 28;

/** Draws a picture and its flattened strip; pixels dropped at this probability are blank, as zeros are. */
export function drawPicture(picture: HTMLCanvasElement, strip: HTMLCanvasElement, pixels: Uint8Array, drop_prob: number): void {
  const [red, green, blue] = inkOf(picture);
  const image = new ImageData(SIDE, SIDE);
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const kept = drop_prob === 0 || pixelDraw(at) >= drop_prob;
    image.data.set([red, green, blue, kept ? (pixels[at] ?? 0) : 0], at * 4);
  }
  paint(picture, image);
  paint(strip, new ImageData(image.data, SIDE * SIDE, 1));
}

function paint(canvas: HTMLCanvasElement, image: ImageData): void {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** Pixels are drawn in the colour of the text around them. */
function inkOf(canvas: HTMLCanvasElement): [number, number, number] {
  const [red, green, blue] = (getComputedStyle(canvas).color.match(/\d+/g) ?? []).map(Number);
  return [red ?? 0, green ?? 0, blue ?? 0];
}
