/** @file What a chart says about its values, and what its axis makes room for. */
import { expect, test } from 'vitest';
import { decimalsOf, extentOf, labelledTicks, lastCommon, type Line, logExtentOf, logRange, logTicks, readout, shapeOf, symbolPlaces } from './chart-model';

const line: Line = { id: 'a', label: 'a', color: '--ink', stroke: 'solid', values: [1, null, 3], band: { low: [0.5, null, 2], high: [1.5, null, 4] } };
const write = (value: number): string => value.toFixed(1);

test('a value comes with half its band, a missing one as a dash', () => {
  expect([0, 1, 2].map((index) => readout(line, index, write))).toEqual(['1.0 ± 0.5', '–', '3.0 ± 1.0']);
});

test('new values leave the shape alone, a band or a dash does not', () => {
  const shape = (one: Line): string => shapeOf({ x: [], x_end: 1, lines: [one], shades: [], rules: [], marks: [] });
  expect(shape({ ...line, values: [9] })).toBe(shape(line));
  expect(shape({ ...line, stroke: 'dashed' })).not.toBe(shape(line));
});

test('a steep start is left out once there is more to see', () => {
  const x = Array.from({ length: 11 }, (_, index) => index);
  const column = x.map((at) => (at === 0 ? 0.1 : 0.8 + at / 100));
  expect(extentOf(x, 10, [column])).toEqual([0.81, 0.9]);
  expect(extentOf(x.slice(0, 2), 20, [column.slice(0, 2)])).toEqual([0.1, 0.81]);
});

test('the values shown at rest are the last that all current lines share', () => {
  const at_rest = (...lines: Line[]): number => lastCommon({ x: [0, 1, 2], x_end: 2, lines, shades: [], rules: [], marks: [] });
  const shorter: Line = { ...line, values: [1, null, null] };
  expect([at_rest(line), at_rest(line, shorter), at_rest(line, { ...shorter, past: true }), at_rest({ ...line, values: [null, null, null] })]).toEqual([2, 0, 2, 2]);
});

test('a logarithmic axis ends at numbers of one digit, and is another shape', () => {
  expect([logRange(0.0123, 4.5), logRange(2, 2), logRange(0.35, 0.38), logRange(0.3, 9.5)]).toEqual([[0.01, 5], [2, 20], [0.3, 0.4], [0.3, 10]]);
  const model = { x: [], x_end: 1, lines: [line], shades: [], rules: [], marks: [] };
  expect(shapeOf({ ...model, is_log: true })).not.toBe(shapeOf(model));
});

test('a logarithmic axis has room for every mean above zero, from the start on, whatever its bands do', () => {
  expect(logExtentOf([{ ...line, values: [1.83, 0, 7] }, { ...line, values: [null, 4] }])).toEqual([1.83, 7]);
  expect(logExtentOf([{ ...line, values: [0, null] }])).toBeUndefined();
});

test('a logarithmic axis bears numbers at its ends, and in between as there is room', () => {
  const labelled = (low: number, high: number, height: number): number[] => {
    const place = (tick: number): number => (height * Math.log(tick / low)) / Math.log(high / low);
    return [...labelledTicks(logTicks(low, high), place, 22)].toSorted((a, b) => a - b);
  };
  expect(logTicks(0.3, 2)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2]);
  expect(labelled(0.02, 0.3, 200)).toEqual([0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.3]);
  expect(labelled(1e-6, 9, 200)).toEqual([1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 9]);
  expect(labelled(0.8, 20, 60)).toEqual([0.8, 5, 20]);
});

test('a step of one digit needs so many decimals', () => {
  expect([0.0005, 0.001, 0.02, 0.5, 1, 20, 0].map(decimalsOf)).toEqual([4, 3, 2, 1, 0, 0, 0]);
});

test('nothing has no extent', () => {
  expect(extentOf([], 10, [[]])).toBeUndefined();
});

test('a band without a line says how far it reaches', () => {
  expect(readout({ ...line, stroke: 'none' }, 2, write)).toBe('± 1.0');
});

test('symbols stand at a few places where the line has values, apart from those of other lines', () => {
  const x = Array.from({ length: 101 }, (_, index) => index);
  const full: Line = { ...line, values: x };
  const [first, second] = [symbolPlaces(x, 100, full, 0, 2), symbolPlaces(x, 100, full, 1, 2)];
  expect([first, second]).toEqual([[5, 25, 45, 65, 85], [15, 35, 55, 75, 95]]);
  expect(symbolPlaces(x.slice(0, 31), 100, full, 0, 2)).toEqual([5, 25]);
  expect(symbolPlaces(x, 100, { ...full, values: x.map((at) => (at < 50 ? at : null)) }, 0, 2)).toEqual([5, 25, 45]);
});
