/** @file What probes found in the layers as a table: means over the replicates. */

import type { Probes } from '../../core';
import { epochText, percent } from '../../format';
import { LAYER_QUANTITIES, type LayerQuantity, WEIGHT_QUANTITIES, type WeightQuantity } from '../../probe-quantities';
import { insideTexts } from '../../texts/inside';
import { laterTexts } from '../../texts/later';
import { make, setText } from '../../views/element';
import { headCell, meanText } from '../../views/quantities';
import { allLayers, layerName } from './layer-figures';
import { threeDigits } from '../numbers';
import type { ProbeDrawing, ProbedArm, ProbeSummaries } from './probe-drawing';

/** Longer tables help nobody; the last rows are those that matter. */
const MOST_ROWS = 240;
/** New summaries of each column in one turn. */
const MOST_NEW = 12;
/** New rows in one turn. */
const MOST_NEW_ROWS = 40;
/** Laying out a long table takes a while, so it changes at most so often. */
const PAUSE_MILLIS = 500;

type Quantity = LayerQuantity | WeightQuantity;
type Values = ReturnType<ProbeSummaries['of']>['values'];

const QUANTITIES: readonly Quantity[] = [...LAYER_QUANTITIES, ...WEIGHT_QUANTITIES];

const readOf = (quantity: Quantity, layer: number) => ({ layers, weights }: Probes): number | undefined => ({ ...layers[layer], ...weights[layer] })[quantity];
const writeOf = (quantity: Quantity): ((value: number) => string) => (quantity.endsWith('_fraction') ? (value) => percent(value) : threeDigits);

interface Row {
  readonly id: string;
  readonly step: number;
  readonly arm: ProbedArm;
  readonly layer: number;
}

/** Rows are computed and written only while the table is open, and only those that are new. */
export class LayerTable {
  readonly element = make('details', 'table-details');
  readonly #summaries: ProbeSummaries;
  readonly #body = make('tbody');
  readonly #note = make('p', 'help');
  readonly #redraw: () => void;
  #rows = new Map<string, HTMLTableRowElement>();
  #drawing: ProbeDrawing | undefined;
  #picked_epoch: number | undefined;
  #is_stale = false;
  #resting: ReturnType<typeof setTimeout> | undefined;

  /** `redraw` has it drawn again when it has rested long enough, or was opened. */
  constructor(summaries: ProbeSummaries, redraw: () => void) {
    this.#summaries = summaries;
    this.#redraw = redraw;
    const [{ layer, quantities, caption, name }, { table: table_words }] = [insideTexts().layers.table, laterTexts()];
    const cells = [table_words.epoch, layer, table_words.arm, ...QUANTITIES.map((quantity) => quantities[quantity])].map((text) => headCell(text, 'col'));
    const table = make('table', '', make('caption', '', caption), make('thead', '', make('tr', '', ...cells)), this.#body);
    const scroll = make('div', 'table-scroll', table);
    scroll.tabIndex = 0;
    scroll.setAttribute('role', 'region');
    scroll.setAttribute('aria-label', name);
    this.element.append(make('summary', '', insideTexts().layers.table.summary), this.#note, scroll);
    this.element.addEventListener('toggle', redraw);
  }

  /** Takes what is to be shown from now on; with a picked epoch only that one. */
  show(drawing: ProbeDrawing, picked_epoch: number | undefined): void {
    this.#is_stale ||= drawing !== this.#drawing || picked_epoch !== this.#picked_epoch;
    this.#drawing = drawing;
    this.#picked_epoch = picked_epoch;
  }

  /** It is open, and something in it is out of date. */
  get waits(): boolean {
    return this.#is_stale && this.element.open && this.#resting === undefined;
  }

  /** Computes some of what is missing, and once nothing is, writes it. */
  drawNext(): void {
    const drawing = this.#drawing;
    if (!drawing || !this.#summarizeSome(drawing) || !this.#write(drawing)) return;
    this.#is_stale = false;
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      if (this.#is_stale) this.#redraw();
    }, PAUSE_MILLIS);
  }

  /** Forgets what was written: the same rows may be about other numbers. */
  clear(): void {
    this.#rows = new Map();
    this.#is_stale = true;
  }

  /** True when all are there. */
  #summarizeSome(drawing: ProbeDrawing): boolean {
    const layers = allLayers(drawing.network);
    const complete = drawing.arms.flatMap((arm) => layers.flatMap((layer) => QUANTITIES.map((quantity) => this.#of(drawing, arm, layer, quantity, MOST_NEW).complete)));
    return complete.every(Boolean);
  }

  /** True when all rows are there. */
  #write(drawing: ProbeDrawing): boolean {
    const { steps, epochs, arms, network } = drawing;
    const wanted = steps.filter((_, index) => this.#picked_epoch === undefined || epochs[index] === this.#picked_epoch);
    const measured = arms.map((arm) => ({ arm, at: new Set(arm.steps) }));
    const rows = wanted.flatMap((step) =>
      allLayers(network).flatMap((layer) => measured.filter(({ at }) => at.has(step)).map(({ arm }): Row => ({ id: `${String(step)} ${String(layer)} ${arm.label} ${arm.keys.join()}`, step, arm, layer }))),
    );
    const shown = rows.slice(-MOST_ROWS);
    const columnsOf = this.#columns(drawing);
    const lacking = shown.filter(({ id }) => !this.#rows.has(id));
    const come = new Map(lacking.slice(0, MOST_NEW_ROWS).map((row) => [row.id, rowOf(drawing, row, columnsOf(row))]));
    const elements = new Map(shown.flatMap(({ id }) => {
      const element = this.#rows.get(id) ?? come.get(id);
      return element ? [[id, element]] : [];
    }));
    const same = come.size === 0 && this.#body.rows.length === elements.size && [...elements.values()].every((element, index) => this.#body.rows[index] === element);
    this.#rows = elements;
    if (!same) this.#body.replaceChildren(...elements.values());
    const picked = insideTexts().layers.table.picked;
    const cut = insideTexts().layers.table.cut(shown.length, rows.length);
    setText(this.#note, this.#picked_epoch !== undefined ? picked : shown.length < rows.length ? cut : '');
    return come.size === lacking.length;
  }

  /** The columns of a row's arm and layer, looked up once for each of them. */
  #columns(drawing: ProbeDrawing): (row: Row) => readonly Values[] {
    const known = new Map<string, readonly Values[]>();
    return ({ arm, layer }) => {
      const id = `${arm.id} ${String(layer)}`;
      const columns = known.get(id) ?? QUANTITIES.map((quantity) => this.#of(drawing, arm, layer, quantity, 0).values);
      known.set(id, columns);
      return columns;
    };
  }

  #of(drawing: ProbeDrawing, arm: ProbedArm, layer: number, quantity: Quantity, most_new: number): ReturnType<ProbeSummaries['of']> {
    return this.#summaries.of(`${String(layer)} ${quantity}`, arm, drawing.curves, readOf(quantity, layer), most_new);
  }
}

function rowOf({ steps, epochs, network }: ProbeDrawing, { step, arm, layer }: Row, columns: readonly Values[]): HTMLTableRowElement {
  const values = QUANTITIES.map((quantity, index) => {
    const summary = columns[index]?.get(step);
    return make('td', '', summary ? meanText(summary, writeOf(quantity)) : '–');
  });
  const epoch = headCell(epochText(epochs[steps.indexOf(step)] ?? 0), 'row');
  return make('tr', `arm-${arm.id}`, epoch, make('td', '', layerName(layer, network)), make('td', '', arm.label), ...values);
}
