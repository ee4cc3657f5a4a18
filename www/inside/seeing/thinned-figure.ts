/** @file The thinned network: what the masks leave of both networks for one example, drawn with a sample of their units. */

import { makeSvg } from '../../svg';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { linksWords } from './links-left';
import type { MaskedExample } from '../../looks';
import { PairColumns } from '../pair-columns';
import { CLASSES } from '../predictions/class-names';
import type { Standing } from '../inspector';

/** Units drawn of a layer, spread evenly over it. */
const DRAWN = 12;
const [WIDTH, ROW, RADIUS, MARGIN] = [300, 74, 6, 14];

/** Both networks side by side. */
export class ThinnedFigure {
  readonly element: HTMLElement;
  readonly #columns = new PairColumns();
  readonly #drawings = [0, 1].map(() => makeSvg('svg', { class: 'thinned', role: 'img' }));
  readonly #words = [make('p', 'mask-words'), make('p', 'mask-words')];

  constructor() {
    this.element = this.#columns.element;
    this.#columns.places.forEach((place, side) => place.append(this.#drawings[side] ?? '', this.#words[side] ?? ''));
  }

  show(seen: readonly [MaskedExample, MaskedExample], standing: Standing): void {
    this.#columns.name(standing);
    seen.forEach(({ layers }, side) => {
      const kept = [...layers.map((layer) => layer.kept), new Uint8Array(CLASSES).fill(1)];
      const words = linksWords(kept.map((layer) => ({ units: layer.length, kept: layer.reduce((sum, one) => sum + one, 0) })));
      const [drawing, text] = [this.#drawings[side], this.#words[side]];
      if (!drawing || !text) return;
      draw(drawing, kept);
      drawing.setAttribute('aria-label', insideTexts().seeing.thinned_picture(standing.arms[side]?.name ?? ''));
      setText(text, words);
    });
  }
}

interface Unit {
  readonly x: number;
  readonly y: number;
  readonly is_kept: boolean;
}

function draw(svg: SVGSVGElement, layers: readonly Uint8Array[]): void {
  const height = layers.length * ROW - ROW + 2 * MARGIN;
  const rows = layers.map((kept, index) => unitsOf(kept, MARGIN + index * ROW));
  const links = rows.slice(1).flatMap((row, index) => (rows[index] ?? []).filter(isKept).flatMap((from) => row.filter(isKept).map((to) => `M${spot(from, RADIUS)}L${spot(to, -RADIUS)}`)));
  svg.setAttribute('viewBox', `0 0 ${String(WIDTH)} ${String(height)}`);
  svg.replaceChildren(makeSvg('path', { class: 'link', d: links.join('') }), ...rows.flat().map(circleOf));
}

function unitsOf(kept: Uint8Array, y: number): Unit[] {
  const drawn = Math.min(DRAWN, kept.length);
  const gap = (WIDTH - 2 * MARGIN) / (DRAWN - 1);
  const left = WIDTH / 2 - (gap * (drawn - 1)) / 2;
  return Array.from({ length: drawn }, (_, at) => ({ x: left + at * gap, y, is_kept: kept[Math.floor(((at + 0.5) * kept.length) / drawn)] === 1 }));
}

function isKept({ is_kept }: Unit): boolean {
  return is_kept;
}

function spot({ x, y }: Unit, offset: number): string {
  return `${x.toFixed(1)} ${(y + offset).toFixed(1)}`;
}

function circleOf({ x, y, is_kept }: Unit): SVGElement {
  return makeSvg('circle', { class: is_kept ? 'unit' : 'unit dropped', cx: x.toFixed(1), cy: String(y), r: String(RADIUS) });
}
