/** @file Saves a chart as a picture: an SVG file, or the same as a PNG file of twice the size. */

import type { ShownChart } from '../charts/line-chart';
import { saveFile } from '../export/save-file';
import { laterTexts } from '../texts/later';
import { type Caption, type ChartPicture, chartSvg } from './chart-svg';
import { paperColor } from './paper-colors';
import { withTexts } from './png-text';

export type PictureFormat = 'svg' | 'png';

const PNG_SCALE = 2;

/** Gives the reader a chart as it is shown now, in the colours of paper, with its settings and its link in it. */
export async function savePicture({ model, options }: ShownChart, format: PictureFormat, caption: Omit<Caption, 'title'>): Promise<void> {
  const title = `${options.name} · Dropout Lab`;
  const picture = chartSvg(model, options, { ...caption, title }, paperColor);
  const name = `dropout-lab-${options.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${format}`;
  if (format === 'svg') return saveFile(name, picture.svg, 'image/svg+xml');
  const png = withTexts(await rasterised(picture), { Title: title, Source: caption.address, Description: caption.sentences.join(' ') });
  saveFile(name, png, 'image/png');
}

async function rasterised({ svg, width, height }: ChartPicture): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * PNG_SCALE, height * PNG_SCALE];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(laterTexts().pictures.not_drawn);
  return new Uint8Array(await blob.arrayBuffer());
}
