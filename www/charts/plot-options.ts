/** @file Turns a chart model into options and columns of uPlot. */

import type uPlot from 'uplot';
import { type ChartModel, type ChartOptions, type Column, extentOf, labelledTicks, type Line, logExtentOf, logRange, logTicks, type Stroke } from './chart-model';
import { drawOver } from './drawn-over';
import { drawingScale, faded, hatching, token } from './theme';

/** Ticks of an axis that counts. */
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** Steps of one digit: a quarter would need a decimal more than its neighbours. */
const STEPS = Array.from({ length: 25 }, (_, index) => index - 12).flatMap((power) => [1, 2, 5].map((digit) => Number(`${String(digit)}e${String(power)}`)));
/** Room of a number on a logarithmic axis, in pixels. */
const LABEL_SPACE = 22;

/** Columns in the order of `seriesOf`: x, then each line, followed by the edges of its band. */
export function columnsOf(model: ChartModel): uPlot.AlignedData {
  const columns = model.lines.flatMap((line) => (line.band ? [line.values, line.band.low, line.band.high] : [line.values]));
  return [model.x, ...columns] as unknown as uPlot.AlignedData;
}

/** Where each line's own series stands. */
export function seriesIndex(lines: readonly Line[]): Map<string, number> {
  let next = 1;
  const index = new Map<string, number>();
  for (const line of lines) {
    index.set(line.id, next);
    next += line.band ? 3 : 1;
  }
  return index;
}

/** What uPlot needs to draw a model of this shape. */
export function plotOptions(options: ChartOptions, current: () => ChartModel, width: number): uPlot.Options {
  const model = current();
  const index = seriesIndex(model.lines);
  const hoverable = new Set(model.lines.filter((line) => !line.thin && line.stroke !== 'none').map((line) => index.get(line.id)));
  const scale = drawingScale();
  const font = `${String(12 * scale)}px system-ui, sans-serif`;
  const axis = { stroke: token('--muted'), font, ticks: { show: false }, grid: { stroke: token('--rule'), width: scale } };
  return {
    width,
    height: options.height * scale,
    padding: [10 * scale, 12 * scale, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: (_plot, series) => (hoverable.has(series) ? 7 : 0) },
    },
    scales: {
      x: { time: false, range: () => [0, Math.max(current().x_end, 1e-9)] },
      y: yScale(options, current),
    },
    axes: [
      { ...axis, grid: { show: false }, size: 32 * scale, gap: 6 * scale, space: 48 * scale, incrs: [...WHOLE_STEPS], label: options.x_name, labelFont: font, labelSize: 18 * scale, labelGap: 0 },
      { ...axis, size: 56 * scale, gap: 8 * scale, space: 34 * scale, ...(model.is_log ? logTicking(options.tick) : evenTicking(options.tick)) },
    ],
    series: [{}, ...model.lines.flatMap(seriesOf)],
    bands: bandsOf(model, index),
    hooks: { draw: [(plot) => drawOver(plot, current(), (id) => isShown(plot, id, current().lines))] },
  };
}

function yScale(options: ChartOptions, current: () => ChartModel): uPlot.Scale {
  if (!current().is_log) return { range: (plot) => options.y_range(...(extentOf(xOf(plot), current().x_end, shownColumns(plot)) ?? options.y_empty)) };
  return { distr: 3, range: (plot) => logRange(...(logExtentOf(current().lines.filter(({ id }) => isShown(plot, id, current().lines))) ?? ([0.1, 1] as const))) };
}

function evenTicking(write: ChartOptions['tick']): Pick<uPlot.Axis, 'incrs' | 'values'> {
  return { incrs: STEPS, values: (_plot, ticks, _axis, _space, step) => ticks.map((tick) => write(tick, step)) };
}

/** Some ticks go without a number. */
function logTicking(write: ChartOptions['tick']): Pick<uPlot.Axis, 'splits' | 'filter' | 'values'> {
  return {
    splits: (_plot, _axis, low, high) => logTicks(low, high),
    filter: (plot, ticks) => {
      const labelled = labelledTicks(ticks, (tick) => plot.valToPos(tick, 'y'), LABEL_SPACE * drawingScale());
      return ticks.map((tick) => (labelled.has(tick) ? tick : null));
    },
    values: (_plot, ticks) => ticks.map((tick: number | null) => (tick === null ? '' : write(tick, 0))),
  };
}

const DASHES: Partial<Record<Stroke, number[]>> = { dashed: [6, 4], dotted: [1.5, 4] };

function seriesOf(line: Line): uPlot.Series[] {
  const color = token(line.color);
  const scale = drawingScale();
  const stroke = line.thin ? faded(color, 35) : color;
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  const dash = DASHES[line.stroke]?.map((length) => length * scale);
  const own: uPlot.Series = line.stroke === 'none' ? edge : { stroke, width: (line.thin ? 1 : 2) * scale, points: { show: onlyOne }, ...(dash ? { dash } : {}) };
  return line.band ? [own, { ...edge }, { ...edge }] : [own];
}

/** A single point makes no line, so it is drawn as a dot. */
const onlyOne = (plot: uPlot): boolean => plot.data[0].length === 1;

function bandsOf(model: ChartModel, index: Map<string, number>): uPlot.Band[] {
  const shades = model.shades.map(({ upper, lower, color }): uPlot.Band => ({ series: [index.get(upper) ?? 0, index.get(lower) ?? 0], fill: faded(token(color), 9) }));
  const own = model.lines.filter((line) => line.band && !line.quiet).map((line): uPlot.Band => {
    const at = index.get(line.id) ?? 0;
    return { series: [at + 2, at + 1], fill: (line.stroke === 'none' ? hatching : faded)(token(line.color), line.stroke === 'none' ? 45 : 16) };
  });
  return [...shades, ...own];
}

function isShown(plot: uPlot, id: string, lines: readonly Line[]): boolean {
  const at = seriesIndex(lines).get(id);
  return at !== undefined && plot.series[at]?.show !== false;
}

/** The columns of the lines that are shown. */
function shownColumns(plot: uPlot): Column[] {
  const columns = plot.data as unknown as readonly Column[];
  return columns.filter((_, index) => index > 0 && plot.series[index]?.show !== false);
}

function xOf(plot: uPlot): readonly number[] {
  return plot.data[0] as readonly number[];
}
