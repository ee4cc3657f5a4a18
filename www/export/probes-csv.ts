/** @file What probes found as a CSV file: a row for each layer at each evaluation of each run. */

import type { LayerProbes, Probes } from '../core';
import { LAYER_QUANTITIES, UNIT_QUANTITIES, WEIGHT_QUANTITIES } from '../probe-quantities';
import type { State } from '../state';
import { addressOf } from './address';
import { type Cell, csvText, downloadCsv } from './csv';
import { rowsOfRuns, RUN_COLUMNS } from './runs';

/** The file's text; `page` is the page's address. Units are counted from 0: what the page calls A is 0. */
export function probesCsv(state: State, page: string): string {
  const rows = rowsOfRuns(state, ({ probes }) => (probes ? rowsOf(probes) : []));
  const named = RUN_COLUMNS.length + 1 + LAYER_QUANTITIES.length + WEIGHT_QUANTITIES.length;
  const unit_count = (Math.max(named, ...rows.map((row) => row.length)) - named) / UNIT_QUANTITIES.length;
  const units = Array.from({ length: unit_count }, (_, unit) => UNIT_QUANTITIES.map((quantity) => `unit_${String(unit)}_${quantity}`)).flat();
  const names = [...RUN_COLUMNS, 'layer', ...LAYER_QUANTITIES, ...WEIGHT_QUANTITIES, ...units];
  // Layers differ in how many units they have.
  return csvText(addressOf(state.experiment, page), names, rows.map((row) => names.map((_, index) => row[index])));
}

export function downloadProbes(state: State): void {
  downloadCsv('dropout-lab-probes.csv', probesCsv(state, location.href));
}

/** The weights of a layer stand beside its outputs; of the output layer there are only weights. */
function rowsOf({ layers, weights }: Probes): Cell[][] {
  return weights.map((of_weights, index) => {
    const layer: LayerProbes | undefined = layers[index];
    const name = layer ? `hidden_${String(index + 1)}` : 'output';
    const units = (layer?.units ?? []).flatMap((unit) => UNIT_QUANTITIES.map((quantity) => unit[quantity]));
    return [name, ...LAYER_QUANTITIES.map((quantity) => layer?.[quantity]), ...WEIGHT_QUANTITIES.map((quantity) => of_weights[quantity]), ...units];
  });
}
