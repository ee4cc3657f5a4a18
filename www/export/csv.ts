/** @file Tables as CSV files, for whoever wants to reckon with the numbers elsewhere. */

/** A value in a table; `undefined` leaves its cell empty. */
export type Cell = string | number | undefined;

/** A table under a comment line that tells where it is from. Numbers are written in full. */
export function csvText(from: string, names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [`# ${from}`, ...[names, ...rows].map((row) => row.map(cellText).join(','))].join('\n') + '\n';
}

/** Gives the reader a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser has taken hold of the file by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}

function cellText(cell: Cell): string {
  const text = cell === undefined ? '' : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
