/** @file The masks of the next batch: for one of its examples, which pixels and units of both networks are kept, dropped or silent. */

import { token } from '../../charts/theme';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { fitted, rgbOf } from '../canvas';
import { SIDE } from '../grey-picture';
import { placeName, maskWords } from './mask-counts';
import type { MaskedExample, MaskedLayer } from '../../looks';
import { PairColumns } from '../pair-columns';
import type { Standing } from '../inspector';

/** Pixels of the largest square of a unit. */
const LARGEST_CELL = 16;

/** One layer of one network. */
interface Shown {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly words: HTMLElement;
}

/** Both networks side by side, layer by layer. */
export class MasksFigure {
  readonly element = make('div', 'masks');
  readonly #columns = new PairColumns();
  #shown: [Shown[], Shown[]] = [[], []];
  #seen: readonly [MaskedExample, MaskedExample] | undefined;

  constructor() {
    this.element.append(legend(), this.#columns.element);
  }

  show(seen: readonly [MaskedExample, MaskedExample], standing: Standing): void {
    this.#seen = seen;
    this.#columns.name(standing);
    this.draw();
  }

  /** Draws what was seen last, in the colours and the width of now. */
  draw(): void {
    this.#seen?.forEach(({ layers }, side) => {
      const place = this.#columns.places[side];
      if (!place) return;
      if (this.#shown[side]?.length !== layers.length) this.#shown[side] = build(place, layers.length);
      layers.forEach((layer, index) => drawLayer(this.#shown[side]?.[index], index, layer));
    });
  }
}

function build(place: HTMLElement, layers: number): Shown[] {
  const shown = Array.from({ length: layers }, (_, index): Shown => {
    const canvas = make('canvas', index === 0 ? 'mask-input' : 'mask-units');
    canvas.setAttribute('role', 'img');
    const words = make('p', 'mask-words');
    return { element: make('div', 'mask-layer', canvas, words), canvas, words };
  });
  place.classList.add('mask-layers');
  // The arm's name stands above them.
  place.parentElement?.style.setProperty('--rows', String(layers + 1));
  place.replaceChildren(...shown.map(({ element }) => element));
  return shown;
}

function drawLayer(shown: Shown | undefined, index: number, layer: MaskedLayer): void {
  if (!shown) return;
  const words = maskWords(index, layer);
  setText(shown.words, words);
  shown.canvas.setAttribute('aria-label', `${placeName(index)}: ${index === 0 ? insideTexts().seeing.picture_of_input : insideTexts().seeing.picture_of_units}`);
  if (index === 0) drawInput(shown, layer);
  else drawUnits(shown, layer);
}

function drawInput({ element, canvas }: Shown, { kept, before }: MaskedLayer): void {
  const side = element.clientWidth;
  const ctx = fitted(canvas, side, side);
  if (!ctx) return;
  canvas.style.width = `${String(side)}px`;
  const cell = side / SIDE;
  const [ink, mark] = [rgbOf('--ink'), armColor(element)];
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const [x, y] = [(at % SIDE) * cell, Math.floor(at / SIDE) * cell];
    if (kept[at] === 1) {
      ctx.fillStyle = `rgb(${ink.join(' ')} / ${String(before[at] ?? 0)})`;
      ctx.fillRect(x, y, cell + 0.3, cell + 0.3);
    } else {
      ctx.strokeStyle = mark;
      ctx.lineWidth = 0.8;
      ctx.strokeRect(x + 0.2 * cell, y + 0.2 * cell, cell * 0.6, cell * 0.6);
    }
  }
}

/** Filled: kept and active, the stronger the larger its output. Outlined: dropped. A dot: silent before the mask. */
function drawUnits({ element, canvas }: Shown, { kept, before, after }: MaskedLayer): void {
  const columns = Math.ceil(Math.sqrt(kept.length));
  const cell = Math.min(LARGEST_CELL, element.clientWidth / columns);
  const ctx = fitted(canvas, cell * columns, cell * Math.ceil(kept.length / columns));
  if (!ctx) return;
  canvas.style.width = `${String(cell * columns)}px`;
  const [color, line] = [armColor(element), token('--line')];
  const largest = after.reduce((most, value) => Math.max(most, value), 0);
  const gap = cell > 6 ? 1 : 0.5;
  ctx.lineWidth = 1;
  for (let unit = 0; unit < kept.length; unit += 1) {
    const [x, y] = [(unit % columns) * cell, Math.floor(unit / columns) * cell];
    if (kept[unit] === 1 && (before[unit] ?? 0) > 0) {
      ctx.globalAlpha = 0.25 + 0.75 * ((after[unit] ?? 0) / largest);
      ctx.fillStyle = color;
      ctx.fillRect(x + gap, y + gap, cell - 2 * gap, cell - 2 * gap);
      ctx.globalAlpha = 1;
      continue;
    }
    if (kept[unit] !== 1) {
      ctx.strokeStyle = line;
      ctx.strokeRect(x + gap + 0.5, y + gap + 0.5, cell - 2 * gap - 1, cell - 2 * gap - 1);
    }
    if ((before[unit] ?? 0) > 0) continue;
    const radius = Math.max(0.7, cell * 0.11);
    ctx.fillStyle = line;
    ctx.beginPath();
    ctx.arc(x + cell / 2, y + cell / 2, radius, 0, 2 * Math.PI);
    ctx.fill();
  }
}

/** The colour that the column has from its arm. */
export function armColor(place: Element): string {
  return getComputedStyle(place).getPropertyValue('--arm').trim() || token('--ink');
}

function legend(): HTMLElement {
  const entries = [
    ['kept', insideTexts().seeing.legend_kept],
    ['silent', insideTexts().seeing.legend_silent],
    ['dropped', insideTexts().seeing.legend_dropped],
  ] as const;
  return make('ul', 'inside-legend', ...entries.map(([kind, words]) => make('li', '', make('span', `mask-sample mask-${kind}`), words)));
}
