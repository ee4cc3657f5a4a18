/** @file Restarting over and over leaves nothing behind: no worker, no weights. */
import { expect, test } from './lab-page';
import { megabytes, rendererOf } from './process-memory';

/** One step of wide networks: weights left behind once would be some megabytes. */
const ONE_STEP = 'v=1&data=synthetic&train=64&test=64&batch=64&epochs=1&replicates=2&device=cpu';

test('memory stays within a tenth over fifty restarts', async ({ lab }) => {
  test.skip(process.platform !== 'linux', 'reads the resident memory of the tab from /proc');
  await lab.finish(ONE_STEP);
  const pid = await rendererOf(lab);
  // The heap grows to its working size first.
  await lab.restart(20);
  const before = { resident: megabytes(pid), workers: lab.page.workers().length };
  await lab.restart(50);
  const after = { resident: megabytes(pid), workers: lab.page.workers().length };
  expect(after.workers).toBe(before.workers);
  expect(after.resident, `${String(before.resident)} MB before, ${String(after.resident)} MB after`).toBeLessThan(before.resident * 1.1);
});

test('a change of device ends the workers that were there', async ({ lab }) => {
  await lab.finish(ONE_STEP);
  await expect.poll(() => lab.page.workers().length).toBe(2);
  await lab.page.getByText('More settings').click();
  const device = lab.page.getByLabel('Device');
  for (const choice of ['auto', 'cpu', 'auto', 'cpu']) {
    await device.selectOption(choice);
    // Both choices are the CPU here, so the runs are recalled; after Reset the new workers train them.
    await lab.reaches('finished');
    await lab.restart(1);
  }
  await expect.poll(() => lab.page.workers().length).toBe(2);
});
