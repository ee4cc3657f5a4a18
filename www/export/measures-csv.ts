/** @file The numbers of the charts as a CSV file: a row for each evaluation of each run. */

import { csvText, download } from './csv';
import { addressOf, rowsOfRuns, RUN_COLUMNS } from './runs';
import type { State } from '../state';

const MEASURES = ['train_loss', 'train_accuracy', 'test_loss', 'test_accuracy', 'batch_loss', 'batch_accuracy'] as const;

/** The file's text; `page` is the page's address. */
export function measuresCsv(state: State, page: string): string {
  return csvText(addressOf(state, page), [...RUN_COLUMNS, ...MEASURES], rowsOfRuns(state, (point) => [MEASURES.map((measure) => point[measure])]));
}

export function downloadMeasures(state: State): void {
  download('dropout-lab-measures.csv', measuresCsv(state, location.href));
}
