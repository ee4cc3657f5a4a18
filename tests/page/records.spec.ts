/** @file Finished runs are kept: what was trained once comes back to the last bit, and only what is missing trains. */
import { expect, SMALL, test } from './lab-page';

/** Eight runs more than these four are five pairs more. */
const FIVE_PAIRS = [2, 3, 4, 5, 6].flatMap((replicate) => [`baseline/${String(replicate)}`, `treatment/${String(replicate)}`]).toSorted();

test('five more replicates train exactly the five missing pairs, and those at hand keep their curves', async ({ lab }) => {
  const first = await lab.finish(SMALL);
  const orders = (await lab.witness()).started.length;
  await lab.button('+5 replicates').first().click();
  await expect(lab.page).toHaveURL(/replicates=7/);
  await lab.reaches('finished');
  expect(await lab.begun(orders)).toEqual(FIVE_PAIRS);
  const later = (await lab.witness()).measured.slice(first.length);
  expect(later.filter(({ replicate }) => replicate < 2)).toEqual([]);
  await lab.keeps({ runs: 14, entries: 2 });
  await lab.reload();
  await lab.reaches('finished');
  await expect(lab.page.locator('#recall-text')).toHaveText("14 of 14 runs were recalled from this browser's store.");
});

test('a page that is reopened shows finished curves at once and trains nothing, here or in another tab', async ({ lab }) => {
  await lab.finish(SMALL);
  const tables = [await lab.table('baseline'), await lab.table('treatment')];
  await lab.keeps({ runs: 4, entries: 1 });
  await lab.reload();
  await lab.reaches('finished');
  await expect(lab.page.locator('#recall-text')).toHaveText("4 of 4 runs were recalled from this browser's store.");
  expect([await lab.table('baseline'), await lab.table('treatment')]).toEqual(tables);
  expect(await lab.begun()).toEqual([]);

  const tab = await lab.newTab();
  await tab.open(SMALL);
  await tab.reaches('finished');
  expect([await tab.table('baseline'), await tab.table('treatment')]).toEqual(tables);
  expect(await tab.begun()).toEqual([]);
  expect(tab.faults).toEqual([]);
});

test('a link with more replicates trains only those that are missing', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.keeps({ runs: 4, entries: 1 });
  const tab = await lab.newTab();
  await tab.open(SMALL.replace('replicates=2', 'replicates=4'));
  await expect(tab.page.locator('#recall-text')).toHaveText("4 of 8 runs were recalled from this browser's store.");
  await tab.button('Run').click();
  await tab.reaches('finished');
  expect(await tab.begun()).toEqual(['baseline/2', 'baseline/3', 'treatment/2', 'treatment/3']);
});

test('a slider that comes back to where it was shows its curves again without training', async ({ lab }) => {
  await lab.finish(SMALL);
  const treatment = await lab.table('treatment');
  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).not.toEqual(treatment);
  const orders = (await lab.witness()).started.length;
  await lab.setSlider('Hidden 1', '0.5');
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).toEqual(treatment);
  expect(await lab.begun(orders)).toEqual([]);

  await lab.keeps({ runs: 6, entries: 2 });
  // On a page that was loaded anew the curves can only come from the store.
  await lab.reload();
  await lab.reaches('finished');
  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await lab.setSlider('Hidden 1', '0.5');
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).toEqual(treatment);
  expect(await lab.begun()).toEqual([]);
});

test('Continue keeps the longer run in place of the shorter one, and both lengths can be reopened', async ({ lab }) => {
  await lab.finish(SMALL);
  const short = await lab.table('treatment');
  await lab.button('Continue').click();
  await expect(lab.page).toHaveURL(/epochs=6/);
  await lab.reaches('finished');
  // The measurement before training, and one after each epoch.
  await expect.poll(async () => (await lab.table('treatment')).length).toBe(7);
  const long = await lab.table('treatment');
  await lab.keeps({ runs: 4, entries: 2 });

  await lab.reload();
  await lab.reaches('finished');
  expect(await lab.table('treatment')).toEqual(long);
  await expect((await lab.openHistory()).locator('#kept-text')).toHaveText(/^4 runs are kept in this browser/);
  await lab.follow(SMALL);
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).toEqual(short);
  expect(await lab.begun()).toEqual([]);
});

test('recalled curves are those that training gives, to the last bit', async ({ lab }) => {
  await lab.finish(`${SMALL}&question=again`);
  await lab.keeps({ runs: 4, entries: 1 });
  await lab.reload();
  await lab.reaches('finished');
  expect(await lab.begun()).toEqual([]);
  // Here the page itself compares the curves before Reset, recalled, with those that are trained after it.
  const pictures = lab.page.getByRole('group', { name: 'Reset or continue' });
  await pictures.getByRole('button', { name: 'Reset' }).click();
  await expect(pictures).toContainText('over both arms, every epoch, accuracy and loss the largest difference is 0.', { timeout: 60_000 });
  expect(await lab.begun()).toEqual(['baseline/0', 'baseline/1', 'treatment/0', 'treatment/1']);
});

test('on WebGPU a reopened page trains nothing either, and the CPU does not pass its curves off as its own', async ({ lab }) => {
  const link = SMALL.replace('device=cpu', 'device=webgpu');
  await lab.finish(link);
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
  const treatment = await lab.table('treatment');
  await lab.keeps({ runs: 4, entries: 1 });
  await lab.reload();
  await lab.reaches('finished');
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
  expect(await lab.table('treatment')).toEqual(treatment);
  expect(await lab.begun()).toEqual([]);

  await lab.follow(SMALL);
  await expect(lab.root).toHaveAttribute('data-backend', 'cpu');
  await expect(lab.button('Run')).toBeEnabled();
  await lab.button('Run').click();
  await lab.reaches('finished');
  expect(await lab.begun()).toEqual(['baseline/0', 'baseline/1', 'treatment/0', 'treatment/1']);
});
