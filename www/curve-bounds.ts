/** @file Bounds the curves at hand: a page that is kept open for a day sees more settings than it can keep in memory. */

import type { Curve, Curves } from './curves';

/** Most points at hand beside those on the page; with what the charts compute from them, some fifty megabytes. */
const MOST_POINTS = 200_000;
/** A point with probes takes about so many times the room of one without. */
const WITH_PROBES = 30;

/** Without the curves that have been at hand longest, where there are too many; those of these keys stay. Finished ones come back from the browser's store. */
export function withinBounds(curves: Curves, staying: ReadonlySet<string>, most_points = MOST_POINTS): Curves {
  const others = [...curves].filter(([key]) => !staying.has(key));
  let points = others.reduce((sum, [, curve]) => sum + sizeOf(curve), 0);
  if (points <= most_points) return curves;
  const kept = new Map(curves);
  for (const [key, curve] of others) {
    if (points <= most_points) break;
    kept.delete(key);
    points -= sizeOf(curve);
  }
  return kept;
}

function sizeOf(curve: Curve): number {
  return curve.length * (curve.at(0)?.probes ? WITH_PROBES : 1);
}
