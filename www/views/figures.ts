/** @file The Accuracy, Gap and Loss charts. */

import type { ChartModel, ChartOptions, Line, Mark, Shade } from '../charts/chart-model';
import { ChartGroup } from '../charts/chart-group';
import type { LineChart } from '../charts/line-chart';
import type { Lab } from '../lab';
import { loss, percent, points, signed } from '../format';
import type { Quantity } from '../summaries';
import { dottedLines } from './batch-lines';
import type { DescribedChart } from './chart-words';
import { byId, make } from './element';
import { divergenceMarks, turnLines, turnMarks } from './endings';
import { noiseLines } from './noise-band';
import { pictureButtons } from './picture-buttons';
import { type Drawing, isShaded, lineId, linesOf } from './series';
import { laterTexts } from '../texts/later';

/** A chart and how its model follows from a drawing. */
interface Figure {
  readonly id: DescribedChart;
  readonly chart: LineChart;
  readonly model: (drawing: Drawing) => Drawn;
}

type Drawn = Pick<ChartModel, 'lines' | 'shades' | 'marks'>;

/** All charts of the page. They take turns, one to a frame, so that no frame is long. */
export class Figures {
  readonly #figures: readonly Figure[];
  #drawing: Drawing | undefined;
  /** Charts that have not drawn the latest yet, the one that has waited longest first. */
  #waiting: Figure[] = [];
  readonly #turns = byId('loss-turns', HTMLElement);
  #turns_shown = '';

  /** `onPick` is told the epoch that the reader picks on any chart; `undefined` = none any more. */
  constructor(lab: Lab, onPick: (epoch: number | undefined) => void) {
    const group = new ChartGroup(onPick);
    const { charts } = laterTexts();
    const figure = (id: DescribedChart, options: Omit<ChartOptions, 'x_name'>, model: Figure['model']): Figure => {
      const host = byId(id, HTMLElement);
      const chart = group.add(host, { x_name: charts.epoch, ...options });
      host.append(pictureButtons(lab, options.name, () => chart.shown));
      return { id, chart, model };
    };
    this.#figures = [
      figure('accuracy-chart', { name: charts.accuracy, exact: percent, tick: (value) => percent(value, 0), y_range: accuracyRange, y_empty: [0, 1], height: 340 }, accuracyModel),
      figure('gap-chart', { name: charts.accuracy_gap, exact: points, tick: tickPoints, y_range: gapRange(0.02), y_empty: [0, 0.1], height: 260 }, gapModel('accuracy_gap')),
      figure('loss-chart', { name: charts.loss, exact: loss, tick: (value) => loss(value, 2), y_range: lossRange, y_empty: [0, 2.4], height: 260 }, lossModel),
      figure('loss-gap-chart', { name: charts.loss_gap, exact: loss, tick: (value) => loss(value, 2), y_range: gapRange(0.05), y_empty: [0, 0.4], height: 260 }, gapModel('loss_gap')),
    ];
  }

  /** Takes what is to be drawn from now on. */
  show(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#showTurns(turnLines(drawing));
    this.#waiting.push(...this.#figures.filter((figure) => !this.#waiting.includes(figure)));
  }

  /** Puts every chart into words. */
  describe(words: (chart: DescribedChart) => string): void {
    for (const { id, chart } of this.#figures) chart.describe(words(id));
  }

  /** Some chart waits for its turn. */
  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  /** Draws one chart. */
  drawNext(): void {
    const next = this.#waiting.shift();
    const drawing = this.#drawing;
    if (next && drawing) next.chart.update({ x: drawing.epochs, x_end: drawing.epoch_end, rules: drawing.rules, ...next.model(drawing) });
  }

  #showTurns(lines: readonly string[]): void {
    const shown = lines.join('\n');
    if (shown === this.#turns_shown) return;
    this.#turns_shown = shown;
    this.#turns.replaceChildren(...lines.map((line) => make('li', '', line)));
  }
}

function accuracyModel(drawing: Drawing): Drawn {
  const lines = byArm(linesOf(drawing, 'train_accuracy', laterTexts().charts.train, 'solid'), linesOf(drawing, 'test_accuracy', laterTexts().charts.test, 'dashed'));
  return { lines: [...lines, ...dottedLines(drawing)], shades: shadesOf(drawing), marks: crosses(drawing, 'train_accuracy', 'test_accuracy') };
}

function shadesOf(drawing: Drawing): Shade[] {
  return drawing.arms.filter((arm) => isShaded(drawing, arm)).map((arm) => ({ upper: lineId(arm, 'train_accuracy'), lower: lineId(arm, 'test_accuracy'), color: arm.color }));
}

function lossModel(drawing: Drawing): Drawn {
  const lines = byArm(linesOf(drawing, 'train_loss', laterTexts().charts.train, 'solid'), linesOf(drawing, 'test_loss', laterTexts().charts.test, 'dashed'));
  return { lines, shades: [], marks: [...turnMarks(drawing), ...crosses(drawing, 'train_loss', 'test_loss')] };
}

const gapModel = (quantity: 'accuracy_gap' | 'loss_gap') => (drawing: Drawing): Drawn => ({
  lines: [...noiseLines(drawing, quantity), ...byArm(linesOf(drawing, quantity, '', 'solid'), [])],
  shades: [],
  marks: crosses(drawing, quantity),
});

function crosses(drawing: Drawing, ...quantities: Quantity[]): Mark[] {
  return divergenceMarks(drawing, quantities);
}

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
