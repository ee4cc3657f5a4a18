/** @file Small symbols on lines and in legends, so that lines can be told apart without their colours. */

import { makeSvg } from '../svg';

/** Outlines around (0, 0), about one unit in each direction; read by canvas and SVG alike. */
export const OUTLINES = {
  circle: 'M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z',
  square: 'M-.9 -.9H.9V.9H-.9Z',
  diamond: 'M0 -1.25L1.25 0L0 1.25L-1.25 0Z',
  down: 'M-1.1 -.9H1.1L0 1.1Z',
  up: 'M-1.1 .9H1.1L0 -1.1Z',
  plus: 'M-.4 -1.2H.4V-.4H1.2V.4H.4V1.2H-.4V.4H-1.2V-.4H-.4Z',
  hourglass: 'M-1 -1.1H1L-1 1.1H1Z',
  bar: 'M-.45 -1.3H.45V1.3H-.45Z',
  cross: 'M-1.1 -.6L-.6 -1.1L0 -.5L.6 -1.1L1.1 -.6L.5 0L1.1 .6L.6 1.1L0 .5L-.6 1.1L-1.1 .6L-.5 0Z',
} as const;

/** Names of the symbols. */
export type SymbolName = keyof typeof OUTLINES;

/** A symbol as a small picture, in the colour of the text around it. */
export function symbolPicture(name: SymbolName): SVGSVGElement {
  const svg = makeSvg('svg', { viewBox: '-1.5 -1.5 3 3', class: 'symbol', 'aria-hidden': 'true' });
  svg.append(makeSvg('path', { d: OUTLINES[name] }));
  return svg;
}

/** Draws a symbol on a canvas, in pixels of the canvas. */
export function drawSymbol(ctx: CanvasRenderingContext2D, name: SymbolName, { x, y, radius }: { x: number; y: number; radius: number }): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(radius, radius);
  ctx.fill(new Path2D(OUTLINES[name]));
  ctx.restore();
}
