/** @file Which units a drawing shows as dropped: a fixed draw for each, so that a larger probability drops a superset. */

/** A number in [0, 1) for a place, always the same; evenly spread, so that the share dropped looks right at any count. */
export function hintDraw(layer: number, unit: number): number {
  // Multiples of the golden ratio fill the interval evenly.
  return ((unit + 1) * 0.618_033_988_749_895 + layer * 0.381_966) % 1;
}

/** The same for a pixel, scattered: evenly spread draws would weave a pattern into a picture. */
export function pixelDraw(pixel: number): number {
  let mixed = Math.imul(pixel + 1, 0x9e37_79b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
