/** @file Numbers of any size, as the panels write them, and their mean. */

import { signed } from '../format';

const DIGITS = 3;
/** Below this, zeros would hide the digits. */
const SMALL = 1e-3;

/** Three digits that count, whole numbers in full: 0.012345 -> "0.0123", 1234.5 -> "1235", 0.00012345 -> "1.23e−4". */
export function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < SMALL) return value.toExponential(DIGITS - 1).replaceAll('-', '−');
  const before_point = size < SMALL ? 1 : Math.floor(Math.log10(size)) + 1;
  return signed(value, Math.max(0, DIGITS - before_point));
}

/** A number on an axis: no more digits than it takes to tell it from its neighbours. */
export function onAxis(value: number): string {
  const text = threeDigits(value);
  return text.includes('e') ? text.replace(/\.?0+(?=e)/, '') : text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

/** The mean of some values; 0 without any. */
export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
