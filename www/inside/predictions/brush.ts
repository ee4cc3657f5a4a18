/** @file A soft round brush on a grid of 28 by 28 pixels. */

import { PIXELS, SIDE } from '../grey-picture';

const RADIUS = 1.6;

/** A place on the grid, in pixels; whole numbers are the middles of pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Paints a stroke from one place to another: white, or black to erase. Gives a new grid. */
export function painted(pixels: Uint8Array, from: Place, to: Place, erases: boolean): Uint8Array {
  const next = pixels.slice();
  for (let at = 0; at < PIXELS; at += 1) {
    const distance = distanceTo({ x: at % SIDE, y: Math.floor(at / SIDE) }, from, to);
    const cover = Math.round(255 * Math.max(0, Math.min(1, RADIUS - distance)));
    const before = next[at] ?? 0;
    next[at] = erases ? Math.min(before, 255 - cover) : Math.max(before, cover);
  }
  return next;
}

/** Light becomes dark and dark light. */
export function inverted(pixels: Uint8Array): Uint8Array {
  return pixels.map((value) => 255 - value);
}

/** From a place to the nearest point of a line between two others. */
function distanceTo(place: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((place.x - from.x) * dx + (place.y - from.y) * dy) / length));
  return Math.hypot(place.x - from.x - along * dx, place.y - from.y - along * dy);
}
