/** @file The network with a slider on each layer that can drop. */

import type { Experiment, Kind } from '../core';
import { drawingScale } from '../charts/theme';
import { currentDrop, type State } from '../state';
import { type DrawnLayer, drawNetwork } from './diagram';
import { byId, make, setText } from './element';
import { drawPicture } from './picture';
import { texts } from '../texts/texts';

/** Pixels from one layer of the drawing to the next, with text as large as usual; the rows of sliders keep to it. */
const ROW = 92;
/** A drag is over when the slider has rested so long. */
const REST_MILLIS = 250;
const CLASSES = 10;

interface SliderRow {
  readonly slider: HTMLInputElement;
  readonly value: HTMLOutputElement;
}

/** The figure of the network. */
export class NetworkView {
  readonly #svg = document.querySelector<SVGSVGElement>('#network-drawing');
  readonly #rows = byId('network-rows', HTMLElement);
  readonly #kind: Extract<Kind, { kind: 'numbers' }>;
  readonly #onDrop: (drop: readonly number[], same_press: boolean) => void;
  #sliders: SliderRow[] = [];
  #widths = '';
  #drawn = '';
  #hidden: readonly number[] = [];
  /** The probabilities in force; a slider that was not moved stands for its own, however it rounds. */
  #in_force: readonly number[] = [];
  readonly #moved = new Set<HTMLInputElement>();
  #pixels: Uint8Array | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** The press that holds a slider; whether something that it led to was handed on already. */
  #press: { committed: boolean } | undefined;
  /** The press that moved a slider last. */
  #moved_by: { committed: boolean } | undefined;

  /** `onDrop` also hears whether the press that led to the change before still goes on. */
  constructor(kind: Extract<Kind, { kind: 'numbers' }>, onDrop: (drop: readonly number[], same_press: boolean) => void) {
    this.#kind = kind;
    this.#onDrop = onDrop;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
    if (this.#svg) new ResizeObserver(() => this.#draw()).observe(this.#svg);
  }

  /** Shows this example as the one that goes in. */
  setPicture(pixels: Uint8Array): void {
    this.#pixels = pixels;
    this.#drawn = '';
    this.#draw();
  }

  render({ experiment }: State): void {
    const widths = experiment.spec.hidden.join();
    if (widths !== this.#widths) this.#build(experiment);
    this.#widths = widths;
    // A drag in progress is not pulled back.
    if (this.#resting !== undefined) return;
    this.#in_force = currentDrop(experiment);
    this.#in_force.forEach((prob, layer) => {
      const row = this.#sliders[layer];
      if (row && row.slider.valueAsNumber !== prob) row.slider.value = String(prob);
    });
    this.#draw();
  }

  #build({ spec }: Experiment): void {
    this.#hidden = spec.hidden;
    const layers = [texts().network.input, ...spec.hidden.map((_, index) => texts().network.hidden(index + 1))];
    const widths = [784, ...spec.hidden];
    this.#sliders = [];
    const rows = layers.map((layer, index) => this.#row(layer, widths[index] ?? 0));
    const output = make('div', 'layer-row', make('p', 'layer-name', texts().network.output, make('span', 'layer-width', texts().network.classes(CLASSES))));
    this.#rows.replaceChildren(...rows, output);
    this.#drawn = '';
  }

  #row(layer: string, width: number): HTMLElement {
    const id = `drop-${String(this.#sliders.length)}`;
    const slider = make('input');
    Object.assign(slider, { type: 'range', id, min: String(this.#kind.min), max: String(this.#kind.max), step: '0.01' });
    slider.setAttribute('aria-label', texts().network.drop_of(layer));
    slider.addEventListener('pointerdown', () => (this.#press = { committed: false }));
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) slider.addEventListener(end, () => (this.#press = undefined));
    slider.addEventListener('input', () => this.#onInput(slider));
    const value = make('output');
    value.htmlFor.add(id);
    this.#sliders.push({ slider, value });
    const name = make('p', 'layer-name', layer, make('span', 'layer-width', texts().network.units(width)));
    const label = make('label', 'drop-label', `${texts().network.drop} `, value);
    label.htmlFor = id;
    for (const element of [label, slider]) element.dataset['part'] = 'drop';
    return make('div', 'layer-row', name, label, slider);
  }

  #onInput(slider: HTMLInputElement): void {
    this.#moved.add(slider);
    this.#moved_by = this.#press;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#commit(), REST_MILLIS);
    requestAnimationFrame(() => this.#draw());
  }

  #commit(): void {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    const drops = this.#sliders.map(({ slider }, layer) => (this.#moved.has(slider) ? slider.valueAsNumber : (this.#in_force[layer] ?? 0)));
    this.#moved.clear();
    const same_press = this.#moved_by?.committed ?? false;
    if (this.#moved_by) this.#moved_by.committed = true;
    this.#onDrop(drops, same_press);
  }

  #drops(): number[] {
    return this.#sliders.map(({ slider }) => slider.valueAsNumber);
  }

  #draw(): void {
    const drops = this.#drops();
    const row = ROW * drawingScale();
    const drawn = `${String(row)} ${this.#hidden.join()} ${drops.join()} ${String(this.#svg?.clientWidth)} ${String(matchMedia('(prefers-color-scheme: dark)').matches)}`;
    if (drawn === this.#drawn || drops.length === 0) return;
    this.#drawn = drawn;
    for (const { slider, value } of this.#sliders) {
      setText(value, slider.valueAsNumber.toFixed(2));
      slider.style.setProperty('--filled', `${String((slider.valueAsNumber / Number(slider.max)) * 100)}%`);
    }
    const widths = [784, ...this.#hidden, CLASSES];
    const layers = widths.map((width, index): DrawnLayer => ({ width, drop_prob: drops[index] ?? 0, y: row / 2 + index * row }));
    if (this.#svg) drawNetwork(this.#svg, layers, { width: this.#svg.clientWidth, height: widths.length * row });
    if (this.#pixels) drawPicture(byId('picture', HTMLCanvasElement), byId('strip', HTMLCanvasElement), this.#pixels, drops[0] ?? 0);
  }
}
