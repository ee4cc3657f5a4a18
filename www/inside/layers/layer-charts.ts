/** @file The charts of the layers: side by side for each quantity, drawn in turns, one to a frame. */

import type { Line } from '../../charts/chart-model';
import { ChartGroup } from '../../charts/chart-group';
import type { LineChart } from '../../charts/line-chart';
import type { Lab } from '../../lab';
import { laterTexts } from '../../texts/later';
import { make } from '../../views/element';
import { pictureButtons } from '../../views/picture-buttons';
import { FIGURE_CHOICES, figureWords, type LayerFigure, layerName, type Network, type Series, yRange } from './layer-figures';
import { lineOf, type ProbeDrawing, type ProbeSummaries } from './probe-drawing';

/** New summaries of each line in one turn, so that a turn stays short even when long curves come back. */
const MOST_NEW = 60;
const HEIGHT = 190;

/** The place of a chart. */
interface Slot {
  readonly figure: LayerFigure;
  readonly layer: number;
  readonly name: string;
  readonly element: HTMLElement;
  readonly host: HTMLElement;
}

/** A figure with the charts of its layers. */
interface Block {
  readonly figure: LayerFigure;
  readonly element: HTMLElement;
  readonly charts: HTMLElement;
}

/** Charts are made when they are first drawn, and drawn only while they are shown. */
export class LayerCharts {
  readonly element = make('div', 'layer-figures');
  readonly #lab: Lab;
  readonly #summaries: ProbeSummaries;
  readonly #group: ChartGroup;
  readonly #blocks = new Map<string, Block>();
  readonly #slots = new Map<string, Slot>();
  readonly #charts = new Map<HTMLElement, LineChart>();
  #drawing: ProbeDrawing | undefined;
  #is_log = false;
  /** Charts that have not drawn the latest yet, the one that has waited longest first. */
  #waiting: Slot[] = [];

  /** `onPick` is told the epoch that the reader picks; `undefined` = none any more. */
  constructor(lab: Lab, summaries: ProbeSummaries, onPick: (epoch: number | undefined) => void) {
    this.#lab = lab;
    this.#summaries = summaries;
    this.#group = new ChartGroup(onPick);
  }

  /** Takes what is to be drawn from now on, and by which choices; logarithmic where that makes sense. */
  show(drawing: ProbeDrawing, chosen: ReadonlySet<string>, is_log: boolean): void {
    this.#drawing = drawing;
    this.#is_log = is_log;
    const { network } = drawing;
    const figures = FIGURE_CHOICES.filter(({ id }) => chosen.has(id)).flatMap((choice) => choice.figures).filter((figure) => figure.layers(network).length > 0);
    const slots = figures.flatMap((figure) => figure.layers(network).map((layer) => this.#slot(figure, layer, network)));
    this.#arrange(figures, slots);
    const shown = new Set(slots);
    this.#waiting = this.#waiting.filter((slot) => shown.has(slot));
    this.#waiting.push(...slots.filter((slot) => !this.#waiting.includes(slot)));
  }

  /** Some chart waits for its turn. */
  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  /** Draws one chart; one whose summaries are not complete has another turn later. */
  drawNext(): void {
    const slot = this.#waiting.shift();
    const drawing = this.#drawing;
    if (!slot || !drawing) return;
    const { figure, layer } = slot;
    let complete = true;
    const lines = figure.series(layer, drawing.network).flatMap((series) => {
      const drawn = this.#linesOf(drawing, layer, series);
      complete &&= drawn.complete;
      return drawn.lines;
    });
    const chart = this.#chart(slot);
    chart.update({ x: drawing.epochs, x_end: drawing.epoch_end, rules: drawing.rules, lines: byArm(lines, drawing), shades: [], marks: [], is_log: this.#is_log && figure.can_be_log === true });
    if (complete) chart.describeByValues();
    else this.#waiting.push(slot);
  }

  /** Forgets what waits. */
  stop(): void {
    this.#waiting = [];
  }

  #linesOf(drawing: ProbeDrawing, layer: number, series: Series): { readonly lines: readonly Line[]; readonly complete: boolean } {
    const found = drawing.arms.map((arm) => {
      const { values, complete } = this.#summaries.of(`${String(layer)} ${series.id}`, arm, drawing.curves, series.read, MOST_NEW);
      return { line: lineOf(drawing, arm, series, values), complete };
    });
    return { lines: found.map(({ line }) => line), complete: found.every(({ complete }) => complete) };
  }

  #slot(figure: LayerFigure, layer: number, network: Network): Slot {
    const name = layerName(layer, network);
    const id = `inside-${figure.id}-${layer < network.hidden.length ? `hidden-${String(layer + 1)}` : 'output'}`;
    const known = this.#slots.get(id);
    // The output stands behind as many layers as there are.
    if (known?.layer === layer) return known;
    const slot = known ? { ...known, layer } : newSlot(id, figure, layer, name);
    this.#slots.set(id, slot);
    return slot;
  }

  #chart({ figure, name, host }: Slot): LineChart {
    const { write: exact, tick, most } = figure;
    const options = { name: `${name}: ${figureWords(figure).title}`, x_name: laterTexts().charts.epoch, exact, tick, y_range: yRange(most), y_empty: [0, 1], height: HEIGHT } as const;
    const known = this.#charts.get(host);
    if (known) return known;
    const chart = this.#group.add(host, options);
    host.append(pictureButtons(this.#lab, options.name, () => chart.shown));
    this.#charts.set(host, chart);
    return chart;
  }

  #arrange(figures: readonly LayerFigure[], slots: readonly Slot[]): void {
    const blocks = figures.map((figure) => this.#block(figure));
    setChildren(this.element, blocks.map(({ element }) => element));
    for (const { figure, charts } of blocks) setChildren(charts, slots.filter((slot) => slot.figure === figure).map(({ element }) => element));
  }

  #block(figure: LayerFigure): Block {
    const known = this.#blocks.get(figure.id);
    if (known) return known;
    const words = figureWords(figure);
    const title = make('h3', '', words.title);
    title.id = `inside-${figure.id}-title`;
    const charts = make('div', 'layer-multiples');
    const element = make('section', `layer-figure${figure.is_wide ? ' wide' : ''}`, title, make('p', 'help', words.about), charts);
    element.setAttribute('aria-labelledby', title.id);
    const block = { figure, element, charts };
    this.#blocks.set(figure.id, block);
    return block;
  }
}

function newSlot(id: string, figure: LayerFigure, layer: number, name: string): Slot {
  const host = make('div', 'chart');
  host.id = id;
  return { figure, layer, name, host, element: make('figure', 'layer-chart', make('figcaption', '', name), host) };
}

/** The lines of an arm side by side in the legend. */
function byArm(lines: readonly Line[], { arms }: ProbeDrawing): Line[] {
  return arms.flatMap(({ id }) => lines.filter((line) => line.id.startsWith(`${id} `)));
}

/** Moves nothing where all stands as it should: an element that is moved loses the focus. */
function setChildren(parent: HTMLElement, children: readonly HTMLElement[]): void {
  const same = parent.childElementCount === children.length && children.every((child, index) => parent.children[index] === child);
  if (!same) parent.replaceChildren(...children);
}
