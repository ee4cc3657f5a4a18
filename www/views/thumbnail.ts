/** @file A small picture of an experiment: the mean lines of its arms over the epochs. */

import type { ThumbnailLine } from '../records/entry';
import { makeSvg } from '../svg';
import { colorOf } from './arm-look';
import { laterTexts } from '../texts/later';

const [WIDTH, HEIGHT] = [120, 48];
/** Differences of accuracy smaller than this are drawn small. */
const LEAST_TOP = 0.02;

/** Draws the lines over a rule at zero. */
export function thumbnail(lines: readonly ThumbnailLine[], epochs: number): SVGSVGElement {
  const svg = makeSvg('svg', { viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`, class: 'thumbnail', role: 'img', 'aria-label': laterTexts().history.thumbnail });
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const [low, high] = [Math.min(0, ...values), Math.max(LEAST_TOP, ...values)];
  const x = (epoch: number): number => (epoch / Math.max(epochs, 1e-9)) * (WIDTH - 4) + 2;
  const y = (value: number): number => HEIGHT - 3 - ((value - low) / (high - low)) * (HEIGHT - 6);
  const path = (points: ThumbnailLine['points'], color: string): SVGElement => {
    const element = makeSvg('polyline', { points: points.map(([epoch, value]) => `${x(epoch).toFixed(1)},${y(value).toFixed(1)}`).join(' ') });
    element.style.stroke = `var(${color})`;
    // Thinner, so that the two lines of most experiments are told apart in grey, too.
    if (color === colorOf('baseline')) element.style.strokeWidth = '1';
    return element;
  };
  const zero: ThumbnailLine['points'] = [[0, 0], [epochs, 0]];
  svg.append(path(zero, '--rule'), ...lines.map(({ arm, points }) => path(points, colorOf(arm))));
  return svg;
}
