/** @file What the units of the first hidden layer look for: the weights into each of them as a picture, both networks side by side. */

import { signed } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { signColour, signColours } from '../canvas';
import { selectField } from '../fields';
import { PIXELS, SIDE } from '../grey-picture';
import type { Standing } from '../inspector';
import { PairColumns } from '../pair-columns';
import { meanOf } from '../numbers';
import { incomingNorms, type Order, ordered, sizeOf } from './unit-order';

/** Pictures shown at first, and how many more each time. */
const PAGE = 12;
/** Weights this rare in size are drawn as if they were no larger. */
const WITHIN = 0.995;
const ORDERS: readonly Order[] = ['largest', 'smallest', 'number'];

/** The pictures of one network. */
interface Side {
  readonly weights: Float32Array;
  readonly norms: Float64Array;
}

/** As many pictures of each network, in one order and on one scale. */
export class WeightsFigure {
  readonly element: HTMLElement;
  readonly #columns = new PairColumns();
  readonly #order = selectField('weights-order', insideTexts().seeing.order, ORDERS.map((order) => [order, insideTexts().seeing.orders[order]]));
  readonly #lists = [make('div', 'unit-pictures'), make('div', 'unit-pictures')];
  readonly #words = [make('p', 'mask-words'), make('p', 'mask-words')];
  readonly #readout = make('p', 'unit-readout');
  readonly #more = make('button', '', insideTexts().seeing.more_units(PAGE));
  readonly #low = make('span');
  readonly #high = make('span');
  #sides: readonly Side[] = [];
  #names: readonly string[] = [];
  #count = PAGE;

  constructor() {
    this.#more.type = 'button';
    this.#more.addEventListener('click', () => {
      this.#count += PAGE;
      this.draw();
    });
    this.#order.control.addEventListener('change', () => this.draw());
    this.#readout.setAttribute('aria-live', 'polite');
    this.#lists.forEach((list, side) => {
      list.setAttribute('role', 'group');
      list.addEventListener('keydown', (event) => this.#onKey(list, event));
      list.addEventListener('focusin', ({ target }) => this.#read(target));
      list.addEventListener('pointerover', ({ target }) => this.#read(target));
      this.#columns.places[side]?.append(this.#words[side] ?? '', list);
    });
    const scale = make('p', 'sign-scale', this.#low, make('span', 'sign-bar'), this.#high);
    this.element = make('div', '', make('div', 'inside-controls', this.#order.element), scale, this.#readout, this.#columns.element, this.#more);
    setText(this.#readout, insideTexts().seeing.read);
  }

  show(seen: readonly [Float32Array, Float32Array], standing: Standing): void {
    this.#sides = seen.map((weights) => ({ weights, norms: incomingNorms(weights, weights.length / PIXELS) }));
    this.#names = standing.arms.map(({ name }) => name);
    this.#columns.name(standing);
    this.draw();
  }

  /** Draws what was seen last, in the colours of now. */
  draw(): void {
    const order = this.#order.control.value as Order;
    const shown = this.#sides.map(({ norms }) => ordered(norms, order).slice(0, this.#count));
    const size = Math.max(...this.#sides.map(({ weights }) => sizeOf(weights, WITHIN)), 1e-9);
    setText(this.#low, signed(-size, 2));
    setText(this.#high, `+${signed(size, 2)}`);
    this.#sides.forEach((side, index) => this.#drawSide(index, side, shown[index] ?? [], size));
    this.#more.hidden = this.#count >= Math.max(0, ...this.#sides.map(({ norms }) => norms.length));
  }

  #drawSide(index: number, { weights, norms }: Side, units: readonly number[], size: number): void {
    const [list, words] = [this.#lists[index], this.#words[index]];
    if (!list || !words) return;
    setText(words, insideTexts().seeing.norms(signed(Math.min(...norms), 2), signed(Math.max(...norms), 2), signed(meanOf(norms), 2)));
    list.setAttribute('aria-label', insideTexts().seeing.units_of(this.#names[index] ?? ''));
    while (list.children.length > units.length) list.lastElementChild?.remove();
    while (list.children.length < units.length) list.append(pictureOf(list.children.length === 0));
    const colours = signColours();
    units.forEach((unit, place) => {
      const canvas = list.children[place];
      if (!(canvas instanceof HTMLCanvasElement)) return;
      canvas.setAttribute('aria-label', insideTexts().seeing.unit(unit, signed(norms[unit] ?? 0, 3)));
      const image = new ImageData(SIDE, SIDE);
      for (let pixel = 0; pixel < PIXELS; pixel += 1) image.data.set([...signColour((weights[pixel * norms.length + unit] ?? 0) / size, colours), 255], pixel * 4);
      canvas.getContext('2d')?.putImageData(image, 0, 0);
    });
  }

  #read(target: EventTarget | null): void {
    if (!(target instanceof HTMLCanvasElement)) return;
    const side = this.#lists.findIndex((list) => list.contains(target));
    setText(this.#readout, `${target.getAttribute('aria-label') ?? ''} (${this.#names[side] ?? ''})`);
  }

  #onKey(list: HTMLElement, event: KeyboardEvent): void {
    const pictures = [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement);
    const at = pictures.findIndex((one) => one === document.activeElement);
    const columns = pictures.filter((one) => one.offsetTop === pictures[0]?.offsetTop).length;
    const targets: Partial<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: pictures.length - 1 };
    const target = pictures[targets[event.key] ?? -1];
    if (targets[event.key] === undefined || at < 0) return;
    event.preventDefault();
    if (!target) return;
    for (const one of pictures) one.tabIndex = one === target ? 0 : -1;
    target.focus();
  }
}

/** Only one picture of a list is a stop of the Tab key. */
function pictureOf(is_stop: boolean): HTMLCanvasElement {
  const canvas = make('canvas', 'unit-picture');
  Object.assign(canvas, { width: SIDE, height: SIDE, tabIndex: is_stop ? 0 : -1 });
  canvas.setAttribute('role', 'img');
  return canvas;
}
