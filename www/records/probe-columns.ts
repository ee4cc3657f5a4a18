/** @file The probes of a run as they are kept: for each quantity a column over steps, layers and units. */

import type { LayerProbes, Probes, UnitProbes, WeightProbes } from '../core';
import { LAYER_QUANTITIES, type LayerQuantity, UNIT_QUANTITIES, type UnitQuantity, WEIGHT_QUANTITIES, type WeightQuantity } from '../probe-quantities';
import { type Column, compact, isColumn } from './column';

/** Probes at one step. */
export interface StepProbes {
  readonly step: number;
  readonly probes: Probes;
}

/** The probes of a run. Columns go through the steps, within a step through the layers, within a layer through the units. */
export interface ProbeColumns {
  readonly step: Uint32Array;
  /** How many units of each hidden layer were probed one by one. */
  readonly unit_counts: readonly number[];
  /** NaN where two units that vary were lacking for a correlation. */
  readonly layers: Readonly<Record<LayerQuantity, Column>>;
  readonly weights: Readonly<Record<WeightQuantity, Column>>;
  readonly units: Readonly<Record<UnitQuantity, Column>>;
}

/** Probes as columns; `undefined` where there are none. */
export function packProbes(measured: readonly StepProbes[]): ProbeColumns | undefined {
  const [first] = measured;
  if (!first) return undefined;
  const layers = measured.flatMap(({ probes }) => probes.layers);
  const weights = measured.flatMap(({ probes }) => probes.weights);
  const units = layers.flatMap((layer) => layer.units);
  return {
    step: Uint32Array.from(measured, ({ step }) => step),
    unit_counts: first.probes.layers.map((layer) => layer.units.length),
    layers: columnsOf(LAYER_QUANTITIES, layers),
    weights: columnsOf(WEIGHT_QUANTITIES, weights),
    units: columnsOf(UNIT_QUANTITIES, units),
  };
}

/** Probes by their steps. */
export function unpackProbes({ step, unit_counts, layers, weights, units }: ProbeColumns): Map<number, Probes> {
  const rowOf = <Name extends string>(columns: Readonly<Record<Name, Column>>, names: readonly Name[], row: number): Record<Name, number> =>
    Object.fromEntries(names.map((name) => [name, columns[name][row] ?? NaN])) as Record<Name, number>;
  let [layer_row, weight_row, unit_row] = [0, 0, 0];
  const layerOf = (count: number): LayerProbes => {
    const of_layer = rowOf(layers, LAYER_QUANTITIES, layer_row++);
    const of_units = Array.from({ length: count }, (): UnitProbes => rowOf(units, UNIT_QUANTITIES, unit_row++));
    return { ...of_layer, unit_correlation: Number.isNaN(of_layer.unit_correlation) ? undefined : of_layer.unit_correlation, units: of_units };
  };
  const weightsOf = (): WeightProbes => rowOf(weights, WEIGHT_QUANTITIES, weight_row++);
  return new Map(Array.from(step, (at) => [at, { layers: unit_counts.map(layerOf), weights: [...unit_counts, 'output'].map(weightsOf) }]));
}

/** All arrays of the columns. */
export function arraysOf({ step, layers, weights, units }: ProbeColumns): (Uint32Array | Column)[] {
  return [step, ...Object.values(layers), ...Object.values(weights), ...Object.values(units)];
}

/** Whether something read is the probes of a run. */
export function isProbeColumns(value: unknown): value is ProbeColumns {
  if (typeof value !== 'object' || value === null) return false;
  const { step, unit_counts, layers, weights, units } = value as Partial<ProbeColumns>;
  if (!(step instanceof Uint32Array) || !Array.isArray(unit_counts) || !unit_counts.every((count) => Number.isInteger(count) && count >= 0)) return false;
  const counts = unit_counts as readonly number[];
  const unit_count = counts.reduce((sum, count) => sum + count, 0);
  return (
    hasColumns(layers, LAYER_QUANTITIES, step.length * counts.length) &&
    hasColumns(weights, WEIGHT_QUANTITIES, step.length * (counts.length + 1)) &&
    hasColumns(units, UNIT_QUANTITIES, step.length * unit_count)
  );
}

function columnsOf<Name extends string>(names: readonly Name[], rows: readonly Readonly<Record<Name, number | undefined>>[]): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, compact(rows.map((row) => row[name] ?? NaN))])) as Record<Name, Column>;
}

function hasColumns(columns: Readonly<Partial<Record<string, unknown>>> | undefined, names: readonly string[], length: number): boolean {
  return typeof columns === 'object' && names.every((name) => isColumn(columns[name], length));
}
