/** @file What a chart draws: columns over a shared x, as plain values. */

import type { SymbolName } from './symbols';

/** Values over x; `null` where there is none. */
export type Column = readonly (number | null)[];

/** How a line is drawn; `none` leaves its band alone, hatched. */
export type Stroke = 'solid' | 'dashed' | 'dotted' | 'none';

/** One line, perhaps with a band around it. */
export interface Line {
  /** Names the line from one drawing to the next. */
  readonly id: string;
  readonly label: string;
  /** CSS token of its colour, such as `--ink`. */
  readonly color: string;
  readonly stroke: Stroke;
  /** Stands on the line at a few places and in the legend. */
  readonly symbol?: SymbolName | undefined;
  /** Drawn thin and pale, without a place in legend and readout. */
  readonly thin?: boolean;
  /** Comes last in legend and readout. */
  readonly past?: boolean;
  readonly values: Column;
  /** Lower and upper edge of its band. */
  readonly band?: { readonly low: Column; readonly high: Column };
  /** Its band is read out, but not filled. */
  readonly quiet?: boolean;
}

/** A shaded area between two lines. */
export interface Shade {
  readonly upper: string;
  readonly lower: string;
  readonly color: string;
}

/** A labelled vertical rule. */
export interface Rule {
  readonly x: number;
  readonly label: string;
  /** Drawn through, as something that the reader set. */
  readonly solid?: boolean;
}

/** A single place that matters: a dot with a ring, or a symbol. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly kind: 'ring' | SymbolName;
  readonly color: string;
  /** The line it belongs to, and is hidden with. */
  readonly line: string;
}

/** A whole chart. */
export interface ChartModel {
  readonly x: readonly number[];
  /** The x axis ends here, however far the data goes. */
  readonly x_end: number;
  readonly lines: readonly Line[];
  readonly shades: readonly Shade[];
  readonly rules: readonly Rule[];
  readonly marks: readonly Mark[];
  /** The y axis counts powers of ten; what is not above zero has no place on it. */
  readonly is_log?: boolean;
}

/** How a chart writes and bounds its values; fixed for its life. */
export interface ChartOptions {
  /** Its accessible name. */
  readonly name: string;
  readonly x_name: string;
  /** A value in full, with its unit. */
  readonly exact: (value: number) => string;
  /** A value on the axis; `step` is how far it lies from the next, 0 where they are not evenly spaced. */
  readonly tick: (value: number, step: number) => string;
  /** Where the y axis ends, given the extent of the data once it has settled. */
  readonly y_range: (low: number, high: number) => [number, number];
  /** The extent to assume before there is data. */
  readonly y_empty: readonly [number, number];
  readonly height: number;
}

/** The first part of the x axis, where a steep start would press all that follows into a strip. */
const START = 0.06;
const SYMBOLS_ON_A_LINE = 5;

/** The extent of some columns; the start of the x axis counts only as long as there is nothing else. */
export function extentOf(x: readonly number[], x_end: number, columns: readonly Column[]): [number, number] | undefined {
  const last = x.at(-1) ?? 0;
  const from = last > x_end * START * 2 ? x.findIndex((value) => value >= x_end * START) : 0;
  let extent: [number, number] | undefined;
  for (const column of columns) {
    for (let index = from; index < column.length; index += 1) {
      const value = column[index];
      if (typeof value === 'number') extent = extent ? [Math.min(extent[0], value), Math.max(extent[1], value)] : [value, value];
    }
  }
  return extent;
}

/** How many decimals tell numbers apart that lie this far from each other: 0.02 -> 2, 5 -> 0. */
export function decimalsOf(step: number): number {
  return step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0;
}

/** Charts with the same shape redraw; others are built anew. */
export function shapeOf(model: ChartModel): string {
  const lines = model.lines.map((line) => [line.id, line.color, line.stroke, line.thin ?? false, line.band !== undefined, line.quiet ?? false].join());
  return [...lines, ...model.shades.map((shade) => `${shade.upper}>${shade.lower}`), model.is_log ? 'log' : ''].join(';');
}

/** The extent of a logarithmic axis, where a steep start takes little room: every value above zero of the lines; bands may reach beyond. */
export function logExtentOf(lines: readonly Line[]): [number, number] | undefined {
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null && value > 0)) as number[];
  return values.length === 0 ? undefined : values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, 0]);
}

/** Where a logarithmic axis ends: at numbers of one digit, and never in a point. */
export function logRange(low: number, high: number): [number, number] {
  const [bottom, top] = [oneDigit(low, Math.floor), oneDigit(high, Math.ceil)];
  return [bottom, top > bottom ? top : oneDigit(bottom * 10, Math.round)];
}

/** The numbers of one digit from one end of a logarithmic axis to the other. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = powerOf(low); power <= powerOf(high); power += 1) {
    for (let digit = 1; digit <= 9; digit += 1) {
      const tick = Number(`${String(digit)}e${String(power)}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** Which ticks of a logarithmic axis bear a number: both ends, then powers of ten, then twos and fives, then what still has room. `place` is where a tick stands, in the unit of `space`. */
export function labelledTicks(ticks: readonly number[], place: (tick: number) => number, space: number): Set<number> {
  const digitOf = (tick: number): number => Math.round(tick / 10 ** powerOf(tick));
  const rankOf = (tick: number): number => (tick === ticks[0] || tick === ticks.at(-1) ? 0 : digitOf(tick) === 1 ? 1 : [2, 5].includes(digitOf(tick)) ? 2 : 3);
  const labelled: number[] = [];
  for (const tick of ticks.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    if (labelled.every((other) => Math.abs(place(other) - place(tick)) >= space)) labelled.push(tick);
  }
  return new Set(labelled);
}

function powerOf(value: number): number {
  return Math.floor(Math.log10(value) + 1e-9);
}

/** A number brought to one digit, without what binary fractions add to it. */
function oneDigit(value: number, round: (value: number) => number): number {
  const power = powerOf(value);
  return Number(`${String(round(Number((value / 10 ** power).toPrecision(12))))}e${String(power)}`);
}

/** The last index at which every current line has a value, else the last of all; -1 where there is none. */
export function lastCommon({ x, lines }: ChartModel): number {
  const current = lines.filter((line) => !line.thin && !line.past);
  for (let index = x.length - 1; index >= 0; index -= 1) if (current.every((line) => typeof line.values[index] === 'number')) return index;
  return x.length - 1;
}

/** Places of a line that carry its symbol: a few, spread over x, and apart from those of the `among` other symbols. */
export function symbolPlaces(x: readonly number[], x_end: number, line: Line, at: number, among: number): number[] {
  const places = Array.from({ length: SYMBOLS_ON_A_LINE }, (_, place) => (x_end * (place + (at + 0.5) / among)) / SYMBOLS_ON_A_LINE);
  const last = x.at(-1) ?? -1;
  const indices = places.filter((place) => place <= last).map((place) => nearest(x, place));
  return [...new Set(indices)].filter((index) => typeof line.values[index] === 'number');
}

function nearest(x: readonly number[], place: number): number {
  const after = x.findIndex((value) => value >= place);
  const before = Math.max(0, after - 1);
  return place - (x[before] ?? 0) < (x[after] ?? 0) - place ? before : after;
}

/** The value of a line at an index with the half width of its band, in words. */
export function readout(line: Line, index: number, exact: (value: number) => string): string {
  const value = line.values[index];
  if (typeof value !== 'number') return '–';
  const high = line.band?.high[index];
  if (line.stroke === 'none') return typeof high === 'number' ? `± ${exact(high - value)}` : '–';
  return typeof high === 'number' ? `${exact(value)} ± ${exact(high - value)}` : exact(value);
}
