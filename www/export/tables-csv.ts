/** @file Curves and effects as CSV files, from the lines of the terminal program's own file: the same fields, the same numbers. */

import type { State } from '../state';
import { addressOf } from './address';
import { type Cell, csvText, downloadCsv } from './csv';
import { recordsOf } from './records-file';

/** Fields that are whole worlds of their own: what probes found has a file for itself. */
const NESTED = ['probes', 'test_time'];

/** A row for each evaluation of each run. */
export function curvesCsv(lines: string, address: string): string {
  return tableOf(lines, 'train_loss', address);
}

/** A row for each arm but the reference and each measure. */
export function effectsCsv(lines: string, address: string): string {
  return tableOf(lines, 'effect', address);
}

export async function downloadCurves(state: State): Promise<void> {
  downloadCsv('dropout-lab-measures.csv', curvesCsv(await recordsOf(state, undefined), addressOf(state.experiment, location.href)));
}

/** The lines that have a field, as a table. */
function tableOf(lines: string, field: string, address: string): string {
  const objects = lines.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  const rows = objects.filter((object) => field in object);
  const names = Object.keys(rows[0] ?? {}).filter((name) => !NESTED.includes(name));
  return csvText(address, names, rows.map((row) => names.map((name) => cellOf(row[name]))));
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.join(',');
  if (value === null || value === undefined) return undefined;
  throw new Error(`Found ${JSON.stringify(value)} in a record, expected a number, a text or a list of them.`);
}
