/** @file A tab that is hidden trains on, and shows what came meanwhile when it is looked at again. */
import { expect, LONG, test } from './lab-page';

test('training goes on while the tab is hidden', async ({ lab, context }) => {
  await lab.open(LONG);
  // Playwright keeps every page visible; here the browser shall decide as it does for a reader.
  const session = await context.newCDPSession(lab.page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await lab.button('Run').click();
  await lab.passesEpoch(1);
  const other = await context.newPage();
  await other.bringToFront();
  await expect.poll(() => lab.page.evaluate(() => document.visibilityState)).toBe('hidden');
  const epoch = await lab.epoch();
  await lab.passesEpoch(epoch + 5);
  expect(await lab.page.evaluate(() => document.visibilityState)).toBe('hidden');
  await lab.page.bringToFront();
  await expect(lab.page.locator('#progress-text')).toHaveText(/Training: epoch \d+/);
  await lab.passesEpoch((await lab.epoch()) + 1);
});
