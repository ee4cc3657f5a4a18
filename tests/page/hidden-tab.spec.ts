/** @file A tab that is hidden trains on, and shows what came meanwhile when it is looked at again. */
import { expect, LabPage, LONG, test } from './lab-page';
import { inOwnBrowser, visibility } from './own-browser';

test('training goes on while the tab is hidden', async ({ baseURL }) => {
  await inOwnBrowser(async (context) => {
    const lab = new LabPage(await context.newPage(), baseURL ?? '');
    await lab.page.addInitScript(() => {
      globalThis.dropoutLabWorkers = 2;
    });
    await lab.page.goto(`${baseURL ?? ''}#${LONG}`);
    await lab.button('Run').click();
    await lab.passesEpoch(1);

    const other = await context.newPage();
    await other.bringToFront();
    await expect.poll(() => visibility(lab)).toBe('hidden');
    await lab.passesEpoch((await lab.epoch()) + 20);
    expect(await visibility(lab)).toBe('hidden');

    await lab.page.bringToFront();
    await expect.poll(() => visibility(lab)).toBe('visible');
    const epoch = await lab.epoch();
    await expect.poll(async () => Number(/epoch (\d+)/.exec(await lab.page.locator('#progress-text').innerText())?.[1])).toBeGreaterThanOrEqual(Math.floor(epoch));
    expect(lab.faults).toEqual([]);
  });
});
