/** @file What both networks predict for one picture: every class with its probability, as bar and number. */

import { percent } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { colorOf } from '../../views/arm-look';
import { headCell } from '../../views/quantities';
import type { ArmName } from '../inspector';
import { largestOf } from './pair-predictions';
import type { Spread } from '../test-time/spread';

/** What one network predicts for the picture. */
export interface Predicted {
  readonly arm: ArmName;
  /** Masks off. */
  readonly probabilities: readonly number[];
  /** Over passes with masks on. */
  readonly spread?: Spread | undefined;
}

interface Cell {
  readonly cell: HTMLTableCellElement;
  readonly number: HTMLElement;
  readonly spread: HTMLElement;
  readonly track: HTMLElement;
}

/** A table that is filled anew for each picture. */
export class ProbabilityTable {
  readonly element = make('table', 'probability-table');
  readonly #caption = make('caption');
  readonly #head = make('tr');
  readonly #body = make('tbody');
  #shape = '';
  #cells: Cell[][] = [];

  constructor() {
    this.element.append(this.#caption, make('thead', '', this.#head), this.#body);
  }

  /** `true_class` is marked where there is one: a drawing has none. */
  show(caption: string, names: readonly string[], predicted: readonly Predicted[], true_class?: number): void {
    setText(this.#caption, caption);
    this.#shapeAs(names, predicted, true_class);
    predicted.forEach((one, side) => this.#fill(one, side));
  }

  #shapeAs(names: readonly string[], predicted: readonly Predicted[], true_class: number | undefined): void {
    const shape = [...names, ...predicted.map(({ arm }) => `${arm.id} ${arm.name}`), String(true_class)].join();
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#head.replaceChildren(...[insideTexts().own.class, ...predicted.map(({ arm }) => arm.name)].map((text) => headCell(text, 'col')));
    this.#cells = predicted.map(() => []);
    this.#body.replaceChildren(
      ...names.map((name, index) => {
        const row = make('tr', index === true_class ? 'is-true' : '', headCell(index === true_class ? insideTexts().own.true_class(name) : name, 'row'));
        predicted.forEach(({ arm }, side) => {
          const cell = cellOf(arm);
          this.#cells[side]?.push(cell);
          row.append(cell.cell);
        });
        return row;
      }),
    );
  }

  #fill({ probabilities, spread }: Predicted, side: number): void {
    const predicted = largestOf(probabilities);
    this.#cells[side]?.forEach(({ cell, number, spread: spread_text, track }, index) => {
      const value = probabilities[index] ?? 0;
      cell.classList.toggle('is-predicted', index === predicted);
      setText(number, percent(value, 1));
      track.style.setProperty('--share', percentOf(value));
      setText(spread_text, spread ? `${percent(spread.mean[index] ?? 0, 0)} ± ${percent(spread.deviation[index] ?? 0, 0)}` : '');
      track.classList.toggle('has-spread', spread !== undefined);
      if (!spread) return;
      const [mean, deviation] = [spread.mean[index] ?? 0, spread.deviation[index] ?? 0];
      track.style.setProperty('--low', percentOf(Math.max(0, mean - deviation)));
      track.style.setProperty('--reach', percentOf(Math.min(1, mean + deviation) - Math.max(0, mean - deviation)));
    });
  }
}

function cellOf(arm: ArmName): Cell {
  const [number, spread, track] = [make('span', 'probability'), make('span', 'probability-spread'), make('span', 'probability-track')];
  const cell = make('td', '', make('span', 'probability-numbers', number, ' ', spread), track);
  cell.style.setProperty('--hue', `var(${colorOf(arm.id)})`);
  return { cell, number, spread, track };
}

function percentOf(value: number): string {
  return `${(value * 100).toFixed(2)}%`;
}
