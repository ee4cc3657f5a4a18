/** @file Draws a link as a QR code, where it is short enough for a telephone to read. */

import encodeQR from 'qr';
import { makeSvg } from '../svg';

/** More characters make squares that a camera no longer tells apart on a screen. */
export const MOST_QR_CHARACTERS = 800;
/** Squares that stay light around the code, as the standard asks. */
const QUIET = 4;

/** A drawing of the code, light and dark in every theme, since cameras expect it so; `undefined` where the text is too long. */
export function qrDrawing(text: string, label: string): SVGSVGElement | undefined {
  if (text.length > MOST_QR_CHARACTERS) return undefined;
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: QUIET });
  const size = rows.length;
  const dark = rows.flatMap((row, y) => row.flatMap((is_dark, x) => (is_dark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])));
  const drawing = makeSvg('svg', { viewBox: `0 0 ${String(size)} ${String(size)}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' });
  drawing.append(makeSvg('rect', { width: size, height: size, fill: '#fff' }), makeSvg('path', { d: dark.join(''), fill: '#000' }));
  return drawing;
}
