/** @file Entries for tests, with nothing in them but what a test is about. */
import { entryKey, type HistoryEntry } from './entry';

/** An entry of an experiment whose one run is named like its link. */
export function entryFor(link: string, finished_at: number, run_keys: readonly string[] = [link]): HistoryEntry {
  return { format: 1, key: entryKey(run_keys, 1), link, finished_at, run_keys, title: '', differences: [], texts: [], verdicts: [], epochs: 1, thumbnail: [], ends: {} };
}
