/** @file An entry of the history as it is kept: what tells it from others, and what is taken for one when it is read. */

import type { Experiment } from '../core';
import { QUANTITIES, type Quantity } from '../summaries';

/** A mean with half the width of its interval, where it has one. */
export interface End {
  readonly mean: number;
  readonly half_width: number | undefined;
}

/** A mean line over epochs. */
export interface ThumbnailLine {
  readonly arm: string;
  readonly points: readonly (readonly [epoch: number, value: number])[];
}

/** A finished experiment as the history tells it. */
export interface HistoryEntry {
  readonly format: 1;
  /** What tells it from other entries: see `entryKey`. */
  readonly key: string;
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly finished_at: number;
  /** Its place among the others: when it was finished, or just after the one before, where the clock was set back. */
  readonly order?: number;
  readonly title: string;
  /** What differs from the defaults, in words. */
  readonly differences: readonly string[];
  readonly texts: Experiment['texts'];
  readonly verdicts: readonly string[];
  readonly epochs: number;
  /** The accuracy gap of each arm. */
  readonly thumbnail: readonly ThumbnailLine[];
  /** The treatment's measures at its end, over the replicates. */
  readonly ends: Readonly<Partial<Record<Quantity, End>>>;
  /** What its runs are kept under. */
  readonly run_keys: readonly string[];
}

/** What is left of an entry that was deleted, so that recalling its runs does not bring it back. */
export interface DeletedEntry {
  readonly format: 1;
  readonly key: string;
  readonly deleted_at: number;
}

/** Names a set of runs trained so far: the same one under another reference, name or question is no other experiment. */
export function entryKey(run_keys: readonly string[], epochs: number): string {
  const text = [String(epochs), ...[...new Set(run_keys)].sort()].join('\n');
  return [0x811c9dc5, 0x01000193].map((basis) => fnv1a(text, basis).toString(16).padStart(8, '0')).join('');
}

/** What entries are in order by. */
export function orderOf({ order, finished_at }: HistoryEntry): number {
  return order ?? finished_at;
}

/** Whether a newer page wrote it. */
export function isOfNewerPage(found: unknown): boolean {
  return isObject(found) && isNumber(found['format']) && found['format'] > 1;
}

/** The entry that was found; `undefined` where it is none that this page can read. */
export function readEntry(found: unknown): HistoryEntry | DeletedEntry | undefined {
  return isEntry(found) || isDeleted(found) ? found : undefined;
}

function isDeleted(found: unknown): found is DeletedEntry {
  if (!isObject(found)) return false;
  const { format, key, deleted_at } = found as Partial<DeletedEntry>;
  return format === 1 && typeof key === 'string' && Number.isFinite(deleted_at);
}

function isEntry(found: unknown): found is HistoryEntry {
  if (!isObject(found)) return false;
  const { format, key, link, finished_at, order = 0, title, differences, texts, verdicts, epochs, thumbnail, ends, run_keys } = found as Partial<Record<keyof HistoryEntry, unknown>>;
  return (
    format === 1 &&
    [key, link, title].every(isText) &&
    isNumber(finished_at) &&
    isNumber(order) &&
    !Number.isNaN(new Date(finished_at).getTime()) &&
    isNumber(epochs) &&
    [differences, verdicts, run_keys].every((list) => isListOf(list, isText)) &&
    isListOf(texts, (one) => isObject(one) && isText(one['key']) && isText(one['text'])) &&
    isListOf(thumbnail, (line) => isObject(line) && isText(line['arm']) && isListOf(line['points'], isPair)) &&
    isObject(ends) &&
    Object.entries(ends).every(([name, end]) => name in QUANTITIES && isObject(end) && isNumber(end['mean']) && (end['half_width'] === undefined || isNumber(end['half_width'])))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPair(value: unknown): boolean {
  return isListOf(value, isNumber) && value.length === 2;
}

function isListOf(value: unknown, is: (one: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(is);
}

/** The hash of Fowler, Noll and Vo over the letters of a text, in 32 bits. */
function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
