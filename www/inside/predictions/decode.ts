/** @file Decodes an image file in the page; nothing of it leaves the computer. */

import { type Grey, greyOf } from './shrink';
import { insideTexts } from '../../texts/inside';

/** Larger pictures are brought down to this first: 28 pixels are wanted in the end. */
const MOST_PIXELS = 512;

/** The picture in grey; throws a sentence where the browser cannot decode the file. */
export async function decoded(file: File): Promise<Grey> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(insideTexts().own.not_decoded(file.name));
  });
  const scale = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(insideTexts().own.no_canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return greyOf(context.getImageData(0, 0, canvas.width, canvas.height));
}
