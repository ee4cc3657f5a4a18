/** @file Records and entries in the browser's own database; the only file that imports idb. */

import { type DBSchema, type IDBPDatabase, openDB, type OpenDBCallbacks } from 'idb';
import type { DeletedEntry, HistoryEntry } from './entry';
import { type RunRecord, type RunSize, sizeOf, unfinishedKey } from './record';
import type { Shelf } from './shelf';
import { texts } from '../texts/texts';

const NAME = 'dropout-lab';
const VERSION = 1;

interface Tables extends DBSchema {
  runs: { key: string; value: RunRecord };
  /** What each run takes, so that counting reads no curves. */
  sizes: { key: string; value: RunSize };
  entries: { key: string; value: HistoryEntry | DeletedEntry };
  places: { key: string; value: string };
}

const TABLES = ['runs', 'sizes', 'entries', 'places'] as const;

/** Opens the database; fails with a reason where that is denied, or another tab stands in the way. */
export function openDatabase(onLost: (reason: string) => void, version = VERSION): Promise<Shelf> {
  return new Promise((resolve, reject) => {
    let given_up = false;
    const callbacks: OpenDBCallbacks<Tables> = {
      upgrade: (db) => {
        for (const table of TABLES) if (!db.objectStoreNames.contains(table)) db.createObjectStore(table);
      },
      blocked: () => {
        given_up = true;
        reject(new Error(texts().kept.held));
      },
      blocking: (_current, wanted, event) => {
        // Whoever asks, a newer page or one that deletes everything, must not wait for this tab.
        (event.target as IDBDatabase).close();
        onLost(wanted === null ? texts().kept.deleted : texts().kept.replaced);
      },
      terminated: () => onLost(texts().kept.closed),
    };
    const opening = openDB<Tables>(NAME, version, callbacks).catch((error: unknown) => {
      // Opened as it is, whatever its version.
      if (error instanceof DOMException && error.name === 'VersionError') return openDB<Tables>(NAME, undefined, callbacks);
      throw error;
    });
    opening.then(
      (db) => {
        if (given_up) db.close();
        else resolve(db.version > version ? readOnly(shelfOf(db), { found: db.version, expected: version }) : shelfOf(db));
      },
      (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
    );
  });
}

/** What a newer page keeps, which this one must not change. */
function readOnly(shelf: Shelf, newer: Shelf['newer']): Shelf {
  const nothing = (): Promise<void> => Promise.resolve();
  return { ...shelf, ...(newer && { newer }), putRun: nothing, deleteRuns: nothing, deleteUnfinished: nothing, putEntry: nothing, removeEntries: nothing, putPlace: nothing, clear: nothing };
}

function shelfOf(db: IDBPDatabase<Tables>): Shelf {
  return {
    runs: async (keys) => {
      const tx = db.transaction('runs');
      const [found] = await Promise.all([Promise.all(keys.map((key) => tx.store.get(key))), tx.done]);
      return found;
    },
    unfinished: async (keys) => {
      const tx = db.transaction('runs');
      const [found] = await Promise.all([Promise.all(keys.map((key) => tx.store.getAll(everyTab(key)))), tx.done]);
      return found;
    },
    deleteUnfinished: async (key) => {
      const tx = db.transaction(['runs', 'sizes'], 'readwrite');
      await finish(tx, [tx.objectStore('runs').delete(everyTab(key)), tx.objectStore('sizes').delete(everyTab(key))]);
    },
    putRun: async (key, record) => {
      const size = sizeOf(key, record);
      const tx = db.transaction(['runs', 'sizes'], 'readwrite');
      const putIfLonger = async (): Promise<void> => {
        const kept = await tx.objectStore('sizes').get(key);
        if ((kept?.last_step ?? -1) > size.last_step) return;
        await Promise.all([tx.objectStore('runs').put(record, key), tx.objectStore('sizes').put(size, key)]);
      };
      await finish(tx, [putIfLonger()]);
    },
    deleteRuns: async (keys) => {
      const tx = db.transaction(['runs', 'sizes'], 'readwrite');
      await finish(tx, keys.flatMap((key) => [tx.objectStore('runs').delete(key), tx.objectStore('sizes').delete(key)]));
    },
    sizes: () => db.getAll('sizes'),
    entries: async () => {
      const tx = db.transaction('entries');
      const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll(), tx.done]);
      return new Map(keys.map((key, index) => [key, values[index]]));
    },
    putEntry: async (entry) => {
      const tx = db.transaction('entries', 'readwrite');
      await finish(tx, [tx.store.put(entry, entry.key)]);
    },
    removeEntries: async (keys) => {
      const tx = db.transaction('entries', 'readwrite');
      await finish(tx, keys.map((key) => tx.store.delete(key)));
    },
    place: (device) => db.get('places', device),
    putPlace: async (device, place) => {
      await db.put('places', place, device);
    },
    clear: async () => {
      const tx = db.transaction(TABLES, 'readwrite');
      await finish(tx, TABLES.map((table) => tx.objectStore(table).clear()));
    },
  };
}

/** What any tab keeps of an unfinished run. */
function everyTab(key: string): IDBKeyRange {
  return IDBKeyRange.bound(unfinishedKey(key, ''), unfinishedKey(key, '\uffff'));
}

/** Waits until all is on disk. Where that fails the transaction knows the reason, the single requests often do not. */
async function finish(tx: { readonly done: Promise<void>; readonly error: DOMException | null }, requests: readonly Promise<unknown>[]): Promise<void> {
  try {
    await Promise.all([...requests, tx.done]);
  } catch (error) {
    throw tx.error ?? error;
  }
}
