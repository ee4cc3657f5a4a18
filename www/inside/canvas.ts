/** @file Canvases in CSS pixels, and the page's colours as numbers. */

import { token } from '../charts/theme';

/** Red, green, blue, from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Gives an empty canvas this size in CSS pixels, as sharp as the screen is; `undefined` where there is nothing to draw on. */
export function fitted(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | undefined {
  const ctx = canvas.getContext('2d');
  if (!ctx || width <= 0 || height <= 0) return undefined;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  canvas.style.height = `${String(height)}px`;
  ctx.scale(canvas.width / width, canvas.height / height);
  return ctx;
}

const reader = document.createElement('canvas').getContext('2d');

/** A colour token as numbers, however the stylesheet writes it: a canvas gives back an opaque colour as #rrggbb. */
export function rgbOf(name: string): Rgb {
  if (!reader) return [0, 0, 0];
  reader.fillStyle = token(name);
  const digits = parseInt(reader.fillStyle.slice(1), 16);
  return [digits >> 16, (digits >> 8) & 255, digits & 255];
}

/** What scales of two signs are drawn in. */
export interface SignColours {
  readonly below: Rgb;
  readonly zero: Rgb;
  readonly above: Rgb;
}

/** Blue below zero, orange above, the ground of the page at zero, in light and dark. */
export function signColours(): SignColours {
  return { below: rgbOf('--below'), zero: rgbOf('--raised'), above: rgbOf('--above') };
}

/** The colour of a value between -1 and 1; what lies beyond is drawn as the end. */
export function signColour(value: number, { below, zero, above }: SignColours): Rgb {
  const end = value < 0 ? below : above;
  const share = Math.min(1, Math.abs(value));
  const mix = (index: 0 | 1 | 2): number => Math.round(zero[index] + (end[index] - zero[index]) * share);
  return [mix(0), mix(1), mix(2)];
}
