/** @file Two entries of the history side by side: the settings they differ in, and what their treatments came to. */

import { loss, percent, points } from '../format';
import type { End, HistoryEntry } from '../records/entry';
import { differing, type Settings } from '../records/history';
import type { Quantity } from '../summaries';
import { make } from './element';

const MEASURES: readonly { readonly quantity: Quantity; readonly name: string; readonly write: (value: number) => string }[] = [
  { quantity: 'train_accuracy', name: 'Train accuracy', write: percent },
  { quantity: 'test_accuracy', name: 'Test accuracy', write: percent },
  { quantity: 'accuracy_gap', name: 'Accuracy gap', write: points },
  { quantity: 'train_loss', name: 'Train loss', write: loss },
  { quantity: 'test_loss', name: 'Test loss', write: loss },
  { quantity: 'loss_gap', name: 'Loss gap', write: loss },
];

/** Tables of what differs; earlier finished first. */
export function comparisonOf(first: HistoryEntry, second: HistoryEntry, settings: Settings): HTMLElement {
  const rows = differing(first, second, settings);
  const heads = [first, second].map(({ title }, index) => `${index === 0 ? 'First' : 'Second'}: ${title}`);
  const measures = MEASURES.map(({ quantity, name, write }) => [name, ...[first, second].map(({ ends }) => endText(ends[quantity], write))]);
  const settings_table = table('The settings that differ', ['Setting', ...heads], rows.map((row) => [row.label, row.first, row.second]));
  const measures_table = table('The treatments at their ends: mean over the replicates, ± half the 95% interval', ['Measure', ...heads], measures);
  const scroll = make('div', 'table-scroll', settings_table, measures_table);
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', 'Comparison of two experiments');
  return scroll;
}

function endText(end: End | undefined, write: (value: number) => string): string {
  if (!end) return 'every run diverged';
  return typeof end.half_width === 'number' ? `${write(end.mean)} ± ${write(end.half_width)}` : write(end.mean);
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLTableElement {
  const element = make('table', '', make('caption', '', caption));
  element.createTHead().append(make('tr', '', ...heads.map((text) => headCell(text, 'col'))));
  const body = element.createTBody();
  for (const [name = '', ...values] of rows) body.append(make('tr', '', headCell(name, 'row'), ...values.map((text) => make('td', '', text))));
  return element;
}

function headCell(text: string, scope: 'col' | 'row'): HTMLTableCellElement {
  const cell = make('th', '', text);
  cell.scope = scope;
  return cell;
}
