/** @file A GPU that is lost or out of memory: training goes on from where it was, and on the CPU where the GPU does not stay. */
import { type Browser, chromium as playwright, type Worker } from '@playwright/test';
import { chromium } from './chromium';
import { curvesOf, expect, LabPage, type Measured, test } from './lab-page';

const ON_GPU = 'v=1&data=synthetic&train=32&test=32&hidden=16,16&batch=16&epochs=200&replicates=1&device=webgpu';
/** Two arms by one. */
const RUNS = 2;

declare global {
  /** The device that the trainer works on, as WebGPU handed it out. */
  var dropoutLabDevice: GPUDevice;
}

test('when the GPU process crashes the page says so, opens the GPU anew and goes on from where training was kept', async ({ baseURL }) => {
  await withOwnBrowser(baseURL, async (lab, browser) => {
    await lab.trainsAlready(ON_GPU, RUNS);
    const before = await lab.witness();
    const session = await browser.newBrowserCDPSession();
    // The answer to this command is lost with the process.
    void session.send('Browser.crashGpuProcess').catch(() => undefined);

    await expect(lab.notices).toContainText('The GPU was lost', { timeout: 30_000 });
    await expect(lab.notices).toContainText(/It is opened anew\. 2 runs go on from epoch \d+(\.\d)?\. Nothing measured is lost\./);
    await goesOn(lab, 'webgpu');
    const { started, measured } = await lab.witness();
    expect(started.slice(before.started.length)).toEqual([expect.objectContaining({ goes_on: true })]);
    const again = measured.slice(before.measured.length);
    expect(Math.min(...again.map(({ step }) => step))).toBeGreaterThan(2 * 2);
    agree(before.measured, again);
  });
});

test('a device that is destroyed is opened anew, a second one is given up for the CPU, and what the GPU measured is kept', async ({ lab }) => {
  await lab.page.addInitScript(keepDevices);
  await lab.trainsAlready(ON_GPU, RUNS);
  await trainer(lab).evaluate(() => globalThis.dropoutLabDevice.destroy());
  await expect(lab.notices).toContainText(/The GPU was lost \(.*\)\. It is opened anew\. 2 runs go on from epoch/);
  await goesOn(lab, 'webgpu');
  const on_gpu = await lab.epoch();

  await trainer(lab).evaluate(() => globalThis.dropoutLabDevice.destroy());
  await expect(lab.notices).toContainText('That is the second time, so training goes on on the CPU, from the seeds');
  await lab.reaches('running');
  await expect(lab.root).toHaveAttribute('data-backend', 'cpu');
  await expect(lab.page.locator('#device-text')).toHaveText('Trains on the CPU, because the GPU was lost 2 times.');
  await lab.passesEpoch(3);
  expect((await lab.witness()).started.at(-1)?.goes_on).toBe(false);

  // The same link, where the GPU works again: its curves are there, and go on.
  await lab.reaches('finished');
  await lab.reload();
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu', { timeout: 60_000 });
  await lab.reaches('paused');
  expect(await lab.epoch()).toBeGreaterThanOrEqual(on_gpu);
});

test('a GPU that runs out of memory says so, and training goes on from where it was', async ({ lab }) => {
  await lab.page.addInitScript(keepDevices);
  await lab.trainsAlready(ON_GPU, RUNS);
  const before = await lab.witness();
  // As large as the adapter says it can be, which is more than it has: the error goes to whoever listens on the device.
  await trainer(lab).evaluate(() => {
    const { dropoutLabDevice: device } = globalThis;
    device.createBuffer({ size: device.limits.maxBufferSize, usage: GPUBufferUsage.STORAGE });
  });
  await expect(lab.notices).toContainText(/The GPU ran out of memory \(.*memory.*\)\. It is opened anew\. 2 runs go on from epoch/i);
  await goesOn(lab, 'webgpu');
  agree(before.measured, (await lab.witness()).measured.slice(before.measured.length));
});

/** A browser of its own: the crash of its GPU shall not reach other tests. */
async function withOwnBrowser(base: string | undefined, act: (lab: LabPage, browser: Browser) => Promise<void>): Promise<void> {
  const browser = await playwright.launch(chromium({ webgpu: true }));
  try {
    const lab = new LabPage(await browser.newPage({ baseURL: base ?? '' }), base ?? '');
    await act(lab, browser);
    expect(lab.faults).toEqual([]);
  } finally {
    await browser.close();
  }
}

/** Trains on this kind of device, further than it had come. */
async function goesOn(lab: LabPage, backend: 'webgpu' | 'cpu'): Promise<void> {
  await lab.reaches('running');
  await expect(lab.root).toHaveAttribute('data-backend', backend);
  await lab.passesEpoch((await lab.epoch()) + 2);
}

/** Where both were measured, they agree as two trainings on one GPU do. */
function agree(before: readonly Measured[], again: readonly Measured[]): void {
  const known = new Set(before.map(({ step }) => step));
  const both = again.filter(({ step }) => known.has(step));
  const steps = new Set(both.map(({ step }) => step));
  expect(curvesOf(both)).toEqual(curvesOf(before.filter(({ step }) => steps.has(step))));
}

/** The worker that trains now. */
function trainer(lab: LabPage): Worker {
  const worker = lab.page.workers().at(-1);
  if (!worker) throw new Error('No worker trains.');
  return worker;
}

/**
 * Runs in the page before its own code. A worker begins as a blob of one line that imports its script; into that blob goes, before
 * the import, what keeps each device that WebGPU hands out, and the page's own messages until the script listens.
 */
function keepDevices(): void {
  const PlainBlob = Blob;
  globalThis.Blob = class extends PlainBlob {
    constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
      const [line] = parts;
      const script = typeof line === 'string' ? /^import (".*");$/.exec(line)?.[1] : undefined;
      super(script === undefined ? parts : [`(${keepingWorker.toString()})(() => import(${script}));`], options);
    }
  };

  function keepingWorker(begin: () => Promise<unknown>): void {
    GPUAdapter.prototype.requestDevice = new Proxy(Object.getOwnPropertyDescriptor(GPUAdapter.prototype, 'requestDevice')?.value as GPUAdapter['requestDevice'], {
      apply: async (request, adapter: GPUAdapter, args: [GPUDeviceDescriptor?]) => {
        globalThis.dropoutLabDevice = await Reflect.apply(request, adapter, args);
        return globalThis.dropoutLabDevice;
      },
    });
    const early: MessageEvent[] = [];
    self.onmessage = (event) => early.push(event);
    void begin().then(() => {
      for (const event of early) self.onmessage?.(event);
    });
  }
}
