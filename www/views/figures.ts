/** @file The Accuracy, Gap and Loss charts. */

import type { ChartModel, ChartOptions, Line } from '../charts/chart-model';
import { ChartGroup } from '../charts/chart-group';
import type { LineChart } from '../charts/line-chart';
import { loss, percent, points, signed } from '../format';
import { byId } from './element';
import { type Drawing, linesOf } from './series';

/** A chart and how its model follows from a drawing. */
interface Figure {
  readonly chart: LineChart;
  readonly model: (drawing: Drawing) => Pick<ChartModel, 'lines' | 'shades'>;
}

/** All charts of the page. They take turns, one to a frame, so that no frame is long. */
export class Figures {
  readonly #figures: readonly Figure[];
  #drawing: Drawing | undefined;
  /** Charts that have not drawn the latest yet, the one that has waited longest first. */
  #waiting: Figure[] = [];

  constructor() {
    const group = new ChartGroup();
    const figure = (id: string, options: Omit<ChartOptions, 'x_name'>, model: Figure['model']): Figure => ({
      chart: group.add(byId(id, HTMLElement), { x_name: 'Epoch', ...options }),
      model,
    });
    this.#figures = [
      figure('accuracy-chart', { name: 'Accuracy', exact: percent, tick: (value) => percent(value, 0), y_range: accuracyRange, y_empty: [0, 1], height: 340 }, accuracyModel),
      figure('gap-chart', { name: 'Accuracy gap', exact: points, tick: tickPoints, y_range: gapRange(0.02), y_empty: [0, 0.1], height: 260 }, gapModel('accuracy_gap')),
      figure('loss-chart', { name: 'Loss', exact: loss, tick: (value) => loss(value, 1), y_range: lossRange, y_empty: [0, 2.4], height: 260 }, lossModel),
      figure('loss-gap-chart', { name: 'Loss gap', exact: loss, tick: (value) => loss(value, 2), y_range: gapRange(0.05), y_empty: [0, 0.4], height: 260 }, gapModel('loss_gap')),
    ];
  }

  /** Takes what is to be drawn from now on. */
  show(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#waiting.push(...this.#figures.filter((figure) => !this.#waiting.includes(figure)));
  }

  /** Draws one chart; true while others wait for their turn. */
  drawNext(): boolean {
    const next = this.#waiting.shift();
    const drawing = this.#drawing;
    if (next && drawing) next.chart.update({ x: drawing.epochs, x_end: drawing.epoch_end, rules: drawing.rules, ...next.model(drawing) });
    return this.#waiting.length > 0;
  }
}

function accuracyModel(drawing: Drawing): Pick<ChartModel, 'lines' | 'shades'> {
  const lines = byArm(linesOf(drawing, 'train_accuracy', 'train', false), linesOf(drawing, 'test_accuracy', 'test', true));
  const shaded = drawing.arms.filter((arm) => arm.id !== 'ghost');
  return { lines, shades: shaded.map((arm) => ({ upper: `${arm.id} train_accuracy`, lower: `${arm.id} test_accuracy`, color: arm.color })) };
}

function lossModel(drawing: Drawing): Pick<ChartModel, 'lines' | 'shades'> {
  return { lines: byArm(linesOf(drawing, 'train_loss', 'train', false), linesOf(drawing, 'test_loss', 'test', true)), shades: [] };
}

const gapModel = (quantity: 'accuracy_gap' | 'loss_gap') => (drawing: Drawing): Pick<ChartModel, 'lines' | 'shades'> => ({
  lines: byArm(linesOf(drawing, quantity, '', false), []),
  shades: [],
});

/** Ghosts first, so that they lie beneath; train and test of an arm side by side in the legend. */
function byArm(train: readonly Line[], test: readonly Line[]): Line[] {
  const rank = (line: Line): number => (line.thin ? 0 : line.past ? 1 : 2);
  const paired = train.flatMap((line, index) => [line, ...test.slice(index, index + 1)]);
  return paired.sort((a, b) => rank(a) - rank(b));
}

function accuracyRange(low: number, high: number): [number, number] {
  const floor = Math.max(0, low - 0.02);
  return [floor, Math.min(1.005, Math.max(high + 0.02, floor + 0.1))];
}

const gapRange = (least: number) => (low: number, high: number): [number, number] => [Math.min(low * 1.1, -least / 4), Math.max(high * 1.1, least)];

function lossRange(low: number, high: number): [number, number] {
  return [Math.min(0, low), Math.max(high * 1.05, 0.1)];
}

function tickPoints(value: number): string {
  const in_points = value * 100;
  return `${signed(in_points, Math.abs(in_points - Math.round(in_points)) > 0.05 ? 1 : 0)} pp`;
}
