/** @file A browser without WebGPU trains on the CPU and says why; that is a state, not an error. */
import { chromium } from './chromium';
import { expect, SMALL, test } from './lab-page';

test.use({ launchOptions: chromium({ webgpu: false }) });

for (const device of ['auto', 'webgpu']) {
  test(`device=${device} without WebGPU trains on the CPU and says why`, async ({ lab }) => {
    await lab.open(SMALL.replace('device=cpu', `device=${device}`));
    await lab.reaches('ready');
    await expect(lab.root).toHaveAttribute('data-backend', 'cpu');
    await expect(lab.page.locator('#device-text')).toContainText(/CPU: no WebGPU .*here/);
    await expect(lab.page.getByRole('alert')).toBeHidden();
    await lab.button('Run').click();
    await lab.reaches('finished');
  });
}
