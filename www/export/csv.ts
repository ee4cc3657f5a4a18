/** @file Tables as CSV files, for whoever wants to reckon with the numbers elsewhere. */

import { saveFile } from './save-file';

/** A value in a table; `undefined` leaves its cell empty. */
export type Cell = string | number | undefined;

/** A table under a comment line that tells where it is from. Numbers are written in full. */
export function csvText(from: string, names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [`# ${from}`, ...[names, ...rows].map((row) => row.map(cellText).join(','))].join('\n') + '\n';
}

export function downloadCsv(name: string, text: string): void {
  saveFile(name, text, 'text/csv');
}

function cellText(cell: Cell): string {
  const text = cell === undefined ? '' : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
