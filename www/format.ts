/** @file Numbers as the page writes them. */

import { texts } from './texts/texts';

const MINUS = '−';

/** A fraction as percent: 0.8123 -> "81.23%". */
export function percent(fraction: number, digits = 2): string {
  return `${signed(fraction * 100, digits)}%`;
}

/** A difference of fractions in percentage points: 0.0312 -> "3.12 pp". */
export function points(difference: number, digits = 2): string {
  return `${signed(difference * 100, digits)} pp`;
}

/** A loss: 0.76234 -> "0.762". */
export function loss(value: number, digits = 3): string {
  return signed(value, digits);
}

/** With a true minus sign, and no "-0.00". */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

/** The same with a plus sign before what is above zero. */
export function withSign(value: number, digits: number): string {
  const text = signed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Bytes in megabytes: 2_345_678 -> "2.3 MB". */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Bytes in a unit that suits them: 12_300 -> "12.3 kB", 10_737_418_240 -> "10.7 GB". */
export function storage(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? megabytes(bytes) : `${(bytes / 1e3).toFixed(1)} kB`;
}

/** Seconds as a reader says them: "8 s", "3 min 20 s", "1 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${String(whole)} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${String(minutes)} min ${String(whole % 60)} s` : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** With thousands marked: 12345 -> "12,345". */
export function count(value: number): string {
  return grouped(String(Math.round(value)));
}

/** Whole numbers in groups of three. Points and commas mean different things in different languages, so decimals keep their point in all of them, as in links, fields and files, and only what parts the groups is the language's own. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, texts().numbers.thousands);
}

/** An epoch, with parts of it in hundredths: 3 -> "3", 2.3333 -> "2.33". */
export function epochText(epoch: number): string {
  return String(Math.round(epoch * 100) / 100);
}

/** With a capital at its beginning: "about twice" -> "About twice". */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
