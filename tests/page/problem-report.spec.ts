/** @file A report of a problem: all that helps to find a fault, put together on this machine, shown, copied and sent nowhere. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type LabPage, SMALL, test } from './lab-page';

test('the report names version, browser, device, settings, state, store and the last notices, is copied, and nothing is sent', async ({ lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open(`${SMALL}&lr=NaN`);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await lab.notices.locator('.notice').filter({ hasText: 'lr: found' }).getByRole('button', { name: 'Dismiss this notice' }).click();
  const requests: string[] = [];
  lab.page.on('request', (request) => requests.push(request.url()));
  await lab.button('Report a problem').click();
  const dialog = lab.page.getByRole('dialog', { name: 'Report a problem' });
  await expect(dialog).toContainText('Nothing is sent.');
  const text = await dialog.getByLabel('The report').inputValue();
  expect(text).toContain(await lab.page.evaluate(() => navigator.userAgent));
  for (const line of [
    /^version: \d+\.\d+\.\d+, trainer [0-9a-f]{16}, page [0-9a-f]{16}$/m,
    /^address: http:.*#v=1&data=synthetic/m,
    /^machine: \d+ cores, /m,
    /^open_for: \d+\.\d s$/m,
    /^settings: v=1&data=synthetic&train=64/m,
    /^state: finished, epoch 3 of 3, \d+ runs held, tab visible$/m,
    /^failure: none$/m,
    /^trainer: cpu: .+; at most 2 workers$/m,
    /^data: ready synthetic 64\/64$/m,
    /^workers: 2 running$/m,
    /^webgpu: .+; features .+; maxBufferSize \d+, /m,
    /^storage: in the browser, 4 runs, \d+ bytes, 1 entries; \d+ of \d+ bytes of the browser's$/m,
    /^connection: online$/m,
    /^notices:[^]*\n {2}\d+\.\d s: lr: found/m,
  ]) expect(text).toMatch(line);
  await dialog.getByRole('button', { name: 'Copy the report' }).click();
  await expect(dialog.getByRole('status')).toHaveText('The report is copied.');
  expect(await lab.page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  expect(requests).toEqual([]);
  expect((await new AxeBuilder({ page: lab.page }).analyze()).violations).toEqual([]);
  await lab.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(lab.button('Report a problem')).toBeFocused();
});

test('beside a failure the report is offered, with the failure in it, also without a network and where the page could not start', async ({ lab, context }) => {
  await lab.open(SMALL, { folder: 'without-trainer' });
  await lab.reaches('failed');
  // The last of the page to come, the failure or not.
  await expect(lab.page.locator('a.term').first()).toBeVisible();
  await context.setOffline(true);
  expect(await reported(lab)).toMatch(/^failure: The trainer could not be loaded: the server answered 404\.$[^]*^connection: offline$[^]*^notices:[^]*\n {2}\d+\.\d s: The trainer could not be loaded/m);
  await context.setOffline(false);
  await lab.page.goto(`../without-page-module/#${SMALL}`);
  await lab.reaches('failed');
  expect(await reported(lab)).toMatch(/^workers: none$[^]*^storage: not opened[^]*^notices:\n {2}\d+\.\d s: The page could not start: The module of the page could not be loaded: the server answered 404\.$/m);
});

test('an error that nobody caught is a notice, and one that comes two hundred times is one notice that counts', async ({ page, baseURL }) => {
  await page.goto(`${baseURL ?? ''}#${SMALL}`);
  await expect(page.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await page.evaluate(() => {
    for (let index = 0; index < 200; index += 1) void Promise.reject(new Error('nobody awaits this'));
    setTimeout(() => {
      throw new Error('nobody catches this');
    });
  });
  const wrong = page.locator('#notices .notice').filter({ hasText: 'Something went wrong' });
  await expect(wrong.filter({ hasText: 'nobody catches this' })).toHaveCount(1);
  await expect(wrong.filter({ hasText: 'nobody awaits this ×200' })).toHaveCount(1);
  await expect(wrong).toHaveCount(2);
  await page.locator('#run').click();
  await expect(page.locator('html')).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
});

/** The text of the report that is offered beside the failure. */
async function reported(lab: LabPage): Promise<string> {
  await lab.button('Report this problem').click();
  const dialog = lab.page.getByRole('dialog', { name: 'Report a problem' });
  const text = await dialog.getByLabel('The report').inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(lab.button('Report this problem')).toBeFocused();
  return text;
}
