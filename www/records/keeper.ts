/** @file Keeps finished runs and experiments: within a bound, and in memory where the browser's store fails. */

import type { Checkpoint, Unfinished } from '../checkpoints';
import type { Curve } from '../curves';
import { type DeletedEntry, type HistoryEntry, isOfNewerPage, orderOf, readEntry } from './entry';
import { NOBODY, type OtherTabs } from './other-tabs';
import { isUnfinishedKey, pack, packUnfinished, recordKey, runKeyOf, type RunSize, sizeOf, unfinishedKey, unpack, unpackUnfinished } from './record';
import { memoryShelf, type Shelf } from './shelf';
import { texts } from '../texts/texts';

/** Most bytes of runs that are kept. */
export const MOST_BYTES = 200e6;
/** Most bytes of these that unfinished runs take. */
export const MOST_UNFINISHED_BYTES = 100e6;
/** Most experiments in the history, and most deleted ones that are remembered. */
export const MOST_ENTRIES = 500;

/** What the keeper tells the page. */
export interface KeeperCallbacks {
  readonly onNotice: (text: string) => void;
  /** Entries or sizes have changed. */
  readonly onChange: () => void;
}

/** How the browser's store is opened, and what is too much for it. */
export interface KeeperOptions {
  readonly open: (onLost: (reason: string) => void) => Promise<Shelf>;
  /** This tab's name: what it keeps of unfinished runs is its own. */
  readonly tab?: string;
  readonly most_bytes?: number;
  readonly most_unfinished_bytes?: number;
  readonly most_entries?: number;
  readonly now?: () => number;
  readonly tabs?: OtherTabs;
}

/** Writes go one after another; each is tried in the browser's store first. */
export class Keeper {
  callbacks: KeeperCallbacks = { onNotice: () => undefined, onChange: () => undefined };
  readonly #tab: string;
  readonly #most_bytes: number;
  readonly #most_unfinished_bytes: number;
  readonly #most_entries: number;
  readonly #now: () => number;
  readonly #tabs: OtherTabs;
  /** Of all that is kept the largest time, by which it is in order: a clock may be set back. */
  #latest = 0;
  readonly #memory = memoryShelf();
  /** The first is written to, all are read from. */
  #shelves: readonly Shelf[] = [];
  readonly #opened: Promise<void>;
  #queue: Promise<void> = Promise.resolve();
  readonly #sizes = new Map<string, RunSize>();
  readonly #entries = new Map<string, HistoryEntry>();
  /** Entries that the reader deleted. */
  readonly #deleted = new Map<string, DeletedEntry>();
  #told_of_entries = false;
  #told_of_newer = false;
  #protected: ReadonlySet<string> = new Set();
  #removed = 0;
  /** A recount waits for its turn. */
  #recounts = false;
  /** Why nothing lasts any more. */
  #lost_because: string | undefined;
  /** Checkpoints that are kept already: they came from the store. */
  readonly #from_store = new WeakSet<Checkpoint>();
  /** Unfinished runs cannot be kept; said once for each experiment. */
  #no_room_for_unfinished = false;

  constructor({ open, tab = '', most_bytes = MOST_BYTES, most_unfinished_bytes = MOST_UNFINISHED_BYTES, most_entries = MOST_ENTRIES, now = Date.now, tabs = NOBODY }: KeeperOptions) {
    this.#tab = tab;
    this.#most_bytes = most_bytes;
    this.#most_unfinished_bytes = most_unfinished_bytes;
    this.#most_entries = most_entries;
    this.#now = now;
    this.#tabs = tabs;
    tabs.listen(() => this.recount());
    this.#opened = this.#open(open);
  }

  /** Finished experiments, newest first. */
  get entries(): readonly HistoryEntry[] {
    return [...this.#entries.values()].sort((a, b) => orderOf(b) - orderOf(a));
  }

  /** How many runs are kept, what they take with the unfinished ones, and how many were removed to make room since the page was opened. */
  get usage(): { readonly runs: number; readonly unfinished: { readonly runs: number; readonly bytes: number }; readonly bytes: number; readonly removed: number; readonly most_bytes: number } {
    const unfinished = this.#unfinished();
    const runs = new Set(unfinished.map(({ key }) => runKeyOf(key))).size;
    return { runs: this.#sizes.size - unfinished.length, unfinished: { runs, bytes: sumOf(unfinished) }, bytes: this.#bytes(), removed: this.#removed, most_bytes: this.#most_bytes };
  }

  /** What is kept from now on outlasts the page. */
  get lasts(): boolean {
    return !this.#isInMemory();
  }

  /** These runs stay, whatever room is needed. Others than before may find room on their way. */
  protect(keys: ReadonlySet<string>): void {
    this.#protected = keys;
    this.#no_room_for_unfinished = false;
  }

  /** What is kept of these runs. */
  async recall(place: string, curve_keys: readonly string[]): Promise<Map<string, Curve>> {
    await this.#opened;
    // Written moments ago counts as kept.
    await this.#queue;
    const found = new Map<string, Curve>();
    for (const shelf of this.#shelves) {
      const lacking = curve_keys.filter((key) => !found.has(key));
      const records = await this.#read(() => shelf.runs(lacking.map((key) => recordKey(place, key))), []);
      records.forEach((record, index) => {
        const key = lacking[index];
        const curve = unpack(record);
        if (key === undefined || record === undefined) return;
        if (curve) found.set(key, curve);
        else this.callbacks.onNotice(texts().kept.unreadable_run);
      });
    }
    return found;
  }

  /** Keeps a run. What was kept on the way to it is of no more use. */
  keep(place: string, curve_key: string, curve: Curve): void {
    const key = recordKey(place, curve_key);
    const record = pack(curve, this.#stamp());
    this.#write(async (shelf) => {
      await shelf.putRun(key, record);
      this.#takeSize(sizeOf(key, record));
      await shelf.deleteUnfinished(key);
      for (const { key: kept } of this.#unfinished()) if (runKeyOf(kept) === key) this.#sizes.delete(kept);
      if (this.#bytes() > this.#most_bytes) await this.#makeRoom(shelf, this.#bytes() - this.#most_bytes, this.#protected);
    });
  }

  /**
   * Keeps where an unfinished run is, for this page or another to go on from. That is worth less than results: where there is no
   * room, none of them gives way; and memory has no use for it, since the page has it.
   */
  keepUnfinished(place: string, curve_key: string, unfinished: Unfinished): void {
    if (this.#from_store.has(unfinished.checkpoint)) return;
    const key = unfinishedKey(recordKey(place, curve_key), this.#tab);
    this.#queue = this.#queue.then(async () => {
      await this.#opened;
      const [shelf] = this.#shelves;
      if (!shelf || this.#isInMemory() || this.#no_room_for_unfinished) return;
      const record = packUnfinished(unfinished, this.#stamp());
      try {
        if (await this.#hasRoom(shelf, sizeOf(key, record))) {
          await shelf.putRun(key, record);
          this.#takeSize(sizeOf(key, record));
        }
      } catch (error) {
        if (isQuota(error)) this.#denyUnfinished(texts().resume.storeFull(reasonOf(error)));
        else this.#lose(reasonOf(error));
      }
      this.callbacks.onChange();
    });
  }

  /** Where these runs were, whichever tab kept it last. */
  async recallUnfinished(place: string, curve_keys: readonly string[]): Promise<Map<string, Unfinished>> {
    const [shelf] = this.#shelves;
    const found = new Map<string, Unfinished>();
    if (!shelf) return found;
    const records = await this.#read(() => shelf.unfinished(curve_keys.map((key) => recordKey(place, key))), []);
    for (const [index, of_tabs] of records.entries()) {
      const [furthest] = of_tabs.map(unpackUnfinished).filter((one) => one !== undefined).sort((a, b) => b.checkpoint.step - a.checkpoint.step);
      const key = curve_keys[index];
      if (!furthest || key === undefined) continue;
      this.#from_store.add(furthest.checkpoint);
      found.set(key, furthest);
    }
    return found;
  }

  /** Forgets where this tab had these runs; what other tabs keep is theirs. */
  forgetUnfinished(place: string, curve_keys: readonly string[]): void {
    const keys = curve_keys.map((key) => unfinishedKey(recordKey(place, key), this.#tab));
    this.#writeAll(async (shelf) => {
      await shelf.deleteRuns(keys);
      for (const key of keys) this.#sizes.delete(key);
    });
  }

  /** Keeps an entry in place of the one about the same runs, the oldest beyond the bound give way. */
  keepEntry(finished: HistoryEntry): void {
    const entry = { ...finished, order: finished.order ?? this.#stamp() };
    this.#take(entry);
    this.callbacks.onChange();
    this.#write(async (shelf) => {
      await shelf.putEntry(entry);
      this.#take(entry);
      await this.#thinOut(shelf, this.#entries, orderOf);
    });
  }

  /** Takes an entry off the list; its runs stay as long as there is room. */
  deleteEntry(key: string): void {
    const deleted: DeletedEntry = { format: 1, key, deleted_at: this.#stamp() };
    this.#take(deleted);
    this.callbacks.onChange();
    this.#writeAll(async (shelf) => {
      await shelf.putEntry(deleted);
      this.#take(deleted);
      await this.#thinOut(shelf, this.#deleted, ({ deleted_at }) => deleted_at);
    });
  }

  /** There is an entry of this key, or there was one that the reader did not want. */
  knowsEntry(key: string): boolean {
    return this.#entries.has(key) || this.#deleted.has(key);
  }

  /** Deletes all runs and entries. */
  clear(): void {
    this.#forget();
    this.callbacks.onChange();
    this.#writeAll(async (shelf) => {
      await shelf.clear();
      // What waited in the queue before has filled them again.
      this.#forget();
    });
  }

  /** Counts anew what is there: another tab may have added or deleted something. */
  recount(): void {
    if (this.#recounts) return;
    this.#recounts = true;
    this.#queue = this.#queue.then(async () => {
      await this.#opened;
      this.#recounts = false;
      await this.#read(() => this.#count(), undefined);
      this.callbacks.onChange();
    });
  }

  /** Why what is kept from now on goes with the page. */
  get lost_because(): string | undefined {
    return this.#lost_because;
  }

  /** Where training ran last for a choice of device. */
  async lastPlace(device: string): Promise<string | undefined> {
    await this.#opened;
    const [shelf] = this.#shelves;
    return shelf && this.#read(() => shelf.place(device), undefined);
  }

  rememberPlace(device: string, place: string): void {
    this.#write((shelf) => shelf.putPlace(device, place));
  }

  /** Resolves when all that was asked for until now is done. */
  async settled(): Promise<void> {
    await this.#opened;
    await this.#queue;
  }

  async #open(open: KeeperOptions['open']): Promise<void> {
    try {
      const shelf = await open((reason) => this.#lose(reason));
      this.#shelves = [shelf];
      if (shelf.newer) this.#keepOnlyHere(`version ${String(shelf.newer.found)}`, texts().kept.newer_store(shelf.newer.found, shelf.newer.expected));
      await this.#count();
    } catch (error) {
      this.#lose(reasonOf(error));
    }
    this.callbacks.onChange();
  }

  #forget(): void {
    // What is on the page stays, but its entry was deleted like one by one.
    for (const key of this.#entries.keys()) this.#deleted.set(key, { format: 1, key, deleted_at: this.#stamp() });
    this.#entries.clear();
    this.#sizes.clear();
    this.#removed = 0;
  }

  async #count(): Promise<void> {
    const found = await Promise.all(this.#shelves.map(async (shelf) => [await shelf.sizes(), await shelf.entries()] as const));
    const known = [...this.#entries.keys()];
    this.#sizes.clear();
    this.#entries.clear();
    const unread: string[] = [];
    let newer = 0;
    // The first shelf has the latest.
    for (const [sizes, entries] of found.reverse()) {
      for (const size of sizes) {
        this.#sizes.set(size.key, size);
        this.#latest = Math.max(this.#latest, size.saved_at);
      }
      for (const [key, value] of entries) {
        const entry = readEntry(value);
        if (entry) this.#take(entry);
        else if (isOfNewerPage(value)) newer += 1;
        else unread.push(key);
      }
    }
    // Another tab has deleted everything; what this one still shows makes no entry of it again.
    for (const key of known) if (!this.knowsEntry(key)) this.#deleted.set(key, { format: 1, key, deleted_at: this.#stamp() });
    if (newer > 0) this.#tellOfNewer(newer);
    if (unread.length > 0) await this.#drop(unread);
  }

  #take(entry: HistoryEntry | DeletedEntry): void {
    const is_deleted = 'deleted_at' in entry;
    this.#latest = Math.max(this.#latest, is_deleted ? entry.deleted_at : orderOf(entry));
    this.#entries.delete(entry.key);
    this.#deleted.delete(entry.key);
    if (is_deleted) this.#deleted.set(entry.key, entry);
    else this.#entries.set(entry.key, entry);
  }

  /** A moment after all that is kept, whatever the clock says. */
  #stamp(): number {
    this.#latest = Math.max(this.#now(), this.#latest + 1);
    return this.#latest;
  }

  /** They are left as they are, for the page that wrote them. */
  #tellOfNewer(count: number): void {
    if (!this.#told_of_newer) this.callbacks.onNotice(texts().kept.newer_entries(count));
    this.#told_of_newer = true;
  }

  /** Entries that no page can read: damaged. */
  async #drop(keys: readonly string[]): Promise<void> {
    if (!this.#told_of_entries) this.callbacks.onNotice(texts().kept.unreadable_entries(keys.length));
    this.#told_of_entries = true;
    await Promise.all(this.#shelves.map((shelf) => shelf.removeEntries(keys)));
  }

  /** Removes the oldest beyond the bound. */
  async #thinOut<E extends { readonly key: string }>(shelf: Shelf, list: Map<string, E>, when: (one: E) => number): Promise<void> {
    const oldest = [...list.values()].sort((a, b) => when(a) - when(b)).slice(0, Math.max(0, list.size - this.#most_entries));
    if (oldest.length === 0) return;
    await shelf.removeEntries(oldest.map(({ key }) => key));
    for (const { key } of oldest) list.delete(key);
  }

  /** Whether one more fits beside the unfinished runs that stay; the oldest of the others give way. */
  async #hasRoom(shelf: Shelf, size: RunSize): Promise<boolean> {
    const others = this.#unfinished().filter(({ key }) => key !== size.key);
    const staying = others.filter(({ key }) => this.#stays(key, this.#protected));
    if (sumOf(staying) + size.bytes > this.#most_unfinished_bytes) {
      this.#denyUnfinished(texts().resume.tooLarge(this.#most_unfinished_bytes));
      return false;
    }
    const oldest = others.filter((one) => !staying.includes(one)).sort((a, b) => a.saved_at - b.saved_at);
    const removed: string[] = [];
    for (let bytes = sumOf(others) + size.bytes; bytes > this.#most_unfinished_bytes; ) {
      const next = oldest.shift();
      if (!next) break;
      bytes -= next.bytes;
      removed.push(next.key);
    }
    if (removed.length > 0) await shelf.deleteRuns(removed);
    for (const key of removed) this.#sizes.delete(key);
    return true;
  }

  #denyUnfinished(text: string): void {
    this.#no_room_for_unfinished = true;
    this.callbacks.onNotice(text);
  }

  #takeSize(size: RunSize): void {
    if ((this.#sizes.get(size.key)?.last_step ?? -1) <= size.last_step) this.#sizes.set(size.key, size);
  }

  #unfinished(): RunSize[] {
    return [...this.#sizes.values()].filter(({ key }) => isUnfinishedKey(key));
  }

  #stays(key: string, staying: ReadonlySet<string>): boolean {
    return staying.has(runKeyOf(key));
  }

  /** From now on nothing but memory. */
  #lose(reason: string): void {
    if (this.#shelves.length === 1 && this.#isInMemory()) return;
    this.#shelves = [this.#memory];
    this.#lost_because = reason;
    this.#sizes.clear();
    // The links of earlier experiments still open them.
    for (const entry of this.#entries.values()) void this.#memory.putEntry(entry);
    this.callbacks.onNotice(texts().kept.unusable(reason));
  }

  /** From now on new results go to memory; what the browser's store holds can still be read. */
  #fillUp(reason: string): void {
    this.#keepOnlyHere(reason, texts().kept.full(reason));
  }

  #keepOnlyHere(reason: string, said: string): void {
    if (this.#isInMemory()) return;
    this.#shelves = [this.#memory, ...this.#shelves];
    this.#lost_because = reason;
    this.callbacks.onNotice(said);
  }

  #isInMemory(): boolean {
    return this.#shelves[0] === this.#memory;
  }

  async #read<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await read();
    } catch (error) {
      this.#lose(reasonOf(error));
      return otherwise;
    }
  }

  #write(task: (shelf: Shelf) => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      await this.#opened;
      await this.#attempt(task);
      this.callbacks.onChange();
      if (!this.#isInMemory()) this.#tabs.tell();
    });
  }

  #writeAll(task: (shelf: Shelf) => Promise<void>): void {
    this.#write(task);
    this.#queue = this.#queue.then(async () => {
      for (const shelf of this.#shelves.slice(1)) await this.#read(() => task(shelf), undefined);
    });
  }

  async #attempt(task: (shelf: Shelf) => Promise<void>): Promise<void> {
    const [shelf = this.#memory] = this.#shelves;
    try {
      return await task(shelf);
    } catch (error) {
      if (!isQuota(error)) this.#lose(reasonOf(error));
    }
    if (!this.#isInMemory()) {
      try {
        await this.#makeRoom(shelf, this.#bytes() / 2, new Set([...this.#protected, ...this.entries.flatMap(({ run_keys }) => run_keys)]));
        return await task(shelf);
      } catch (error) {
        this.#fillUp(reasonOf(error));
      }
    }
    await task(this.#memory);
  }

  /** Removes the oldest runs until so many bytes are free, but none of those that stay. */
  async #makeRoom(shelf: Shelf, bytes: number, staying: ReadonlySet<string>): Promise<void> {
    const oldest = [...this.#sizes.values()].filter(({ key }) => !this.#stays(key, staying)).sort((a, b) => a.saved_at - b.saved_at);
    const removed: string[] = [];
    for (let freed = 0; freed < bytes; ) {
      const next = oldest.shift();
      if (!next) break;
      freed += next.bytes;
      removed.push(next.key);
    }
    if (removed.length === 0) return;
    await shelf.deleteRuns(removed);
    for (const key of removed) this.#sizes.delete(key);
    this.#removed += removed.filter((key) => !isUnfinishedKey(key)).length;
  }

  #bytes(): number {
    return sumOf([...this.#sizes.values()]);
  }
}

function sumOf(sizes: readonly RunSize[]): number {
  return sizes.reduce((sum, { bytes }) => sum + bytes, 0);
}

function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

/** The name of the fault where it says more than its message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error.name === 'TypeError' ? error.message : [error.name, error.message].filter((part) => part !== '').join(': ');
}
