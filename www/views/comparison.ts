/** @file Two entries of the history side by side: the settings they differ in, and what their treatments came to. */

import { capitalised } from '../format';
import type { End, HistoryEntry } from '../records/entry';
import { differing, type Settings } from '../records/history';
import { make } from './element';
import { headCell, meanText, quantityName, WRITTEN } from './quantities';
import { laterTexts } from '../texts/later';

/** Tables of what differs; earlier finished first. */
export function comparisonOf(first: HistoryEntry, second: HistoryEntry, settings: Settings): HTMLElement {
  const { history } = laterTexts();
  const rows = differing(first, second, settings);
  const heads = [first, second].map(({ title }, index) => index === 0 ? history.first(title) : history.second(title));
  const measures = WRITTEN.map((written) => [capitalised(quantityName(written)), ...[first, second].map(({ ends }) => endText(ends[written.quantity], written.write))]);
  const settings_table = table(history.settings_differ, [history.setting, ...heads], rows.map((row) => [row.label, row.first, row.second]));
  const measures_table = table(history.treatments_end, [history.measure, ...heads], measures);
  const scroll = make('div', 'table-scroll', settings_table, measures_table);
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', history.comparison);
  return scroll;
}

function endText(end: End | undefined, write: (value: number) => string): string {
  return end ? meanText(end, write) : laterTexts().history.every_diverged;
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLTableElement {
  const element = make('table', '', make('caption', '', caption));
  element.createTHead().append(make('tr', '', ...heads.map((text) => headCell(text, 'col'))));
  const body = element.createTBody();
  for (const [name = '', ...values] of rows) body.append(make('tr', '', headCell(name, 'row'), ...values.map((text) => make('td', '', text))));
  return element;
}
