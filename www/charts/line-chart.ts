/** @file A live line chart: uPlot on a canvas, a legend of toggles with values, reading by pointer and by keyboard. */

import uPlot from 'uplot';
import { epochText } from '../format';
import { type ChartModel, type ChartOptions, lastCommon, readout, shapeOf } from './chart-model';
import { Legend } from './legend';
import { drawingWidth } from './theme';
import { columnsOf, plotOptions, seriesIndex } from './plot-options';
import { laterTexts } from '../texts/later';

/** What a reader does in a chart. */
export interface ChartCallbacks {
  /** Points somewhere, as an index into x; `undefined` = nowhere. */
  readonly onPoint: (index: number | undefined) => void;
  /** Picks an x, or lets go of it. */
  readonly onPick: (x: number | undefined) => void;
}

/** A chart as it is shown: what is drawn, without the lines that the reader has hidden. */
export interface ShownChart {
  readonly model: ChartModel;
  readonly options: ChartOptions;
}

/** One chart in a host element. */
export class LineChart {
  readonly #options: ChartOptions;
  readonly #canvas_host: HTMLElement;
  readonly #legend: Legend;
  readonly #spoken: HTMLElement;
  readonly #words: HTMLElement;
  readonly #onPoint: ChartCallbacks['onPoint'];
  readonly #onPick: ChartCallbacks['onPick'];
  readonly #hidden = new Set<string>();
  #model: ChartModel = { x: [], x_end: 1, lines: [], shades: [], rules: [], marks: [] };
  #shape = '';
  #plot: uPlot | undefined;
  #pointed: number | undefined;
  #applying = false;

  constructor(host: HTMLElement, options: ChartOptions, { onPoint, onPick }: ChartCallbacks) {
    this.#options = options;
    this.#onPoint = onPoint;
    this.#onPick = onPick;
    this.#canvas_host = document.createElement('div');
    this.#canvas_host.className = 'chart-canvas';
    this.#canvas_host.tabIndex = 0;
    this.#canvas_host.setAttribute('role', 'group');
    this.#canvas_host.setAttribute('aria-label', laterTexts().charts.name(options.name));
    this.#canvas_host.addEventListener('keydown', (event) => this.#onKey(event));
    this.#canvas_host.addEventListener('blur', () => this.#onPoint(undefined));
    this.#spoken = document.createElement('p');
    this.#spoken.className = 'visually-hidden';
    this.#spoken.setAttribute('aria-live', 'polite');
    const help = document.createElement('p');
    help.hidden = true;
    help.id = `${host.id}-help`;
    help.textContent = laterTexts().charts.keys(options.x_name);
    this.#words = document.createElement('p');
    this.#words.className = 'chart-words visually-hidden';
    this.#words.id = `${host.id}-words`;
    this.#canvas_host.setAttribute('aria-describedby', `${this.#words.id} ${help.id}`);
    this.#legend = new Legend((id) => this.#toggle(id));
    host.append(this.#legend.element, this.#canvas_host, this.#words, this.#spoken, help);
    new ResizeObserver(() => this.#resize()).observe(this.#canvas_host);
  }

  /** Draws a model; a new shape builds the plot anew. */
  update(model: ChartModel): void {
    this.#model = model;
    const shape = shapeOf(model);
    if (shape === this.#shape && this.#plot) this.#plot.setData(columnsOf(model));
    else this.#build(shape);
    this.#showValues();
  }

  /** What is shown now, to be drawn elsewhere. */
  get shown(): ShownChart {
    const is_shown = (id: string): boolean => !this.#hidden.has(id);
    const { lines, shades, marks } = this.#model;
    const model = {
      ...this.#model,
      lines: lines.filter(({ id }) => is_shown(id)),
      shades: shades.filter(({ upper, lower }) => is_shown(upper) && is_shown(lower)),
      marks: marks.filter(({ line }) => is_shown(line)),
    };
    return { model, options: this.#options };
  }

  /** Draws anew, in the colours of now. */
  restyle(): void {
    this.#build(this.#shape);
    this.#showValues();
  }

  /** Says in words what the chart shows: read with its name, and never by itself. */
  describe(words: string): void {
    if (this.#words.textContent !== words) this.#words.textContent = words;
  }

  /** The same in the words of its legend: the values at rest. */
  describeByValues(): void {
    const index = lastCommon(this.#model);
    if (index >= 0) this.describe(this.#valuesText(index));
  }

  /** Puts the cursor at an index of x, or takes it away. */
  pointAt(index: number | undefined): void {
    this.#pointed = index;
    const plot = this.#plot;
    const x = index === undefined ? undefined : this.#model.x[index];
    if (plot) {
      this.#applying = true;
      plot.setCursor(x === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(x, 'x'), top: 10 });
      this.#applying = false;
    }
    this.#showValues();
  }

  #build(shape: string): void {
    const width = drawingWidth(this.#canvas_host.clientWidth);
    if (width === 0) {
      // Out of sight now; the next drawing finds another shape and builds.
      this.#shape = '';
      return;
    }
    this.#plot?.destroy();
    this.#shape = shape;
    const options = plotOptions(this.#options, () => this.#model, width);
    this.#plot = new uPlot({ ...options, hooks: { ...options.hooks, setCursor: [(plot) => this.#onCursor(plot)] } }, columnsOf(this.#model), this.#canvas_host);
    const { over } = this.#plot;
    const indexAt = ({ clientX }: MouseEvent): number | undefined => this.#plot?.posToIdx(clientX - over.getBoundingClientRect().left);
    over.addEventListener('click', (event) => this.#pick(indexAt(event)));
    // A mouse is followed by the plot itself; a finger that taps the chart, or is drawn along it, is not. Soon after a
    // stroke browsers make no click of a tap.
    const followFinger = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse') this.#onPoint(indexAt(event));
    };
    over.addEventListener('pointermove', followFinger);
    over.addEventListener('pointerup', followFinger);
    // It was the page that the finger moved.
    over.addEventListener('pointercancel', () => this.#onPoint(undefined));
    this.#applyHidden();
  }

  #resize(): void {
    const width = drawingWidth(this.#canvas_host.clientWidth);
    if (width === 0 || width === this.#plot?.width) return;
    if (this.#plot) this.#plot.setSize({ width, height: this.#plot.height });
    else this.update(this.#model);
  }

  #onCursor(plot: uPlot): void {
    if (this.#applying) return;
    const inside = (plot.cursor.left ?? -1) >= 0;
    const index = inside ? (plot.cursor.idx ?? undefined) : undefined;
    if (index !== this.#pointed) this.#onPoint(index);
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.#model.x.length - 1;
    const from = this.#pointed ?? last;
    const targets: Partial<Record<string, number | undefined>> = {
      ArrowLeft: this.#pointed === undefined ? last : from - 1,
      ArrowRight: from + 1,
      PageUp: from - 10,
      PageDown: from + 10,
      Home: 0,
      End: last,
    };
    if (event.key === 'Escape') {
      this.#onPoint(undefined);
      this.#onPick(undefined);
      this.#spoken.textContent = '';
    }
    if ((event.key === 'Enter' || event.key === ' ') && this.#pointed !== undefined) {
      event.preventDefault();
      this.#pick(this.#pointed);
    }
    const target = targets[event.key];
    if (target === undefined || last < 0) return;
    event.preventDefault();
    this.#onPoint(Math.max(0, Math.min(last, target)));
    this.#speak();
  }

  #pick(index: number | undefined): void {
    const x = index === undefined ? undefined : this.#model.x[index];
    if (x === undefined) return;
    this.#onPick(x);
    this.#spoken.textContent = laterTexts().charts.is_picked(this.#xText(x));
  }

  #speak(): void {
    if (this.#pointed !== undefined) this.#spoken.textContent = this.#valuesText(this.#pointed);
  }

  #valuesText(index: number): string {
    const x = this.#model.x[index];
    if (x === undefined) return '';
    const values = this.#named().filter((line) => !this.#hidden.has(line.id)).map((line) => `${line.label} ${readout(line, index, this.#options.exact)}`);
    return `${this.#xText(x)}: ${values.join(', ')}.`;
  }

  #showValues(): void {
    const index = this.#pointed ?? lastCommon(this.#model);
    const x = this.#model.x[index];
    this.#legend.show(
      x === undefined ? '' : this.#xText(x),
      this.#named().map((line) => ({ line, text: readout(line, index, this.#options.exact), on: !this.#hidden.has(line.id) })),
    );
  }

  #xText(x: number): string {
    return `${this.#options.x_name} ${epochText(x)}`;
  }

  #named(): ChartModel['lines'] {
    const named = this.#model.lines.filter((line) => !line.thin);
    return [...named.filter((line) => !line.past), ...named.filter((line) => line.past)];
  }

  #toggle(id: string): void {
    if (!this.#hidden.delete(id)) this.#hidden.add(id);
    this.#applyHidden();
    this.#showValues();
  }

  #applyHidden(): void {
    const plot = this.#plot;
    if (!plot) return;
    for (const [id, at] of seriesIndex(this.#model.lines)) {
      const show = !this.#hidden.has(id);
      const banded = this.#model.lines.some((line) => line.id === id && line.band);
      for (const series of banded ? [at, at + 1, at + 2] : [at]) {
        if (plot.series[series]?.show !== show) plot.setSeries(series, { show });
      }
    }
  }
}
