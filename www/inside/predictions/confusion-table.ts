/** @file A confusion matrix as a table: true classes down, predicted classes across, cells shaded. */

import { insideTexts } from '../../texts/inside';
import { make } from '../../views/element';
import { headCell } from '../../views/quantities';
import { CLASSES } from './class-names';
import { cellAt } from './confusions';

/** How a matrix is written and shaded. */
export interface MatrixLook {
  readonly caption: string;
  readonly write: (value: number) => string;
  /** From -1 to 1: how deep a cell is shaded, and in which of two hues. */
  readonly depth: (value: number, is_diagonal: boolean) => number;
  /** CSS tokens of the hues above and below zero. */
  readonly hues: readonly [string, string];
}

/** The deepest shade still lets the number be read. */
const DEEPEST_PERCENT = 45;

/** The table in a region that scrolls by itself on a narrow screen. */
export function confusionTable(values: readonly number[], names: readonly string[], look: MatrixLook): HTMLElement {
  const head = make('tr', '', headCell(insideTexts().confusion.corner, 'col'), ...names.map((name) => predictedHead(name)));
  const rows = names.map((name, label) => make('tr', '', headCell(name, 'row'), ...Array.from({ length: CLASSES }, (_, predicted) => cellOf(cellAt(values, label, predicted), label === predicted, look))));
  const table = make('table', 'confusion', make('caption', '', look.caption), make('thead', '', head), make('tbody', '', ...rows));
  const region = make('div', 'table-scroll', table);
  region.tabIndex = 0;
  region.setAttribute('role', 'region');
  region.setAttribute('aria-label', look.caption);
  return region;
}

function predictedHead(name: string): HTMLElement {
  const cell = headCell('', 'col');
  cell.append(make('span', name.length > 2 ? 'upright' : '', name));
  return cell;
}

function cellOf(value: number, is_diagonal: boolean, { write, depth, hues }: MatrixLook): HTMLElement {
  const cell = make('td', is_diagonal ? 'diagonal' : value === 0 ? 'none' : '', write(value));
  const shade = depth(value, is_diagonal);
  if (shade !== 0) {
    cell.style.setProperty('--hue', `var(${hues[shade > 0 ? 0 : 1]})`);
    cell.style.setProperty('--share', `${(Math.abs(shade) * DEEPEST_PERCENT).toFixed(1)}%`);
  }
  return cell;
}
