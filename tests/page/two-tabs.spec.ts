/** @file Two tabs of one reader share one history: each shows what the other finished or deleted, and neither stands in the other's way. */
import { expect, LabPage, LONG, SMALL, test } from './lab-page';

const OTHER = `${SMALL}&drop=0,0.2,0.2`;

test('two tabs that train at once both finish, and each history shows both experiments, once', async ({ lab }) => {
  const tab = await lab.newTab();
  await lab.open(SMALL);
  await tab.open(OTHER);
  for (const one of [lab, tab]) await one.reaches('ready');
  for (const one of [lab, tab]) await one.button('Run').click();
  for (const one of [lab, tab]) await one.reaches('finished');
  for (const one of [lab, tab]) await showsEntries(one, ['dropout 0 / 0.2 / 0.2', 'dropout 0 / 0.5 / 0.5']);
  await lab.keeps({ runs: 6, entries: 2 });
  expect(tab.faults).toEqual([]);
});

test('two tabs that train the same make one entry of it, and its runs are kept once', async ({ lab }) => {
  const tab = await lab.newTab();
  await Promise.all([lab.open(SMALL), tab.open(SMALL)]);
  for (const one of [lab, tab]) await one.reaches('ready');
  await Promise.all([lab, tab].map((one) => one.button('Run').click()));
  for (const one of [lab, tab]) await one.reaches('finished');
  for (const one of [lab, tab]) await showsEntries(one, ['dropout 0 / 0.5 / 0.5']);
  await lab.keeps({ runs: 4, entries: 1 });
});

test('what one tab deletes, brings back or clears is gone and back in the other, and does not return by itself', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.keeps({ runs: 4, entries: 1 });
  const tab = await lab.newTab();
  await tab.open(SMALL);
  await tab.reaches('finished');
  await showsEntries(tab, ['dropout 0 / 0.5 / 0.5']);
  await (await lab.openHistory()).getByRole('button', { name: 'Delete', exact: true }).click();
  await showsEntries(tab, []);
  await (await lab.openHistory()).getByRole('button', { name: 'Undo' }).click();
  await showsEntries(tab, ['dropout 0 / 0.5 / 0.5']);
  await lab.button('Delete everything kept').click();
  await lab.button('Delete them').click();
  await showsEntries(tab, []);
  // The other tab has the curves on its page; coming back to them makes no entry of what was deleted.
  await tab.follow(LONG);
  await tab.follow(SMALL);
  await tab.reaches('finished');
  await showsEntries(tab, []);
  await lab.keeps({ runs: 0, entries: 0 });
});

test('a tab that is duplicated in mid-run trains nothing by itself, and Reset in it takes nothing from the other', async ({ lab, baseURL }) => {
  await lab.trainsAlready(LONG, 4);
  const opened = lab.page.waitForEvent('popup');
  await lab.page.evaluate(() => void open(location.href));
  const copy = new LabPage(await opened, baseURL ?? '');
  await copy.reaches('paused');
  expect(await copy.page.evaluate(() => sessionStorage.getItem('dropout-lab-tab'))).not.toBe(await lab.page.evaluate(() => sessionStorage.getItem('dropout-lab-tab')));
  await copy.button('Reset').click();
  await copy.reaches('ready');
  await copy.page.close();
  await lab.keepsUnfinished(4);
  await lab.passesEpoch((await lab.epoch()) + 1);
  await lab.reload();
  await lab.reaches('running');
  await lab.passesEpoch(2);
  expect((await lab.witness()).started.every(({ goes_on }) => goes_on)).toBe(true);
});

test('a newer page in another tab gets the store at once; this one says so, goes on and keeps its history', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.keeps({ runs: 4, entries: 1 });
  const tab = await lab.newTab();
  await tab.page.goto(lab.page.url().replace(/#.*/, 'data/fashion-mnist/manifest.json'));
  expect(await tab.page.evaluate(openAs, 99)).toBe('open');
  await expect(lab.notices).toContainText("The browser's store cannot be used (another tab has replaced it; reload to use the new one). Results are kept only while this page is open.");
  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await showsEntries(lab, ['dropout 0 / 0.8 / 0.5', 'dropout 0 / 0.5 / 0.5']);
  await expect(lab.notices.getByText('cannot be used')).toHaveCount(1);
});

test('a store of a newer page is read and not written to, and what it holds stays as it is', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.keeps({ runs: 4, entries: 1 });
  const tab = await lab.newTab();
  await tab.page.goto(lab.page.url().replace(/#.*/, 'data/fashion-mnist/manifest.json'));
  expect(await tab.page.evaluate(openAs, 99)).toBe('open');
  await tab.page.close();
  await lab.reload();
  await lab.reaches('finished');
  await expect(lab.notices).toContainText("The browser's store was written by a newer version of this page (version 99, expected 1). What it holds can be read; results from now on are kept only while this page is open.");
  expect(await lab.begun()).toEqual([]);
  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await showsEntries(lab, ['dropout 0 / 0.8 / 0.5', 'dropout 0 / 0.5 / 0.5']);
  await lab.keeps({ runs: 4, entries: 1 });
});

test('a store that is deleted under the page, by another tab or by the browser, is said to be gone; nothing on the page is', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.keeps({ runs: 4, entries: 1 });
  const treatment = await lab.table('treatment');
  const tab = await lab.newTab();
  await tab.page.goto(lab.page.url().replace(/#.*/, 'data/fashion-mnist/manifest.json'));
  expect(await tab.page.evaluate(deleteStore)).toBe('deleted');
  await expect(lab.notices).toContainText(/The browser's store cannot be used \(another tab has (replaced|deleted) it/);
  await showsEntries(lab, ['dropout 0 / 0.5 / 0.5']);
  expect(await lab.table('treatment')).toEqual(treatment);
  await lab.reload();
  await lab.reaches('ready');
  const session = await lab.page.context().newCDPSession(lab.page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(lab.page.url()).origin, storageTypes: 'indexeddb' });
  await expect(lab.notices).toContainText("The browser's store cannot be used (the browser has closed it).");
  await lab.button('Run').click();
  await lab.reaches('finished');
  await showsEntries(lab, ['dropout 0 / 0.5 / 0.5']);
});

/** The titles of the history, newest first. */
async function showsEntries(lab: LabPage, titles: readonly string[]): Promise<void> {
  const history = await lab.openHistory();
  await expect.poll(async () => (await history.locator('.entry h3').allInnerTexts()).toSorted()).toEqual(titles.toSorted());
}

/** Runs in the page: opens the store as a page would that is of this version. */
function openAs(version: number): Promise<string> {
  return new Promise((resolve) => {
    const request = indexedDB.open('dropout-lab', version);
    request.onsuccess = () => resolve('open');
    request.onblocked = () => resolve('blocked');
    request.onerror = () => resolve(String(request.error));
  });
}

/** Runs in the page. */
function deleteStore(): Promise<string> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase('dropout-lab');
    request.onsuccess = () => resolve('deleted');
    request.onblocked = () => resolve('blocked');
    request.onerror = () => resolve(String(request.error));
  });
}
