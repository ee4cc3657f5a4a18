/** @file While the statistics are still on their way the controls work and the trainer opens, and nothing is measured or recalled. */
import { expect, SMALL, test } from './lab-page';

test('a link opened before the statistics have arrived recalls its curves once they have', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.keeps({ runs: 4, entries: 1 });
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await lab.page.route('**/statistics_bg*.wasm', async (route) => {
    await released;
    await route.continue();
  });
  await lab.page.goto('about:blank');
  await lab.open('');
  await expect(lab.slider('Hidden 1')).toBeVisible();
  await lab.follow(SMALL);
  await expect(lab.page.locator('#sentences')).toContainText('64');
  // A lookup takes milliseconds.
  await lab.page.waitForTimeout(500);
  await lab.reaches('loading');
  await expect(lab.root).toHaveAttribute('data-backend', 'cpu');
  const holm = lab.page.getByRole('switch', { name: 'Correct for many comparisons (Holm)' });
  await expect(holm).toBeDisabled();
  expect(lab.faults).toEqual([]);
  release();
  await lab.reaches('finished');
  await expect(holm).toBeEnabled();
  await expect(lab.page.locator('#recall-text')).toContainText('4 of 4 runs were recalled');
  await expect(lab.page.locator('#notices')).not.toContainText('went wrong');
});
