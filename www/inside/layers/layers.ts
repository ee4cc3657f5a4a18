/** @file The panel "Layer by layer, over time": what probes found in the layers of all runs, as charts, table and file. */

import '../../styles/inside-layers.css';
import { with_setting } from '../../core';
import { later } from '../../later';
import type { State } from '../../state';
import { insideTexts } from '../../texts/inside';
import { make } from '../../views/element';
import { checkbox } from '../fields';
import { LayerCharts } from './layer-charts';
import { choiceWords, FIGURE_CHOICES, networkOf, showsUnits } from './layer-figures';
import { LayerTable } from './layer-table';
import type { Panel, Tools } from '../panel';
import { probeDrawing, ProbedSteps, ProbeSummaries } from './probe-drawing';
import { ProbesSwitch } from './probes-switch';

/** What is shown until the reader chooses: where units start lazy, the question is about them. */
const atFirst = ({ experiment }: State): readonly string[] => (experiment.spec.lazy.units > 0 ? ['units'] : ['mask', 'gradient_norm']);
/** Few enough units to follow one by one, and half of them lazy. */
const FEW_UNITS = { width: 4, lazy: '2:0.01' };

/** Nothing of it is computed while it is closed, and no more than one chart in a frame while it is open. */
export class LayersPanel implements Panel {
  readonly #summaries: ProbeSummaries;
  readonly #steps = new ProbedSteps();
  readonly #switch: ProbesSwitch;
  readonly #charts: LayerCharts;
  readonly #table: LayerTable;
  readonly #shown = make('div', 'layers-shown');
  readonly #few_units = make('p', 'help');
  readonly #log = checkbox(insideTexts().layers.logarithmic);
  readonly #boxes = FIGURE_CHOICES.map((choice) => checkbox(choiceWords(choice)));
  #has_chosen = false;
  #state: State | undefined;
  /** What the charts were last made from. */
  #stamp: readonly unknown[] = [];
  #generation = 0;
  #picked_epoch: number | undefined;
  #has_values = false;
  #frame = 0;

  constructor(place: HTMLElement, { lab, summarize, redraw }: Tools) {
    this.#summaries = new ProbeSummaries(summarize);
    this.#switch = new ProbesSwitch(lab);
    this.#charts = new LayerCharts(lab, this.#summaries, (epoch) => {
      this.#picked_epoch = epoch;
      redraw();
    });
    this.#table = new LayerTable(this.#summaries, redraw);
    this.#shown.append(this.#choices(redraw), this.#charts.element, this.#few_units, this.#table.element, this.#download());
    place.append(this.#switch.element, this.#shown);
  }

  render(state: State): void {
    this.#state = state;
    if (state.curves_generation !== this.#generation) this.#forget();
    this.#generation = state.curves_generation;
    if (!this.#has_chosen) for (const { control } of this.#boxes) control.checked = atFirst(state).includes(control.value);
    const stamp = [state.experiment, state.curves, state.kept_replicates, this.#picked_epoch, [...this.#chosen].join(), this.#log.control.checked];
    if (stamp.some((part, index) => part !== this.#stamp[index])) this.#take(state);
    this.#stamp = stamp;
    this.#switch.render(state, this.#has_values);
    this.#shown.hidden = !this.#has_values;
    this.#goOn();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#charts.stop();
    this.#forget();
  }

  get #chosen(): ReadonlySet<string> {
    return new Set(this.#boxes.flatMap(({ control }) => (control.checked ? [control.value] : [])));
  }

  #take(state: State): void {
    const drawing = probeDrawing(state, this.#steps, this.#picked_epoch);
    this.#has_values = state.experiment.spec.probes && drawing.steps.length > 0;
    if (!this.#has_values) return this.#charts.stop();
    this.#charts.show(drawing, this.#chosen, this.#log.control.checked);
    this.#table.show(drawing, this.#picked_epoch);
    this.#offerFewUnits(state);
  }

  #goOn(): void {
    if (this.#frame === 0 && (this.#charts.waits || this.#table.waits)) this.#frame = requestAnimationFrame(() => this.#onFrame());
  }

  #onFrame(): void {
    this.#frame = 0;
    if (this.#charts.waits) this.#charts.drawNext();
    else this.#table.drawNext();
    this.#goOn();
  }

  #forget(): void {
    this.#summaries.clear();
    this.#steps.clear();
    this.#table.clear();
    this.#stamp = [];
  }

  #choices(redraw: () => void): HTMLFieldSetElement {
    const onChosen = (): void => {
      this.#has_chosen = true;
      redraw();
    };
    this.#boxes.forEach(({ control }, index) => {
      control.name = 'layer-figure';
      control.value = FIGURE_CHOICES[index]?.id ?? '';
      control.addEventListener('change', onChosen);
    });
    this.#log.control.addEventListener('change', redraw);
    return make('fieldset', 'layer-choices', make('legend', '', insideTexts().layers.show), ...[...this.#boxes, this.#log].map(({ element }) => element));
  }

  #offerFewUnits({ experiment }: State): void {
    const network = networkOf(experiment);
    this.#few_units.hidden = !this.#chosen.has('units') || showsUnits(network);
    if (this.#few_units.hidden || this.#few_units.dataset['of'] === experiment.link) return;
    this.#few_units.dataset['of'] = experiment.link;
    const hidden = network.hidden.map(() => FEW_UNITS.width).join();
    const anchor = make('a', '', insideTexts().layers.few_units_link(FEW_UNITS.width));
    anchor.href = `#${with_setting(with_setting(experiment.link, 'hidden', hidden).link, 'lazy', FEW_UNITS.lazy).link}`;
    this.#few_units.replaceChildren(`${insideTexts().layers.few_units} `, anchor, '.');
  }

  #download(): HTMLButtonElement {
    const button = make('button', '', insideTexts().layers.download);
    button.type = 'button';
    button.title = insideTexts().layers.download_help;
    button.addEventListener('click', () => {
      const state = this.#state;
      if (state) void later(() => import('../../export/probes-csv')).then(({ downloadProbes }) => downloadProbes(state));
    });
    return button;
  }
}
