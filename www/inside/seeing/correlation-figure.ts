/** @file Do units go together? The correlations of some units of a layer as a matrix, for both networks. */

import { token } from '../../charts/theme';
import { signed } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { fitted, signColour, signColours } from '../canvas';
import type { Standing } from '../inspector';
import type { Correlations } from '../../looks';
import { PairColumns } from '../pair-columns';

/** Both matrices, side by side. */
export class CorrelationFigure {
  readonly element: HTMLElement;
  readonly #columns = new PairColumns();
  readonly #canvases = [make('canvas', 'matrix'), make('canvas', 'matrix')];
  readonly #words = [make('p', 'mask-words'), make('p', 'mask-words')];
  #seen: readonly [Correlations, Correlations] | undefined;

  constructor() {
    const scale = make('p', 'sign-scale', make('span', '', `r = ${signed(-1, 0)}`), make('span', 'sign-bar'), make('span', '', '+1'), make('span', 'sign-none'), make('span', '', insideTexts().seeing.still_unit));
    this.element = make('div', '', scale, this.#columns.element);
    this.#columns.places.forEach((place, side) => place.append(this.#canvases[side] ?? '', this.#words[side] ?? ''));
    for (const canvas of this.#canvases) {
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', insideTexts().seeing.no_correlations);
    }
  }

  show(seen: readonly [Correlations, Correlations], standing: Standing): void {
    this.#seen = seen;
    this.#columns.name(standing);
    this.draw();
  }

  /** Draws what was seen last, in the colours and the width of now. */
  draw(): void {
    this.#seen?.forEach((correlations, side) => {
      const [canvas, words, place] = [this.#canvases[side], this.#words[side], this.#columns.places[side]];
      if (!canvas || !words || !place) return;
      drawMatrix(canvas, correlations, place);
      canvas.setAttribute('aria-label', insideTexts().seeing.correlations_of(correlations.units));
      setText(words, correlationWords(correlations));
    });
  }
}

/** The mean of |r|, and of how many units there is none. */
export function correlationWords({ units, values, mean_absolute }: Correlations): string {
  const still = Array.from({ length: units }, (_, unit) => values[unit * units + unit]).filter((value) => !Number.isFinite(value ?? NaN)).length;
  const without = still === 0 ? '' : ` ${insideTexts().seeing.without_correlation(still, units)}`;
  if (mean_absolute === undefined) return `${insideTexts().seeing.no_pair}${without}`;
  return `${insideTexts().seeing.mean_correlation(signed(mean_absolute, 3))}${without}`;
}

function drawMatrix(canvas: HTMLCanvasElement, { units, values }: Correlations, place: HTMLElement): void {
  const side = Math.min(place.clientWidth, 300);
  const ctx = fitted(canvas, side, side);
  if (!ctx) return;
  canvas.style.width = `${String(side)}px`;
  const [cell, colours, none] = [side / units, signColours(), token('--line')];
  for (let at = 0; at < units * units; at += 1) {
    const value = values[at] ?? NaN;
    ctx.fillStyle = Number.isFinite(value) ? `rgb(${signColour(value, colours).join(' ')})` : none;
    ctx.fillRect((at % units) * cell, Math.floor(at / units) * cell, cell + 0.3, cell + 0.3);
  }
}
