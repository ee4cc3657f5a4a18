/** @file Where records and entries are kept, as the rest of the page sees it; and one that lasts as long as the page. */

import type { DeletedEntry, HistoryEntry } from './entry';
import { type RunRecord, type RunSize, sizeOf } from './record';

/** A store of records and entries. Each call either does all it says or fails with a reason. */
export interface Shelf {
  /** A newer page wrote it: it is read as far as this page can, and nothing of it is changed. */
  readonly newer?: { readonly found: number; readonly expected: number };
  /** The records under these keys, as they were found; nobody has checked them. */
  runs(keys: readonly string[]): Promise<unknown[]>;
  /** The records of unfinished runs, of all tabs, by the keys of the runs; nobody has checked them. */
  unfinished(keys: readonly string[]): Promise<(readonly unknown[])[]>;
  /** Keeps a run, unless a longer one is kept under its key. */
  putRun(key: string, record: RunRecord): Promise<void>;
  deleteRuns(keys: readonly string[]): Promise<void>;
  /** Deletes what all tabs keep of a run that is finished now. */
  deleteUnfinished(key: string): Promise<void>;
  sizes(): Promise<RunSize[]>;
  /** All entries by their keys, as they were found; nobody has checked them. */
  entries(): Promise<ReadonlyMap<string, unknown>>;
  /** Keeps an entry, or what is left of it, in place of the one of the same key. */
  putEntry(entry: HistoryEntry | DeletedEntry): Promise<void>;
  removeEntries(keys: readonly string[]): Promise<void>;
  /** Where training ran last for a choice of device. */
  place(device: string): Promise<string | undefined>;
  putPlace(device: string, place: string): Promise<void>;
  clear(): Promise<void>;
}

/** Kept only while the page is open. */
export function memoryShelf(): Shelf {
  const runs = new Map<string, { readonly record: RunRecord; readonly size: RunSize }>();
  const entries = new Map<string, HistoryEntry | DeletedEntry>();
  const places = new Map<string, string>();
  const done = Promise.resolve();
  return {
    runs: (keys) => Promise.resolve(keys.map((key) => runs.get(key)?.record)),
    // What lasts as long as the page has them in its own state.
    unfinished: (keys) => Promise.resolve(keys.map(() => [])),
    deleteUnfinished: () => done,
    putRun: (key, record) => {
      const size = sizeOf(key, record);
      if ((runs.get(key)?.size.last_step ?? -1) <= size.last_step) runs.set(key, { record, size });
      return done;
    },
    deleteRuns: (keys) => {
      for (const key of keys) runs.delete(key);
      return done;
    },
    sizes: () => Promise.resolve([...runs.values()].map(({ size }) => size)),
    entries: () => Promise.resolve(new Map(entries)),
    putEntry: (entry) => {
      entries.set(entry.key, entry);
      return done;
    },
    removeEntries: (keys) => {
      for (const key of keys) entries.delete(key);
      return done;
    },
    place: (device) => Promise.resolve(places.get(device)),
    putPlace: (device, place) => {
      places.set(device, place);
      return done;
    },
    clear: () => {
      for (const table of [runs, entries, places]) table.clear();
      return done;
    },
  };
}
