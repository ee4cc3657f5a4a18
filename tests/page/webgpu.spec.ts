/** @file Training on WebGPU, by the browser's software adapter: the same curves as on the CPU, the same controls. */
import { expect, type Measured, test } from './lab-page';

const ON_GPU = 'v=1&data=synthetic&train=32&test=32&hidden=16,16&batch=16&epochs=2&replicates=2&device=webgpu';
/** Twenty steps, each of them evaluated. */
const TWENTY_STEPS = 'v=1&train=160&test=100&hidden=16,16&drop=0.1,0.3,0.8&batch=8&epochs=1&evals=20&replicates=1';
const MEASURES = ['train_loss', 'train_accuracy', 'test_loss', 'test_accuracy'] as const;

test('a run on WebGPU comes to its end, and the page says on what it trains', async ({ lab }) => {
  await lab.open(ON_GPU);
  await lab.reaches('ready');
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
  await expect(lab.page.locator('#device-text')).toContainText(/Trains on WebGPU on .*checked against the CPU at start/);
  await lab.button('Run').click();
  await lab.reaches('finished');
  // All runs train in one cohort.
  expect((await lab.witness()).started.map(({ runs }) => runs.length)).toEqual([4]);
});

test('WebGPU and the CPU agree within 1e-3 in every measure of the first twenty steps', async ({ lab }) => {
  const on_gpu = await lab.finish(`${TWENTY_STEPS}&device=webgpu`);
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
  const stranger = await lab.stranger();
  const on_cpu = await stranger.finish(`${TWENTY_STEPS}&device=cpu`);
  await expect(stranger.root).toHaveAttribute('data-backend', 'cpu');
  expect(on_gpu).toHaveLength(2 * 21);
  for (const one of on_gpu) {
    const other = twin(on_cpu, one);
    for (const measure of MEASURES) {
      expect(Math.abs(one[measure] - other[measure]), `${measure} of the ${one.arm} at step ${String(one.step)}`).toBeLessThan(1e-3);
    }
  }
});

test('on WebGPU a slider drag trains only the treatment anew, and pause and step work', async ({ lab }) => {
  await lab.open(ON_GPU);
  await lab.reaches('ready');
  await lab.button('Step').click();
  await lab.reaches('paused');
  await expect(lab.root).toHaveAttribute('data-epoch', '1');
  await lab.button('Run').click();
  await lab.reaches('finished');
  const before = (await lab.witness()).started.length;
  await lab.setSlider('Hidden 1', '0.2');
  await lab.reaches('finished');
  const restarted = (await lab.witness()).started.slice(before).flatMap(({ runs }) => runs);
  expect(restarted.toSorted()).toEqual(['treatment/0', 'treatment/1']);
});

test('left to itself the page takes the CPU where WebGPU is only emulated, and says so', async ({ lab }) => {
  await lab.open(ON_GPU.replace('device=webgpu', 'device=auto'));
  await lab.reaches('ready');
  await expect(lab.root).toHaveAttribute('data-backend', 'cpu');
  await expect(lab.page.locator('#device-text')).toContainText('emulated in software');
});

function twin(others: readonly Measured[], { arm, step }: Measured): Measured {
  const found = others.find((one) => one.arm === arm && one.step === step);
  if (!found) throw new Error(`The CPU measured nothing of the ${arm} at step ${String(step)}.`);
  return found;
}
