/** @file The curves over the number of masked passes: error, loss and standard error. */

import { ChartGroup } from '../../charts/chart-group';
import { type ChartModel, type ChartOptions, decimalsOf, type Line, type Stroke } from '../../charts/chart-model';
import type { LineChart } from '../../charts/line-chart';
import { loss, percent } from '../../format';
import { insideTexts } from '../../texts/inside';
import { colorOf, symbolOf } from '../../views/arm-look';
import { make } from '../../views/element';
import { type ArmName, SIDES } from '../inspector';
import type { PassPoint } from './pass-record';
import { type Found, pointsOf } from './pass-runner';

/** What is drawn beside what was found. */
export interface Shown {
  /** The x axis ends at so many passes; it grows with them, so that no curve shrinks to a corner. */
  readonly passes: number;
  /** Which networks' passes are also drawn without their masks' scaling. */
  readonly unscaled: readonly [boolean, boolean];
}

/** Ids of the charts' hosts. */
const IDS = { error: 'pass-error-chart', loss: 'pass-loss-chart', standard_error: 'pass-standard-error-chart' } as const;
/** Passes that are all the same differ by no more than this. */
const NO_ERROR = 1e-6;
/** How shares are written: with no decimal more or less on the axis than its steps need. */
const IN_PERCENT: Pick<ChartOptions, 'exact' | 'tick'> = { exact: percent, tick: (value, step) => percent(value, decimalsOf(step * 100)) };
type ChartName = keyof typeof IDS;
type Values = readonly (number | null | undefined)[];

/** Three charts that share a cursor; a number of passes picked in one is told. */
export class PassCharts {
  readonly element = make('div', 'pass-charts');
  readonly #error: LineChart;
  readonly #loss: LineChart;
  readonly #standard_error: LineChart;
  /** All values of a chart count for its axis: the first passes are what it is about. */
  readonly #extents: Record<ChartName, [number, number]> = { error: [0, 0.3], loss: [0, 1], standard_error: [0, 0.1] };

  constructor(onPick: (passes: number | undefined) => void) {
    const group = new ChartGroup(onPick);
    const words = insideTexts().test_time.charts;
    const chart = (id: ChartName, name: string, help: string, { exact, tick }: Pick<ChartOptions, 'exact' | 'tick'>): LineChart => {
      const host = make('div', 'chart');
      host.id = IDS[id];
      const title = make('h4', '', name);
      this.element.append(make('figure', '', make('figcaption', '', title, make('p', '', help)), host));
      return group.add(host, { name, x_name: insideTexts().test_time.passes_axis, exact, tick, y_range: () => roomFor(this.#extents[id]), y_empty: this.#extents[id], height: 260 });
    };
    this.#error = chart('error', words.error, words.error_help, IN_PERCENT);
    this.#loss = chart('loss', words.loss, words.loss_help, { exact: loss, tick: (value, step) => loss(value, decimalsOf(step)) });
    this.#standard_error = chart('standard_error', words.standard_error, words.standard_error_help, IN_PERCENT);
  }

  update(found: Found, shown: Shown): void {
    this.#draw('error', this.#error, shown, linesOf(found, shown, { off: (side) => 1 - found.plain[side].accuracy, of: ({ accuracy }) => 1 - accuracy }));
    this.#draw('loss', this.#loss, shown, linesOf(found, shown, { off: (side) => found.plain[side].loss, of: (point) => point.loss }));
    this.#draw('standard_error', this.#standard_error, shown, standardErrorLines(found, shown));
  }

  #draw(id: ChartName, chart: LineChart, { passes }: Shown, lines: readonly Line[]): void {
    const values = lines.flatMap((line) => line.values.filter((value) => typeof value === 'number'));
    if (values.length > 0) this.#extents[id] = [Math.min(...values), Math.max(...values)];
    const x = Array.from({ length: passes }, (_, index) => index + 1);
    const model: ChartModel = { x, x_end: passes, lines, shades: [], rules: [], marks: [] };
    chart.update(model);
  }
}

/** A measure with masks off, and of the averages. */
interface Measure {
  readonly off: (side: 0 | 1) => number;
  readonly of: (point: PassPoint) => number;
}

function linesOf(found: Found, { passes, unscaled }: Shown, { off, of }: Measure): Line[] {
  return SIDES.flatMap((side) => {
    const arm = found.standing.arms[side];
    const curve = (scaled: boolean): Values => pointsOf(found, side, scaled).map(of);
    const lines = [
      lineOf(arm, insideTexts().test_time.averaged, 'solid', passes, curve(true)),
      lineOf(arm, insideTexts().test_time.masks_off, 'dashed', passes, Array.from({ length: passes }, () => off(side))),
    ];
    return unscaled[side] ? [...lines, lineOf(arm, insideTexts().test_time.not_scaled, 'dotted', passes, curve(false))] : lines;
  });
}

function standardErrorLines(found: Found, { passes }: Shown): Line[] {
  return SIDES.flatMap((side) => {
    const arm = found.standing.arms[side];
    const errors = pointsOf(found, side, true).slice(0, passes).map((point) => point.standard_error);
    const lines = [lineOf(arm, insideTexts().test_time.averaged, 'solid', passes, errors)];
    const last = errors.at(-1);
    return last !== undefined && last > NO_ERROR ? [...lines, lineOf(arm, '1/√k', 'dotted', passes, guideOf(last, errors.length, passes))] : lines;
  });
}

/** The law that independent passes follow, through one value of it. */
export function guideOf(value: number, at: number, passes: number): number[] {
  return Array.from({ length: passes }, (_, index) => value * Math.sqrt(at / (index + 1)));
}

function lineOf({ id, name }: ArmName, kind: string, stroke: Stroke, passes: number, values: Values): Line {
  return { id: `${id} ${kind}`, label: `${name} ${kind}`, color: colorOf(id), symbol: symbolOf(id), stroke, values: Array.from({ length: passes }, (_, index) => values[index] ?? null) };
}

/** A little room above and below. */
function roomFor([low, high]: readonly [number, number]): [number, number] {
  const room = Math.max((high - low) * 0.08, 1e-4);
  return [Math.max(0, low - room), high + room];
}
