/** @file A run as it is kept: its curve in typed arrays, under a key that names everything its bits depend on. */

import type { Unfinished } from '../checkpoints';
import { Curve, type Point, type TestTimeAt } from '../curves';
import type { Backend } from '../protocol';
import { type Column, compact, isColumn } from './column';
import { arraysOf, isProbeColumns, packProbes, type ProbeColumns, unpackProbes } from './probe-columns';

const MEASURES = ['train_loss', 'train_accuracy', 'test_loss', 'test_accuracy', 'batch_loss', 'batch_accuracy'] as const;
type Measure = (typeof MEASURES)[number];

/** A run as it is kept. */
export interface RunRecord {
  readonly format: 1;
  readonly step: Uint32Array;
  /** A column for each measure, NaN where it is absent; left out where it is absent throughout. */
  readonly columns: Readonly<Partial<Record<Measure, Column>>>;
  readonly diverged_at: number | undefined;
  readonly stopped_at: number | undefined;
  readonly millis: number;
  readonly test_hits: { readonly step: number; readonly hits: Uint8Array } | undefined;
  /** What probes found; left out where there were none. */
  readonly probes?: ProbeColumns;
  /** Left out where nothing of it was asked for. */
  readonly test_times?: readonly TestTimeAt[];
  /** The last of them alone, as records once had it. */
  readonly test_time?: TestTimeAt;
  /** Where an unfinished run was; left out where it is finished. */
  readonly unfinished?: { readonly step: number; readonly curve_step: number; readonly bytes: Uint8Array<ArrayBuffer> };
  /** Milliseconds since 1970. */
  readonly saved_at: number;
}

/** What a record takes, known without reading it. */
export interface RunSize {
  readonly key: string;
  readonly bytes: number;
  readonly last_step: number;
  readonly saved_at: number;
}

/** Where curves come from: the CPU's are the same everywhere, those of WebGPU belong to their adapter. */
export function placeOf({ backend, adapter }: { readonly backend: Backend; readonly adapter: string | undefined }): string {
  return backend === 'cpu' ? 'cpu' : `webgpu(${adapter ?? ''})`;
}

/** What a run is kept under: another build of the trainer may give other bits, another one of the page's module other examples. */
export function recordKey(place: string, curve_key: string): string {
  return `${place} ${__TRAINER_DIGEST__} ${__PAGE_DIGEST__} ${curve_key}`;
}

/** What a tab keeps an unfinished run under. */
export function unfinishedKey(record_key: string, tab: string): string {
  return `${record_key}\n${tab}`;
}

/** Whether a key is that of an unfinished run; without it, the key of the run. */
export function isUnfinishedKey(key: string): boolean {
  return key.includes('\n');
}

export function runKeyOf(key: string): string {
  return key.split('\n')[0] ?? key;
}

/** An unfinished run as a record. */
export function packUnfinished({ curve, checkpoint }: Unfinished, saved_at: number): RunRecord {
  const { step, curve_step, bytes } = checkpoint;
  return { ...pack(curve, saved_at), unfinished: { step, curve_step, bytes } };
}

/** The unfinished run of a record; `undefined` where it is none that this page can read. */
export function unpackUnfinished(record: unknown): Unfinished | undefined {
  const curve = unpack(record);
  const found = (record as RunRecord | undefined)?.unfinished;
  if (!curve || !found || !isWhole(found.step) || !Number.isInteger(found.curve_step) || !((found.bytes as unknown) instanceof Uint8Array)) return undefined;
  const { step, curve_step, bytes } = found;
  return { curve, checkpoint: { step, curve_step, bytes } };
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

/** A curve as a record. */
export function pack(curve: Curve, saved_at: number): RunRecord {
  const points = Array.from({ length: curve.length }, (_, index) => curve.at(index)).filter((point) => point !== undefined);
  const columns = MEASURES.map((measure) => [measure, points.map((point) => point[measure] ?? NaN)] as const);
  const probes = packProbes(points.flatMap(({ step, probes: found }) => (found ? [{ step, probes: found }] : [])));
  const { diverged_at, stopped_at, millis, test_hits, test_times } = curve;
  return {
    format: 1,
    step: Uint32Array.from(points, (point) => point.step),
    columns: Object.fromEntries(columns.filter(([, values]) => !values.every(Number.isNaN)).map(([measure, values]) => [measure, compact(values)])),
    diverged_at,
    stopped_at,
    millis,
    test_hits,
    ...(probes && { probes }),
    ...(test_times.length > 0 && { test_times }),
    saved_at,
  };
}

/** The curve of a record; `undefined` where it is none that this page can read. */
export function unpack(record: unknown): Curve | undefined {
  if (!isRecord(record)) return undefined;
  const probes = record.probes && unpackProbes(record.probes);
  const points = Array.from(record.step, (step, index): Point => {
    const value = (measure: Measure): number => record.columns[measure]?.[index] ?? NaN;
    const measures = { step, train_loss: value('train_loss'), train_accuracy: value('train_accuracy'), test_loss: value('test_loss'), test_accuracy: value('test_accuracy') };
    const known = (measure: Measure): number | undefined => (Number.isNaN(value(measure)) ? undefined : value(measure));
    const found = probes?.get(step);
    return { ...measures, batch_loss: known('batch_loss'), batch_accuracy: known('batch_accuracy'), ...(found && { probes: found }) };
  });
  const { diverged_at, stopped_at, millis, test_hits } = record;
  return Curve.of(points, { diverged_at, stopped_at, millis, test_hits, test_times: testTimesOf(record) });
}

/** What a record takes under its key. */
export function sizeOf(key: string, { step, columns, test_hits, probes, unfinished, saved_at }: RunRecord): RunSize {
  const arrays = [step, ...Object.values(columns), ...(test_hits ? [test_hits.hits] : []), ...(unfinished ? [unfinished.bytes] : []), ...(probes ? arraysOf(probes) : [])];
  // Names, numbers and the row of sizes; those of probes; a key has one or two bytes a letter.
  const bytes = arrays.reduce((sum, array) => sum + array.byteLength, (probes ? 1600 : 600) + 2 * key.length);
  return { key, bytes, last_step: unfinished?.step ?? step.at(-1) ?? -1, saved_at };
}

function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { format, step, columns, millis, probes } = value as Partial<RunRecord>;
  if (format !== 1 || !(step instanceof Uint32Array) || typeof columns !== 'object' || typeof millis !== 'number') return false;
  const is_rising = step.every((at, index) => index === 0 || at > (step[index - 1] ?? 0));
  const are_extras = (probes === undefined || isProbeColumns(probes)) && isListOfTestTimes(testTimesOf(value));
  return is_rising && are_extras && Object.values(columns).every((column) => isColumn(column, step.length)) && (step.length === 0 || MEASURES.slice(0, 4).every((measure) => measure in columns));
}

function testTimesOf({ test_times, test_time }: Partial<RunRecord>): readonly TestTimeAt[] {
  return test_times ?? (test_time === undefined ? [] : [test_time]);
}

function isListOfTestTimes(value: unknown): boolean {
  return Array.isArray(value) && value.every(isTestTime) && value.every(({ step }: TestTimeAt, index) => index === 0 || step > (value[index - 1] as TestTimeAt).step);
}

function isTestTime(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { step, test_time } = value as Partial<TestTimeAt>;
  return typeof step === 'number' && typeof test_time?.mean_confidence === 'number' && typeof test_time.calibration_error === 'number';
}
