/** @file A browser that keeps nothing, or has no room: the page says so once and goes on, and nothing on it is lost. */
import { chromium as playwright } from '@playwright/test';
import { blockSiteData, chromium } from './chromium';
import { expect, LabPage, SMALL, test } from './lab-page';

test('where the reader has blocked site data the page works, and says once that nothing is kept and why', async ({ baseURL }, info) => {
  const profile = info.outputPath('profile');
  blockSiteData(profile);
  const context = await playwright.launchPersistentContext(profile, { ...chromium({ webgpu: false }), baseURL: baseURL ?? '' });
  try {
    const lab = new LabPage(await context.newPage(), baseURL ?? '');
    await lab.finish(SMALL);
    await expect(lab.page.locator('#notices .notice')).toHaveCount(1);
    await expect(lab.notices).toContainText(/The browser's store cannot be used \(.*denied.*\)\. Results are kept only while this page is open\./);
    const treatment = await lab.table('treatment');

    // As long as the page is open, it recalls as it does elsewhere.
    await lab.setSlider('Hidden 1', '0.8');
    await lab.reaches('finished');
    const history = await lab.openHistory();
    await expect(history.locator('.entry')).toHaveCount(2);
    await expect(history.locator('#kept-text')).toHaveText(/^6 runs are kept/);
    const orders = (await lab.witness()).started.length;
    await history.getByRole('button', { name: 'Reopen' }).last().click();
    await lab.reaches('finished');
    await expect.poll(() => lab.table('treatment')).toEqual(treatment);
    expect(await lab.begun(orders)).toEqual([]);
    await expect(lab.page.locator('#notices .notice')).toHaveCount(1);

    // To load the page anew would lose them, so nothing does it without a question.
    await lab.button('Deutsch').click();
    await expect(lab.page.locator('#languages')).toContainText('This browser keeps no runs, so all of them would be trained again.');
    await expect(lab.button('Stay')).toBeFocused();
    await lab.button('Stay').click();
    await expect(lab.button('Deutsch')).toBeFocused();
    await lab.reaches('finished');

    await lab.button('Deutsch').click();
    await lab.button('Change to Deutsch').click();
    await lab.reaches('ready');
    await expect(lab.page.locator('#history-summary')).toHaveText('Noch keine fertigen Experimente');
    expect(lab.faults).toEqual([]);
  } finally {
    await context.close();
  }
});

test('where the store is full the page says so once, reads what is there, and keeps the rest while it is open', async ({ lab, baseURL }) => {
  const allow = await quota(lab, baseURL ?? '');
  await allow(1_000_000);
  await lab.finish(SMALL);
  const treatment = await lab.table('treatment');
  await lab.keeps({ runs: 4, entries: 1 });
  await lab.openHistory();
  await allow(1);
  expect(await refusal(lab)).toBe('QuotaExceededError');

  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await expect(lab.notices).toContainText(/The browser's store is full \(QuotaExceededError.*\)\. Results from now on are kept only while this page is open\./);
  await expect(lab.page.locator('.entry')).toHaveCount(2);
  const orders = (await lab.witness()).started.length;
  await lab.setSlider('Hidden 1', '0.5');
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).toEqual(treatment);
  expect(await lab.begun(orders)).toEqual([]);
  await expect(lab.page.locator('#notices .notice')).toHaveCount(1);

  await lab.reload();
  await lab.reaches('finished');
  await expect(lab.page.locator('#history-summary')).toHaveText('Finished experiments (1)');
  expect(await lab.table('treatment')).toEqual(treatment);
  expect(await lab.begun()).toEqual([]);
});

/** Says how many bytes the browser allows this origin, as a full disk would. */
async function quota(lab: LabPage, base: string): Promise<(bytes: number) => Promise<void>> {
  const session = await lab.page.context().newCDPSession(lab.page);
  return async (bytes) => {
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(base).origin, quotaSize: bytes });
  };
}

/** How the browser refuses to store fifty megabytes. It asks for the quota anew when a write is larger than what was left when it asked last. */
function refusal(lab: LabPage): Promise<string | undefined> {
  return lab.page.evaluate(
    () =>
      new Promise<string | undefined>((resolve) => {
        const opening = indexedDB.open('ballast');
        opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
        opening.onerror = () => resolve(opening.error?.name);
        opening.onsuccess = () => {
          const tx = opening.result.transaction('bytes', 'readwrite');
          tx.objectStore('bytes').put(new Uint8Array(5e7), 0);
          tx.onabort = () => resolve(tx.error?.name);
          tx.oncomplete = () => resolve(undefined);
        };
      }),
  );
}
