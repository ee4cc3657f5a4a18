/** @file What was trained outlives its page: after a reload, a crash or a pause it goes on, with the bits of a training never interrupted. */
import type { LabPage} from './lab-page';
import { curvesOf, expect, type Measured, test } from './lab-page';

/** Momentum, a schedule, evaluations within epochs: all that a checkpoint must hold. A few seconds on one core. */
const LINK =
  'v=1&data=synthetic&train=512&test=64&hidden=16,16&batch=16&epochs=120&evals=2&replicates=2&momentum=0.5&weight_decay=0.001&then=900:0,0.2,0.6&device=cpu';
const RUNS = 4;
const EVALUATIONS = 241;

/** Everything that two pages measured, each value once, and whether they agree where both have it. */
function together(first: readonly Measured[], second: readonly Measured[]): string[] {
  return [...new Set(curvesOf([...first, ...second]))].sort();
}

/** Trains up to this epoch, and waits until that is kept. */
async function keptAt(lab: LabPage, epoch: number, runs = RUNS): Promise<void> {
  await lab.pauseAt(epoch);
  await lab.keepsUnfinished(runs);
}

/** The curves of a training that nothing interrupted; all tests of this file compare with the same. */
let never_interrupted: Promise<{ curves: string[]; table: string[] }> | undefined;
function neverInterrupted(lab: LabPage): Promise<{ curves: string[]; table: string[] }> {
  never_interrupted ??= lab.stranger().then(async (stranger) => ({ curves: curvesOf(await stranger.finish(LINK)), table: await stranger.table('treatment') }));
  return never_interrupted;
}

test('a page that is reloaded in mid-run goes on by itself, with the bits of a training never interrupted', async ({ lab }) => {
  const expected = await neverInterrupted(lab);
  expect(expected.curves).toHaveLength(RUNS * EVALUATIONS);

  await lab.open(LINK);
  await lab.reaches('ready');
  await keptAt(lab, 3);
  await lab.button('Run').click();
  await lab.passesEpoch(5);
  const before = (await lab.witness()).measured;
  await lab.reload();

  await expect(lab.notices).toContainText(/Training was interrupted, and goes on from epoch \d+/, { timeout: 60_000 });
  await lab.reaches('finished');
  const { measured, started } = await lab.witness();
  expect(started.every(({ goes_on }) => goes_on)).toBe(true);
  expect(started.flatMap(({ runs }) => runs)).toHaveLength(RUNS);
  expect(Math.min(...measured.map(({ step }) => step))).toBeGreaterThan(3 * 32);
  expect(together(before, measured)).toEqual(expected.curves);
  // The page shows the whole curve, those of before the reload included.
  expect(await lab.table('treatment')).toEqual(expected.table);
  await lab.keepsUnfinished(0);
  await lab.keeps({ runs: RUNS, entries: 1 });
});

test('what was paused waits for Run after a reload, and Reset forgets it', async ({ lab }) => {
  await lab.open(LINK);
  await lab.reaches('ready');
  await keptAt(lab, 2);
  await lab.reload();
  await lab.reaches('paused');
  expect(await lab.epoch()).toBe(2);
  await expect(lab.notices).toContainText('Run goes on from epoch 2; Reset begins anew.');
  expect((await lab.witness()).started).toEqual([]);
  const history = await lab.openHistory();
  await expect(history).toContainText(/of that are 4 unfinished runs, to go on from after a reload/);

  await lab.pauseAt(4);
  expect((await lab.witness()).started.every(({ goes_on }) => goes_on)).toBe(true);
  await lab.button('Reset').click();
  await lab.keepsUnfinished(0);
  await lab.reload();
  await lab.reaches('ready');
  expect(await lab.epoch()).toBe(-1);
});

test('after a tab has crashed, another one at the same link goes on from where it was', async ({ lab }) => {
  await lab.open(LINK);
  await lab.reaches('ready');
  await keptAt(lab, 3);
  const before = (await lab.witness()).measured;
  const session = await lab.page.context().newCDPSession(lab.page);
  const crashed = lab.page.waitForEvent('crash');
  // The answer to this command is lost with the process.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;

  const tab = await lab.newTab();
  await tab.open(LINK);
  await tab.reaches('paused');
  await expect(tab.notices).toContainText('Run goes on from epoch');
  await tab.button('Run').click();
  await tab.reaches('finished');
  const { measured, started } = await tab.witness();
  expect(started.every(({ goes_on }) => goes_on)).toBe(true);
  expect(together(before, measured)).toEqual((await neverInterrupted(tab)).curves);
  expect(tab.faults).toEqual([]);
});

test('two tabs at one experiment keep their own: what one forgets, the other still has', async ({ lab }) => {
  await lab.open(LINK);
  await lab.reaches('ready');
  await keptAt(lab, 2);
  const other = await lab.newTab();
  await other.open(LINK);
  await other.reaches('paused');
  await keptAt(other, 5, 2 * RUNS);

  await lab.button('Reset').click();
  await lab.keepsUnfinished(RUNS);
  await other.reload();
  await other.reaches('paused');
  expect(await other.epoch()).toBe(5);
  await other.button('Reset').click();
  await other.keepsUnfinished(0);
});

test('an experiment of a few seconds keeps nothing on its way', async ({ lab }) => {
  const written = (): Promise<number> => lab.page.evaluate(() => globalThis.dropoutLabUnfinishedPuts);
  await lab.page.addInitScript(() => {
    globalThis.dropoutLabUnfinishedPuts = 0;
    IDBObjectStore.prototype.put = new Proxy(Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')?.value as IDBObjectStore['put'], {
      apply: (put, store: IDBObjectStore, args: [unknown, IDBValidKey?]) => {
        if (store.name === 'runs' && typeof args[1] === 'string' && args[1].includes('\n')) globalThis.dropoutLabUnfinishedPuts += 1;
        return Reflect.apply(put, store, args);
      },
    });
  });
  await lab.finish(LINK.replace('epochs=120', 'epochs=10'));
  await lab.keeps({ runs: RUNS, entries: 1 });
  expect(await written()).toBe(0);
  // The counter counts: a pause in mid-run is kept.
  await lab.button('Reset').click();
  await lab.pauseAt(2);
  await expect.poll(written).toBeGreaterThan(0);
});

declare global {
  var dropoutLabUnfinishedPuts: number;
}
