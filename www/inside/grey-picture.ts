/** @file Draws a picture as the data has it: light on black, 28 rows of 28 pixels. */

import '../styles/inside-pictures.css';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/** A canvas of 28 by 28 pixels; styles enlarge it crisply. */
export function greyCanvas(class_name: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.className = `grey-picture ${class_name}`;
  canvas.width = canvas.height = SIDE;
  return canvas;
}

/** Draws the pixels, 0 as black and 255 as white; none leave the canvas empty. */
export function drawGrey(canvas: HTMLCanvasElement, pixels: Uint8Array | undefined): void {
  const image = new ImageData(SIDE, SIDE);
  for (let at = 0; at < PIXELS && pixels; at += 1) {
    const grey = pixels[at] ?? 0;
    image.data.set([grey, grey, grey, 255], at * 4);
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
