/** @file What is kept comes back, stays within its bound, and goes on in memory where the browser's store fails. */
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Unfinished } from '../checkpoints';
import { Curve } from '../curves';
import { openDatabase } from './database';
import { Keeper, type KeeperOptions } from './keeper';
import { pack, recordKey, sizeOf } from './record';
import { pointAt } from '../test-curves';
import { entryFor as entry } from './test-entry';

const curve = (...steps: number[]): Curve => steps.reduce((sum, step) => sum.with(pointAt(step, { test_loss: 3, test_accuracy: 0.5 })), Curve.empty);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A keeper on the database at hand, with a clock that ticks at each run. */
async function keeperOf(options: Partial<KeeperOptions> = {}) {
  const notices: string[] = [];
  let now = 0;
  const keeper = new Keeper({ open: openDatabase, now: () => (now += 1), ...options });
  keeper.callbacks = { onNotice: (text) => notices.push(text), onChange: () => undefined };
  await keeper.settled();
  return { keeper, notices };
}

const lastSteps = async (keeper: Keeper, ...keys: string[]): Promise<(number | undefined)[]> => {
  const found = await keeper.recall('cpu', keys);
  return keys.map((key) => found.get(key)?.last_step);
};

test('runs and entries outlive the page that kept them, and the longer run stays', async () => {
  const { keeper } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0, 10, 20));
  keeper.keep('cpu', 'a', curve(0, 10));
  keeper.keep('cpu', 'b', curve(0, 10));
  keeper.keep('cpu', 'b', curve(0, 10, 20));
  keeper.keepEntry(entry('one', 1));
  keeper.keepEntry(entry('two', 2));
  keeper.keepEntry(entry('one', 3));
  await keeper.settled();
  const { keeper: later, notices } = await keeperOf();
  expect(await lastSteps(later, 'a', 'b', 'c')).toEqual([20, 20, undefined]);
  expect((await later.recall('webgpu(x)', ['a'])).size).toBe(0);
  expect(later.entries.map(({ link, finished_at }) => [link, finished_at])).toEqual([['one', 3], ['two', 2]]);
  expect([later.usage.runs, notices]).toEqual([2, []]);
});

test('deleting an entry leaves its runs, deleting everything leaves nothing', async () => {
  const { keeper } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0));
  keeper.keepEntry(entry('one', 1));
  keeper.deleteEntry(entry('one', 1).key);
  await keeper.settled();
  const { keeper: later } = await keeperOf();
  expect([later.entries, later.usage.runs]).toEqual([[], 1]);
  later.clear();
  await later.settled();
  const { keeper: last } = await keeperOf();
  expect([last.usage.runs, last.usage.bytes]).toEqual([0, 0]);
});

test('what is still being written when everything is deleted is deleted too', async () => {
  const { keeper } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0));
  keeper.keepEntry(entry('one', 1));
  keeper.clear();
  await keeper.settled();
  expect([keeper.entries, keeper.usage.runs, keeper.usage.bytes]).toEqual([[], 0, 0]);
});

test('a deleted entry stays deleted over a reload, until it is kept again', async () => {
  const { keeper } = await keeperOf();
  const { key } = entry('one', 1);
  keeper.keepEntry(entry('one', 1));
  keeper.deleteEntry(key);
  await keeper.settled();
  const { keeper: later, notices } = await keeperOf();
  expect([later.entries, later.knowsEntry(key), notices]).toEqual([[], true, []]);
  later.keepEntry(entry('one', 2));
  await later.settled();
  expect((await keeperOf()).keeper.entries.map(({ finished_at }) => finished_at)).toEqual([2]);
  later.clear();
  await later.settled();
  expect([later.entries, later.knowsEntry(key), (await keeperOf()).keeper.knowsEntry(key)]).toEqual([[], true, false]);
});

test('beyond the bound the oldest entries go, and so do the oldest of the deleted', async () => {
  const { keeper } = await keeperOf({ most_entries: 2 });
  const names = ['one', 'two', 'three'];
  names.forEach((name, index) => keeper.keepEntry(entry(name, index)));
  await keeper.settled();
  const { keeper: later } = await keeperOf({ most_entries: 2 });
  expect([keeper.entries.map(({ link }) => link), later.entries.map(({ link }) => link)]).toEqual([['three', 'two'], ['three', 'two']]);
  for (const name of names) later.deleteEntry(entry(name, 0).key);
  await later.settled();
  expect(names.map((name) => later.knowsEntry(entry(name, 0).key))).toEqual([false, true, true]);
});

test('entries that are damaged are dropped, those of a newer page are left as they are, and each is said once', async () => {
  const { keeper } = await keeperOf();
  keeper.keepEntry(entry('one', 1));
  await keeper.settled();
  const shelf = await openDatabase(() => undefined);
  await shelf.putEntry({ ...entry('two', 2), texts: undefined as never });
  const notices: string[] = [];
  const later = new Keeper({ open: openDatabase });
  later.callbacks = { onNotice: (text) => notices.push(text), onChange: () => undefined };
  await later.settled();
  await shelf.putEntry({ ...entry('three', 3), format: 2 as never });
  later.recount();
  await later.settled();
  expect(later.entries.map(({ link }) => link)).toEqual(['one']);
  later.recount();
  await later.settled();
  expect(notices).toEqual([
    'One entry of the history could not be read and was dropped; kept runs are not affected.',
    'One entry of the history was written by a newer version of this page; it is left as found and not shown.',
  ]);
  expect([...(await shelf.entries()).values()].map((found) => (found as { link: string }).link).toSorted()).toEqual(['one', 'three']);
});

test('beyond the bound the oldest go first, those of the experiment on the page never', async () => {
  const one = sizeOf(recordKey('cpu', 'a'), pack(curve(0, 10), 0)).bytes;
  const { keeper, notices } = await keeperOf({ most_bytes: 3 * one });
  keeper.protect(new Set([recordKey('cpu', 'a')]));
  for (const key of ['a', 'b', 'c', 'd', 'e']) keeper.keep('cpu', key, curve(0, 10));
  await keeper.settled();
  expect(await lastSteps(keeper, 'a', 'b', 'c', 'd', 'e')).toEqual([10, undefined, undefined, 10, 10]);
  expect([keeper.usage.removed, keeper.usage.bytes <= 3 * one, notices]).toEqual([2, true, []]);
});

test('where the store is denied, the page says why and keeps all while it is open', async () => {
  globalThis.indexedDB = new (class extends IDBFactory {
    override open(): never {
      throw new DOMException('The user denied permission.', 'SecurityError');
    }
  })();
  const { keeper, notices } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0, 10));
  keeper.keepEntry(entry('one', 1));
  expect(await lastSteps(keeper, 'a')).toEqual([10]);
  expect(keeper.entries).toHaveLength(1);
  expect(notices).toEqual(["The browser's store cannot be used (SecurityError: The user denied permission.). Results are kept only while this page is open."]);
});

/** From now on the store refuses so many runs for want of room. */
function fillStore(refusals: number): void {
  const put = Reflect.get(IDBObjectStore.prototype, 'put') as (this: IDBObjectStore, ...args: unknown[]) => IDBRequest<IDBValidKey>;
  let refused = 0;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === 'runs' && refused++ < refusals) throw new DOMException('No room is left.', 'QuotaExceededError');
    return put.apply(this, args);
  });
}

test('where the store is full, old runs of no entry make room once', async () => {
  const { keeper, notices } = await keeperOf();
  for (const key of ['a', 'b', 'c']) keeper.keep('cpu', key, curve(0, 10));
  keeper.keepEntry(entry('one', 1, [recordKey('cpu', 'a')]));
  await keeper.settled();
  fillStore(1);
  keeper.keep('cpu', 'd', curve(0, 10));
  await keeper.settled();
  expect([keeper.usage.removed, notices]).toEqual([2, []]);
  expect(await lastSteps(keeper, 'a', 'b', 'c', 'd')).toEqual([10, undefined, undefined, 10]);
});

test('where it stays full, the page says so and new results go to memory, the old can still be read', async () => {
  const { keeper, notices } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0, 10));
  keeper.keepEntry(entry('one', 1, [recordKey('cpu', 'a')]));
  await keeper.settled();
  fillStore(Infinity);
  keeper.keep('cpu', 'b', curve(0, 20));
  keeper.keep('cpu', 'c', curve(0, 30));
  await keeper.settled();
  expect(notices).toEqual(["The browser's store is full (QuotaExceededError: No room is left.). Results from now on are kept only while this page is open."]);
  expect(await lastSteps(keeper, 'a', 'b', 'c')).toEqual([10, 20, 30]);
  vi.restoreAllMocks();
  expect(await lastSteps((await keeperOf()).keeper, 'a', 'b')).toEqual([10, undefined]);
});

test('a run that cannot be read is told of and counts as absent', async () => {
  const { keeper, notices } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0, 10));
  await keeper.settled();
  const shelf = await openDatabase(() => undefined);
  await shelf.putRun(recordKey('cpu', 'a'), { ...pack(curve(0, 10, 20), 0), columns: {} });
  expect(await lastSteps(keeper, 'a')).toEqual([undefined]);
  expect(notices).toEqual(['A kept run could not be read, so it is trained again.']);
});

test('a store of a newer page is read, and nothing of it is changed', async () => {
  const { keeper } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0, 10));
  keeper.keepEntry(entry('one', 1));
  await keeper.settled();
  const shelf = await openDatabase(() => undefined, 7);
  const { keeper: older, notices } = await keeperOf();
  older.keep('cpu', 'b', curve(0, 20));
  older.keepEntry(entry('two', 2));
  older.deleteEntry(entry('one', 1).key);
  older.recount();
  expect(await lastSteps(older, 'a', 'b')).toEqual([10, 20]);
  expect([older.entries.map(({ link }) => link), older.lasts]).toEqual([['two'], false]);
  expect(notices).toEqual([expect.stringMatching(/written by a newer version of this page \(version 7, expected 1\).* only while this page is open\.$/) as string]);
  expect([(await shelf.sizes()).length, [...(await shelf.entries()).keys()]]).toEqual([1, [entry('one', 1).key]]);
});

test('where another tab does not give the store up to a newer page, that page says so and goes on without', async () => {
  await new Promise((resolve) => {
    // A page that does not listen.
    indexedDB.open('dropout-lab', 1).onsuccess = resolve;
  });
  const { keeper, notices } = await keeperOf({ open: (onLost) => openDatabase(onLost, 2) });
  expect(notices).toEqual(["The browser's store cannot be used (another tab holds it with an older version of this page; close that tab and reload). Results are kept only while this page is open."]);
  keeper.keep('cpu', 'a', curve(0, 10));
  expect(await lastSteps(keeper, 'a')).toEqual([10]);
});

test('a tab that wants the store for a newer page gets it at once', async () => {
  const { keeper, notices } = await keeperOf();
  keeper.keepEntry(entry('one', 1));
  await keeper.settled();
  await new Promise((resolve, reject) => {
    const request = indexedDB.open('dropout-lab', 99);
    request.onsuccess = resolve;
    request.onerror = reject;
  });
  expect(notices).toEqual(["The browser's store cannot be used (another tab has replaced it; reload to use the new one). Results are kept only while this page is open."]);
  keeper.keep('cpu', 'a', curve(0, 10));
  expect(await lastSteps(keeper, 'a')).toEqual([10]);
  expect(keeper.entries).toHaveLength(1);
});

test('two tabs see what the other has kept', async () => {
  const [{ keeper: one }, { keeper: other }] = [await keeperOf(), await keeperOf()];
  one.keep('cpu', 'a', curve(0, 10));
  one.keepEntry(entry('one', 1));
  await one.settled();
  expect(await lastSteps(other, 'a')).toEqual([10]);
  other.recount();
  await other.settled();
  expect([other.entries.length, other.usage.runs]).toEqual([1, 1]);
});

const unfinished = (step: number, bytes = 4): Unfinished => ({ curve: curve(0, step), checkpoint: { step, curve_step: step, bytes: new Uint8Array(bytes).fill(step) } });
const leftAt = async (keeper: Keeper, ...keys: string[]): Promise<(number | undefined)[]> => {
  const found = await keeper.recallUnfinished('cpu', keys);
  return keys.map((key) => found.get(key)?.checkpoint.step);
};

test('an unfinished run outlives its page, with its curve and its bytes, one for each tab, until it is finished', async () => {
  const { keeper: first } = await keeperOf({ tab: 'one' });
  const { keeper: second } = await keeperOf({ tab: 'two' });
  for (const step of [10, 30, 20]) first.keepUnfinished('cpu', 'a', unfinished(step));
  second.keepUnfinished('cpu', 'a', unfinished(20));
  await Promise.all([first.settled(), second.settled()]);
  const { keeper: later, notices } = await keeperOf({ tab: 'one' });
  expect(await leftAt(later, 'a', 'b')).toEqual([30, undefined]);
  const found = (await later.recallUnfinished('cpu', ['a'])).get('a');
  expect([found?.curve.last_step, [...(found?.checkpoint.bytes ?? [])]]).toEqual([30, [30, 30, 30, 30]]);
  expect([later.usage.runs, later.usage.unfinished.runs, later.usage.unfinished.bytes > 2 * 600, (await later.recall('cpu', ['a'])).size]).toEqual([0, 1, true, 0]);
  // What came from the store is there already.
  if (found) later.keepUnfinished('cpu', 'a', found);
  later.keep('cpu', 'a', curve(0, 10, 20, 30, 40));
  await later.settled();
  expect([await leftAt(later, 'a'), later.usage.unfinished.runs, later.usage.runs, notices]).toEqual([[undefined], 0, 1, []]);
});

test('a tab that begins anew forgets where it was, and leaves alone what another tab keeps', async () => {
  const { keeper: first } = await keeperOf({ tab: 'one' });
  const { keeper: second } = await keeperOf({ tab: 'two' });
  first.keepUnfinished('cpu', 'a', unfinished(30));
  second.keepUnfinished('cpu', 'a', unfinished(20));
  await Promise.all([first.settled(), second.settled()]);
  first.forgetUnfinished('cpu', ['a', 'b']);
  await first.settled();
  expect(await leftAt(first, 'a')).toEqual([20]);
  second.forgetUnfinished('cpu', ['a']);
  await second.settled();
  expect(await leftAt(first, 'a')).toEqual([undefined]);
});

test('unfinished runs have a bound of their own: older ones give way, and too large ones are said once', async () => {
  const { keeper, notices } = await keeperOf({ most_unfinished_bytes: 20_000 });
  for (const key of ['a', 'b', 'c']) keeper.keepUnfinished('cpu', key, unfinished(10, 8000));
  await keeper.settled();
  expect([await leftAt(keeper, 'a', 'b', 'c'), keeper.usage.removed, notices]).toEqual([[undefined, 10, 10], 0, []]);
  keeper.protect(new Set(['b', 'c', 'd'].map((key) => recordKey('cpu', key))));
  keeper.keepUnfinished('cpu', 'd', unfinished(10, 8000));
  keeper.keepUnfinished('cpu', 'd', unfinished(20, 8000));
  keeper.keep('cpu', 'e', curve(0));
  await keeper.settled();
  expect(await leftAt(keeper, 'b', 'c', 'd')).toEqual([10, 10, undefined]);
  expect(notices).toEqual([expect.stringContaining('These runs are too large') as string]);
  expect(keeper.usage.runs).toBe(1);
});

test('where the store is full no result gives way to an unfinished run, and that is said once', async () => {
  const { keeper, notices } = await keeperOf();
  keeper.keep('cpu', 'a', curve(0));
  await keeper.settled();
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  keeper.keepUnfinished('cpu', 'b', unfinished(10));
  keeper.keepUnfinished('cpu', 'b', unfinished(20));
  await keeper.settled();
  vi.restoreAllMocks();
  expect([await lastSteps(keeper, 'a'), await leftAt(keeper, 'b')]).toEqual([[0], [undefined]]);
  expect(notices).toEqual([expect.stringMatching(/store is full \(QuotaExceededError.*where training is cannot be kept/) as string]);
});

test('an unfinished run that cannot be read is none', async () => {
  const { keeper } = await keeperOf({ tab: 'one' });
  keeper.keepUnfinished('cpu', 'a', unfinished(10));
  await keeper.settled();
  const shelf = await openDatabase(() => undefined);
  const damaged = [{ step: -1 }, { step: 1.5 }, { bytes: 'text' }, { curve_step: 'x' }];
  for (const [index, part] of damaged.entries()) {
    const record = { ...pack(curve(0), 99), unfinished: { ...unfinished(50 + index).checkpoint, ...part } };
    await shelf.putRun(`${recordKey('cpu', 'b')}\n${String(index)}`, record as Parameters<typeof shelf.putRun>[1]);
  }
  expect(await leftAt(keeper, 'a', 'b')).toEqual([10, undefined]);
});

test('after the clock was set back the newest entry is first, the oldest run gives way first, and times are as the clock said', async () => {
  const times = [1000, 1000, 1000, 500, 500, 500];
  const one = sizeOf(recordKey('cpu', 'a'), pack(curve(0, 10), 0)).bytes;
  const { keeper } = await keeperOf({ now: () => times.shift() ?? 600, most_bytes: 2 * one });
  keeper.keep('cpu', 'a', curve(0, 10));
  keeper.keepEntry(entry('one', 1000));
  await keeper.settled();
  times.splice(0, 2);
  keeper.keep('cpu', 'b', curve(0, 10));
  keeper.keepEntry(entry('two', 500));
  keeper.keep('cpu', 'c', curve(0, 10));
  await keeper.settled();
  expect(keeper.entries.map(({ link, finished_at }) => [link, finished_at])).toEqual([['two', 500], ['one', 1000]]);
  expect(await lastSteps(keeper, 'a', 'b', 'c')).toEqual([undefined, 10, 10]);
  const { keeper: later } = await keeperOf({ now: () => 400 });
  later.keepEntry(entry('three', 400));
  expect(later.entries.map(({ link }) => link)).toEqual(['three', 'two', 'one']);
});

test('a tab hears of what another one keeps, deletes and clears, and makes no entry again of what was cleared', async () => {
  const heard: (() => void)[] = [];
  const tabsOf = (index: number) => ({ tell: () => heard.forEach((onChange, other) => other !== index && onChange()), listen: (onChange: () => void) => heard.push(onChange) });
  const { keeper: first } = await keeperOf({ tabs: tabsOf(0) });
  const { keeper: second } = await keeperOf({ tabs: tabsOf(1) });
  const settle = async (): Promise<unknown> => (await first.settled(), second.settled());
  const { key } = entry('one', 1);
  first.keepEntry(entry('one', 1));
  await settle();
  expect(second.entries.map(({ link }) => link)).toEqual(['one']);
  second.deleteEntry(key);
  await settle();
  await settle();
  expect(first.entries).toEqual([]);
  first.keepEntry(entry('one', 2));
  await settle();
  first.clear();
  await settle();
  expect([second.entries, second.knowsEntry(key)]).toEqual([[], true]);
});
