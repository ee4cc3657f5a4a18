/** @file A GPU that is lost while it trains is opened anew, and the page says what became of the experiment. */
import { chromium as playwright } from '@playwright/test';
import { chromium } from './chromium';
import { curvesOf, expect, LabPage, test } from './lab-page';

const ON_GPU = 'v=1&data=synthetic&train=32&test=32&hidden=16,16&batch=16&epochs=200&replicates=1&device=webgpu';

test('when the GPU is lost the page says so, opens it anew and trains the same curves again', async ({ baseURL }) => {
  // A browser of its own: the crash shall not reach other tests.
  const browser = await playwright.launch(chromium({ webgpu: true }));
  try {
    const lab = new LabPage(await browser.newPage({ baseURL: baseURL ?? '' }), baseURL ?? '');
    await lab.open(ON_GPU);
    await lab.reaches('ready');
    await lab.button('Run').click();
    await lab.passesEpoch(2);
    const before = await lab.witness();
    const session = await browser.newBrowserCDPSession();
    // The answer to this command is lost with the process.
    void session.send('Browser.crashGpuProcess').catch(() => undefined);

    await expect(lab.notices).toContainText('The GPU was lost', { timeout: 30_000 });
    await expect(lab.notices).toContainText('starts again from its seeds');
    await lab.reaches('running');
    await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
    const epoch = await lab.epoch();
    await lab.passesEpoch(epoch + 1);
    const { measured } = await lab.witness();
    const again = measured.slice(before.measured.length).filter(({ run_set_id }) => !before.started.some((one) => one.run_set_id === run_set_id));
    const early = (step: number): boolean => step <= 2;
    expect(curvesOf(again.filter(({ step }) => early(step)))).toEqual(curvesOf(before.measured.filter(({ step }) => early(step))));
    expect(lab.faults).toEqual([]);
  } finally {
    await browser.close();
  }
});
