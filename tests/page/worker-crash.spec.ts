/** @file A worker that dies, by an error, by a trap or without a word, is replaced, and its runs go on; one that dies always is not. */
import { curvesOf, expect, type LabPage, test } from './lab-page';

const LINK = 'v=1&data=synthetic&train=512&test=64&hidden=16,16&batch=16&epochs=120&replicates=2&momentum=0.5&device=cpu';
const RUNS = 4;

/** All values, each once: what was trained twice has the same bits. */
async function finished(lab: LabPage): Promise<string[]> {
  await lab.reaches('finished');
  return [...new Set(curvesOf((await lab.witness()).measured))].sort();
}

let never_lost: Promise<string[]> | undefined;
function expected(lab: LabPage): Promise<string[]> {
  never_lost ??= lab.stranger().then(async (stranger) => curvesOf(await stranger.finish(LINK)));
  return never_lost;
}

test('a worker that ends without a word is missed at once, and its runs go on from where they were kept', async ({ lab }) => {
  await lab.trainsAlready(LINK, RUNS);
  const { started } = await lab.witness();
  await lab.endWorker(1);
  await expect(lab.notices).toContainText('A worker was lost (it ended without a word). Another takes its place. 2 runs go on from epoch');
  await expect(lab.notices).toContainText('Nothing measured is lost');
  expect(await finished(lab)).toEqual(await expected(lab));
  // The other worker was left alone.
  const again = (await lab.witness()).started.slice(started.length);
  expect(again.every(({ goes_on }) => goes_on)).toBe(true);
  expect(again.flatMap(({ runs }) => runs).toSorted()).toEqual(started.find(({ worker }) => worker === 1)?.runs.toSorted());
});

test('a trap in a worker is told with its reason, and its runs go on', async ({ lab }) => {
  await lab.trainsAlready(LINK, RUNS);
  // Module of one function that does nothing but trap, run by nobody's leave.
  const trap = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11];
  await lab.page.workers()[0]?.evaluate(async (bytes) => {
    const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
    setTimeout(instance.exports['t'] as () => void);
  }, trap);
  await expect(lab.notices).toContainText(/A worker was lost \(.*unreachable.*\)\. Another takes its place\. 2 runs go on from epoch/);
  expect(await finished(lab)).toEqual(await expected(lab));
});

test('a worker that is lost before anything was kept begins again at its seeds', async ({ lab }) => {
  await lab.open(LINK);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.passesEpoch(1);
  await lab.endWorker(0);
  await expect(lab.notices).toContainText('2 runs start again from the seed, which gives the same curve');
  expect(await finished(lab)).toEqual(await expected(lab));
});

test('workers that are lost again and again end in a failure with its reason, and Try again goes on', async ({ lab }) => {
  await lab.trainsAlready(LINK, RUNS);
  for (let time = 0; time < 4; time += 1) {
    const started = await lab.workersStarted();
    await lab.endWorker(started - 1);
    if (time < 3) await expect.poll(() => lab.workersStarted()).toBe(started + 1);
  }
  await lab.reaches('failed');
  await expect(lab.page.locator('#trouble-text')).toContainText('Workers were lost 4 times within a few minutes, the last time for this reason: it ended without a word');
  const epoch = await lab.epoch();
  await lab.button('Try again').click();
  await lab.passesEpoch(epoch + 1);
  expect(await finished(lab)).toEqual(await expected(lab));
});

test('a worker that hangs is missed after a while', async ({ lab }) => {
  await lab.page.clock.install();
  await lab.open(LINK, { workers: 1 });
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.passesEpoch(2);
  void lab.page.workers()[0]?.evaluate(() => {
    for (;;);
  }).catch(() => undefined);
  // Its words so far have arrived; from here on there is silence, and minutes of it.
  const said = (): Promise<number> => lab.page.evaluate(() => globalThis.dropoutLabWitness.measured.length);
  let before = -1;
  await expect.poll(async () => {
    const last = before;
    before = await said();
    return before === last;
  }).toBe(true);
  await lab.page.clock.runFor(200_000);
  await expect(lab.notices).toContainText('A worker was lost (it no longer answers)');
  expect(await finished(lab)).toEqual(await expected(lab));
});
