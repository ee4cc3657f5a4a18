/** @file How much work a slice holds, so that it takes 20 to 50 ms. */

/** A slice should not take less, or messages and small reads eat the time. */
export const SHORTEST_MILLIS = 20;
/** Nor more, or pause and slider feel late. */
export const LONGEST_MILLIS = 50;
const AIM_MILLIS = 35;
const MOST_UNITS = 4096;

/**
 * Units for the next slice, from what the last one took.
 *
 * It shrinks at once and grows at most twofold, because a unit may be a short training step or a long chunk of an evaluation.
 */
export function nextUnits(units: number, millis: number): number {
  if (millis >= SHORTEST_MILLIS && millis <= LONGEST_MILLIS) return units;
  const fitting = millis > 0 ? Math.floor((units * AIM_MILLIS) / millis) : MOST_UNITS;
  return Math.max(1, Math.min(fitting, units * 2, MOST_UNITS));
}
