/** @file Losses that are no longer finite, by a huge learning rate: each run stops and is named with its step, and a diverged experiment is an outcome like any other. */
import { expect, type LabPage, test } from './lab-page';

const DIVERGES = 'v=1&data=synthetic&hidden=16,16&batch=32&train=64&test=64&epochs=6&replicates=2&lr=10&weight_decay=1';

for (const device of ['cpu', 'webgpu']) {
  test(`where all runs diverge on ${device} the experiment is finished: said, marked, kept, recalled and passed on like any other`, async ({ lab }) => {
    await lab.finish(`${DIVERGES}&device=${device}`);
    await expect(lab.root).toHaveAttribute('data-backend', device);
    await expectDiverged(lab);
    // Each arm and replicate by its step.
    await expect(lab.notices.getByText(/^The (baseline|treatment) run of replicate [12] diverged at step \d+: its loss is no longer a finite number\. It stops there/)).toHaveCount(4);

    await lab.button('Share').click();
    await expect(lab.page.getByText('The link is copied').or(lab.page.getByText('did not let the page copy'))).toBeVisible();
    await lab.page.locator('#table-details summary').click();
    const [download] = await Promise.all([lab.page.waitForEvent('download'), lab.button('Download as CSV').click()]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);

    await lab.keeps({ runs: 4, entries: 1 });
    await lab.reload();
    await lab.reaches('finished');
    expect(await lab.begun()).toEqual([]);
    await expectDiverged(lab);
    await expect((await lab.openHistory()).locator('.entry')).toContainText('Learning rate: 10');

    // A calmer rate goes on from there as if nothing had been.
    await lab.follow(`${DIVERGES.replace('lr=10&weight_decay=1', 'lr=0.1')}&device=${device}`);
    await expect(lab.button('Run')).toBeEnabled();
    await lab.button('Run').click();
    await lab.reaches('finished');
    expect((await lab.evidence()).arms).toHaveLength(1);
  });
}

async function expectDiverged(lab: LabPage): Promise<void> {
  await expect(lab.page.locator('#progress-text')).toContainText('Finished: all runs diverged within 6 epochs');
  expect((await lab.evidence()).heading).toBe('Nothing to compare: every pair has lost a run, because it diverged.');
  for (const arm of ['Baseline', 'Treatment']) await expect(lab.page.locator('#loss-turns')).toContainText(new RegExp(`${arm}: replicate 1 diverged at step \\d+; replicate 2 diverged at step \\d+\\.`));
  await expect(lab.page.getByRole('alert')).toBeHidden();
}
