/** @file The network as a drawing: layers from top to bottom, units that are dropped hollow and without links. */

import { makeSvg } from '../svg';
import { hintDraw } from './hint';

/** Pixels from the middle of one unit to the next; less where ten would not fit. */
const GAP = 17;
const RADIUS = 5;

/** A layer as it is drawn. */
export interface DrawnLayer {
  readonly width: number;
  readonly drop_prob: number;
  /** Where it stands, in pixels from the top. */
  readonly y: number;
}

/** Draws the layers into an SVG element, in place of what was there, one unit of the drawing to a pixel. */
export function drawNetwork(svg: SVGSVGElement, layers: readonly DrawnLayer[], { width, height }: { width: number; height: number }): void {
  svg.setAttribute('viewBox', `0 0 ${String(width)} ${String(height)}`);
  svg.setAttribute('height', String(height));
  const rows = layers.map((layer, index) => unitsOf(layer, index, width));
  const links = rows.flatMap((row, index) => (index === 0 ? [] : linksBetween(rows[index - 1] ?? [], row)));
  svg.replaceChildren(...links, ...rows.flatMap((row) => row.map(circleOf)));
}

interface Unit {
  readonly x: number;
  readonly y: number;
  readonly dropped: boolean;
}

function unitsOf(layer: DrawnLayer, index: number, width: number): Unit[] {
  const room = width - 2 * RADIUS - 2;
  const gap = Math.min(GAP, room / 9);
  const count = Math.max(1, Math.min(layer.width, Math.floor(room / gap + 0.01) + 1));
  const left = width / 2 - (gap * (count - 1)) / 2;
  return Array.from({ length: count }, (_, unit) => ({ x: left + unit * gap, y: layer.y, dropped: hintDraw(index, unit) < layer.drop_prob }));
}

/** Every second unit is linked: all links together would be a grey block. */
function linksBetween(above: readonly Unit[], below: readonly Unit[]): SVGElement[] {
  const kept = above.filter((unit) => !unit.dropped);
  const path = kept.flatMap((from, i) => below.filter((to, j) => !to.dropped && (i + j) % 2 === 0).map((to) => `M${at(from, RADIUS)}L${at(to, -RADIUS)}`));
  return [makeSvg('path', { class: 'link', d: path.join('') })];
}

function at(unit: Unit, offset: number): string {
  return `${unit.x.toFixed(1)} ${(unit.y + offset).toFixed(1)}`;
}

function circleOf({ x, y, dropped }: Unit): SVGElement {
  return makeSvg('circle', { class: dropped ? 'unit dropped' : 'unit', cx: x.toFixed(1), cy: String(y), r: String(RADIUS) });
}
