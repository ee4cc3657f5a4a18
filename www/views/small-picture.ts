/** @file A small line drawing with the ends of its axes named: enough to see a shape, no more. */

import type { MeanLine } from '../again';
import { epochText } from '../format';
import { makeSvg } from '../svg';
import { texts } from '../texts/texts';

/** A line, and its kind as class names. */
export interface SmallLine {
  readonly line: MeanLine;
  readonly kind: string;
}

const [WIDTH, HEIGHT] = [240, 150];
/** What the plot leaves for the names of its axes' ends. */
const [LEFT, TOP, RIGHT, BOTTOM] = [34, 6, 6, 20];

/** The lines over one x from 0, as an SVG image without a name of its own. */
export function drawPictureOf(lines: readonly SmallLine[], tick: (value: number) => string): SVGSVGElement {
  const [low, high] = rangeOf(lines);
  const last = Math.max(1, ...lines.flatMap(({ line }) => line.map(({ epoch }) => epoch)));
  const x = (epoch: number): number => LEFT + (epoch / last) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const text = (words: string, at_x: number, at_y: number, anchor: string): SVGElement => {
    const made = makeSvg('text', { x: at_x, y: at_y, 'text-anchor': anchor });
    made.textContent = words;
    return made;
  };
  const plot = makeSvg('svg', { x: LEFT, y: TOP, width: WIDTH - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM, viewBox: `${String(LEFT)} ${String(TOP)} ${String(WIDTH - LEFT - RIGHT)} ${String(HEIGHT - TOP - BOTTOM)}` });
  plot.append(...lines.map(({ line, kind }) => makeSvg('polyline', { class: kind, points: line.map(({ epoch, value }) => `${x(epoch).toFixed(1)},${y(value).toFixed(1)}`).join(' ') })));
  const drawing = makeSvg('svg', { class: 'small-picture', viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`, role: 'img' });
  drawing.append(
    makeSvg('path', { class: 'axis', d: `M${String(LEFT)},${String(TOP)}V${String(HEIGHT - BOTTOM)}H${String(WIDTH - RIGHT)}` }),
    text(tick(high), LEFT - 4, TOP + 8, 'end'),
    text(tick(low), LEFT - 4, HEIGHT - BOTTOM, 'end'),
    text('0', LEFT, HEIGHT - 5, 'middle'),
    text(texts().again.epoch(epochText(last)), WIDTH - RIGHT, HEIGHT - 5, 'end'),
    plot,
  );
  return drawing;
}

/** In whole tenths, from what is reached after the first epoch: the untrained network may lie below. */
function rangeOf(lines: readonly SmallLine[]): [number, number] {
  const values = lines.flatMap(({ line }) => line.filter(({ epoch }) => epoch >= 1).map(({ value }) => value));
  const low = Math.floor(Math.min(1, ...values) * 10) / 10;
  const high = Math.ceil(Math.max(0, ...values) * 10) / 10;
  return high > low ? [low, high] : [low - 0.1, low + 0.1];
}
