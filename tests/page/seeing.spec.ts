/** @file Masks and units at work: the pair is there after any kind of run, masks are what they should be, and the checks come out right. */
import { chromium as playwright, type Locator } from '@playwright/test';
import { chromium } from './chromium';
import { findsNothing, fits, openPanel } from './inside-panels';
import { expect, LabPage, LONG, SMALL, test } from './lab-page';

const PANEL = 'inside-seeing';
/** What only the panels inside the network need. */
const OF_PANELS = /\/later-(loader|layers|seeing|predictions|test-time)-/;
/** Wide enough to count units in; the treatment drops half of each hidden layer. */
const WIDE = 'v=1&data=synthetic&train=64&test=64&hidden=256,128&drop=0.1,0.5,0.5&batch=32&epochs=2&replicates=2&device=cpu';

test('nothing of the panels is loaded before one is opened, and the trainer is fetched once', async ({ lab }) => {
  const requests: string[] = [];
  lab.page.on('request', (request) => requests.push(request.url()));
  await lab.finish(SMALL);
  expect(requests.filter((url) => OF_PANELS.test(url))).toEqual([]);
  await openSeeing(lab);
  expect(requests.some((url) => url.includes('/later-seeing'))).toBe(true);
  expect(requests.filter((url) => url.includes('trainer_bg'))).toHaveLength(1);
});

test('a panel opened before the scripts have arrived is filled once they have', async ({ lab }) => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await lab.page.route('**/page_bg*.wasm', async (route) => {
    await released;
    await route.continue();
  });
  await lab.open(SMALL);
  await panel(lab).locator('> summary').click();
  await expect(panel(lab)).toHaveAttribute('open');
  release();
  await expect(words(lab)).toHaveText('Baseline beside treatment, replicate 1, before the first training step.');
});

test('after a finished run the pair is there; a recalled one trains again and is the same', async ({ lab }) => {
  await lab.finish(WIDE);
  await openSeeing(lab);
  await expect(words(lab)).toHaveText('Baseline beside treatment, replicate 1, after 4 training steps (epoch 2).');
  const held = { masks: await maskWords(lab), units: await unitNames(lab, 1) };
  await lab.keeps({ runs: 4, entries: 1 });
  await lab.reload();
  await lab.reaches('finished');
  await openSeeing(lab);
  await expect(words(lab)).toHaveText('Baseline beside treatment, replicate 1, after 4 training steps (epoch 2).');
  expect(await maskWords(lab)).toEqual(held.masks);
  expect(await unitNames(lab, 1)).toEqual(held.units);
  expect((await lab.witness()).started).toEqual([]);
});

test('with momentum the pair trains here, too', async ({ lab }) => {
  await lab.finish(`${SMALL}&momentum=0.5`);
  await openSeeing(lab);
  await expect(words(lab)).toHaveText('Baseline beside treatment, replicate 1, after 6 training steps (epoch 3).');
});

test('before anything has trained the pair is untrained, and both have the same weights', async ({ lab }) => {
  await lab.open(WIDE);
  await lab.reaches('ready');
  await openSeeing(lab);
  await expect(words(lab)).toHaveText('Baseline beside treatment, replicate 1, before the first training step.');
  expect(await unitNames(lab, 0)).toEqual(await unitNames(lab, 1));
});

test('half of the units are kept at p = 0.5, all at 0; a batch step draws other masks and leaves the experiment alone', async ({ lab }) => {
  await lab.finish(WIDE);
  await openSeeing(lab);
  const before = await maskWords(lab);
  expect(before).toHaveLength(6);
  for (const text of before.slice(0, 3)) expect(text).toContain('none dropped');
  // Six standard deviations of a binomial count.
  expect(Math.abs(keptOf(before[3]) - 784 * 0.9)).toBeLessThan(6 * Math.sqrt(784 * 0.09));
  expect(Math.abs(keptOf(before[4]) - 128)).toBeLessThan(6 * 8);
  expect(Math.abs(keptOf(before[5]) - 64)).toBeLessThan(6 * Math.sqrt(32));
  const [input, first, second] = before.slice(3).map(keptOf);
  const left = (input ?? 0) * (first ?? 0) + (first ?? 0) * (second ?? 0) + (second ?? 0) * 10;
  await expect(panel(lab)).toContainText(`${left.toLocaleString('en')} of ${(784 * 256 + 256 * 128 + 1280).toLocaleString('en')} links are left`);

  const steps = (await lab.witness()).steps;
  await lab.button('Step one batch').click();
  await expect(words(lab)).toHaveText('Baseline beside treatment, replicate 1, 1 batch on from the experiment, which stays where it is: after 5 training steps.');
  await expect.poll(() => maskWords(lab)).not.toEqual(before);
  expect((await lab.witness()).steps).toEqual(steps);
  await expect(lab.root).toHaveAttribute('data-state', 'finished');
  await lab.button('Back to the experiment').click();
  await expect(words(lab)).toHaveText('Baseline beside treatment, replicate 1, after 4 training steps (epoch 2).');
  await expect.poll(() => maskWords(lab)).toEqual(before);
});

test('another example of the batch has a mask of its own', async ({ lab }) => {
  await lab.finish(WIDE);
  await openSeeing(lab);
  const before = await maskWords(lab);
  await expect(panel(lab)).toContainText('Example 1 of 32 in this batch');
  await lab.button('Other example').click();
  await expect(panel(lab)).toContainText('Example 2 of 32 in this batch');
  expect(await maskWords(lab)).not.toEqual(before);
  await lab.page.getByLabel('Place in the batch').fill('999');
  await lab.page.keyboard.press('Tab');
  await expect(panel(lab)).toContainText('Example 32 of 32 in this batch');
});

test('played, the masks change by themselves until stopped', async ({ lab }) => {
  await lab.finish(WIDE);
  await openSeeing(lab);
  await lab.button('Play').click();
  await expect(words(lab)).toContainText('2 batches on');
  await lab.button('Stop playing').click();
  await expect(lab.button('Play')).toBeVisible();
  const stopped = await stepOf(lab);
  await lab.page.waitForTimeout(1500);
  expect((await stepOf(lab)) - stopped).toBeLessThanOrEqual(1);
});

test("the mean over masks comes back to h: the error falls to what chance makes of it", async ({ lab }) => {
  await lab.finish(WIDE);
  await openSeeing(lab);
  await lab.button('Draw masks').click();
  const status = panel(lab).getByRole('status');
  await expect(status).toHaveText(/^After 2,000 draws, as a share of the mean output: baseline 0\.0%, treatment [\d.]+%\.$/, { timeout: 30_000 });
  const error = Number(/treatment ([\d.]+)%/.exec(await status.innerText())?.[1]);
  // Expected is sqrt(2 / (pi * 2000)) = 1.8%; the mean of |error| over a hundred units lies within a third of that.
  expect(error).toBeGreaterThan(1.2);
  expect(error).toBeLessThan(2.4);
  await expect(panel(lab).getByRole('img', { name: /^Error against the number of draws\. Baseline: Nothing is dropped/ })).toBeVisible();
});

test('units are sorted by norm, the same number of both networks side by side, and more can be shown', async ({ lab }) => {
  await lab.finish(WIDE);
  await openSeeing(lab);
  for (const side of [0, 1]) {
    const norms = (await unitNames(lab, side)).map(normOf);
    expect(norms).toHaveLength(12);
    expect(norms).toEqual(norms.toSorted((a, b) => b - a));
  }
  const order = lab.page.getByLabel('Order');
  await order.selectOption({ label: 'smallest norm first' });
  const smallest = (await unitNames(lab, 1)).map(normOf);
  expect(smallest).toEqual(smallest.toSorted((a, b) => a - b));
  await order.selectOption({ label: 'number of the unit' });
  expect((await unitNames(lab, 0)).map((name) => name.split(',')[0])).toEqual(Array.from({ length: 12 }, (_, unit) => `Unit ${String(unit)}`));
  await lab.button('Show 12 more units').click();
  expect([(await unitNames(lab, 0)).length, (await unitNames(lab, 1)).length]).toEqual([24, 24]);
});

test('correlations of both networks have a mean in words', async ({ lab }) => {
  await lab.finish(WIDE);
  await openSeeing(lab);
  await lab.page.getByRole('heading', { name: 'Do units go together?' }).scrollIntoViewIfNeeded();
  const means = panel(lab).getByText(/^Mean \|r\| over all pairs: 0\.\d{3}\./);
  await expect(means).toHaveCount(2);
});

test('while training goes on the pair follows it', async ({ lab }) => {
  await lab.open(LONG);
  await lab.button('Run').click();
  await lab.passesEpoch(1);
  await openSeeing(lab);
  const first = await stepOf(lab);
  await expect.poll(() => stepOf(lab), { timeout: 20_000 }).toBeGreaterThan(first);
  await lab.button('Pause').click();
  await lab.reaches('paused');
});

test('another setting, arm or replicate shows another pair', async ({ lab }) => {
  await lab.finish(`${WIDE}&pin=heavy:0.1,0.9,0.5`);
  await openSeeing(lab);
  await lab.page.locator('#inside-seeing-arm').selectOption({ label: 'heavy' });
  await expect(words(lab)).toContainText('Baseline beside heavy, replicate 1, after 4 training steps');
  await expect.poll(async () => keptOf((await maskWords(lab))[4])).toBeLessThan(70);
  await lab.page.locator('#inside-seeing-replicate').selectOption('2');
  await expect(words(lab)).toContainText('Baseline beside heavy, replicate 2, after 4 training steps');
  await lab.setSlider('Hidden 1', '0.2');
  await lab.reaches('finished');
  await lab.page.locator('#inside-seeing-arm').selectOption({ label: 'treatment' });
  await expect(words(lab)).toContainText('Baseline beside treatment, replicate 2, after 4 training steps');
  await expect.poll(async () => keptOf((await maskWords(lab))[4])).toBeGreaterThan(150);
});

test('on WebGPU the masks are those of the CPU', async ({ lab }) => {
  await lab.finish(WIDE.replace('device=cpu', 'device=webgpu'));
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
  await openSeeing(lab);
  await expect(words(lab)).toContainText('after 4 training steps', { timeout: 60_000 });
  const on_gpu = (await maskWords(lab)).map(keptOf);
  await lab.button('Step one batch').click();
  await expect(words(lab)).toContainText('after 5 training steps', { timeout: 60_000 });
  await expect.poll(async () => (await maskWords(lab)).map(keptOf)).not.toEqual(on_gpu);
  const stranger = await lab.stranger();
  await stranger.finish(WIDE);
  await openSeeing(stranger);
  expect((await maskWords(stranger)).map(keptOf)).toEqual(on_gpu);
});

test('when the GPU is lost the pair comes back', async ({ baseURL }) => {
  // A browser of its own: the crash shall not reach other tests.
  const browser = await playwright.launch(chromium({ webgpu: true }));
  try {
    const lab = new LabPage(await browser.newPage({ baseURL: baseURL ?? '' }), baseURL ?? '');
    await lab.finish(SMALL.replace('device=cpu', 'device=webgpu'));
    await openSeeing(lab);
    await expect(words(lab)).toContainText('after 6 training steps', { timeout: 60_000 });
    const before = await maskWords(lab);
    const session = await browser.newBrowserCDPSession();
    // The answer to this command is lost with the process.
    void session.send('Browser.crashGpuProcess').catch(() => undefined);
    await expect(words(lab)).toContainText('trains here once more', { timeout: 60_000 });
    await expect(words(lab)).toContainText('after 6 training steps', { timeout: 60_000 });
    expect(await maskWords(lab)).toEqual(before);
    expect(lab.faults).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('with the keyboard alone a reader opens the panel, steps, and reads the units', async ({ lab }) => {
  await lab.finish(SMALL);
  const { keyboard } = lab.page;
  await tabTo(lab, lab.page.locator('#inside-seeing > summary'));
  await keyboard.press('Enter');
  await expect(words(lab)).toContainText('after 6 training steps');
  await tabTo(lab, lab.button('Step one batch'));
  await keyboard.press('Enter');
  await expect(words(lab)).toContainText('after 7 training steps');
  await expect(lab.button('Step one batch')).toBeFocused();
  await tabTo(lab, lab.button('Draw masks'));
  await keyboard.press('Enter');
  await expect(panel(lab).getByRole('status')).toContainText('After 2,000 draws', { timeout: 30_000 });
  await expect(panel(lab).locator('.unit-picture')).not.toHaveCount(0);
  await tabTo(lab, panel(lab).locator('.unit-picture').first());
  await keyboard.press('ArrowRight');
  const focused = lab.page.locator('.unit-picture:focus');
  const name = await focused.getAttribute('aria-label');
  await expect(panel(lab).locator('.unit-readout')).toHaveText(`${name ?? ''} (baseline)`);
  await keyboard.press('End');
  await expect(focused).not.toHaveAttribute('aria-label', name ?? '');
});

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('axe finds nothing in the open panel', async ({ lab }) => {
      await lab.finish(`${WIDE}&pin=0,0.2,0.2`);
      await openSeeing(lab);
      await lab.button('Draw masks').click();
      await expect(panel(lab).getByRole('status')).toContainText('After 2,000 draws', { timeout: 30_000 });
      await lab.button('Step one batch').click();
      await expect(lab.button('Back to the experiment')).toBeVisible();
      await findsNothing(lab, PANEL);
    });
  });
}

test.describe('at 360 pixels', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('the panel fits, and each control can be tapped', async ({ lab }) => {
    await lab.finish(`${WIDE}&pin=a rather long name:0,0.2,0.2`);
    await openSeeing(lab);
    await lab.button('Step one batch').click();
    await expect(lab.button('Back to the experiment')).toBeVisible();
    await fits(lab, PANEL);
    for (const control of await panel(lab).locator('button:visible:enabled, input:visible, select:visible, summary:visible').all()) {
      await control.scrollIntoViewIfNeeded();
      const box = await control.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect(box?.height).toBeGreaterThanOrEqual(40);
      await control.tap({ trial: true });
    }
  });
});

function panel(lab: LabPage): Locator {
  return lab.page.locator(`#${PANEL}`);
}

function words(lab: LabPage): Locator {
  return panel(lab).locator('.pair-words');
}

/** Opens the panel and waits until the first masks are there. */
async function openSeeing(lab: LabPage): Promise<void> {
  await openPanel(lab, PANEL);
  await expect(panel(lab).locator('.mask-layer .mask-words').first()).not.toBeEmpty({ timeout: 60_000 });
}

/** A sentence for each layer, of the reference first. */
function maskWords(lab: LabPage): Promise<string[]> {
  return panel(lab).locator('.mask-layer .mask-words').allInnerTexts();
}

/** "Hidden 1, drop probability 0.5: 131 of 256 units kept …" -> 131. */
function keptOf(text: string | undefined): number {
  return Number(/: ([\d,]+) of/.exec(text ?? '')?.[1]?.replace(',', ''));
}

async function stepOf(lab: LabPage): Promise<number> {
  return Number(/after ([\d,]+) training/.exec(await words(lab).innerText())?.[1]?.replaceAll(',', ''));
}

/** Names of the pictures of one network's units, in their order. */
async function unitNames(lab: LabPage, side: number): Promise<string[]> {
  await lab.page.getByRole('heading', { name: 'What the first layer looks for' }).scrollIntoViewIfNeeded();
  const pictures = panel(lab).locator('.unit-pictures').nth(side).locator('canvas');
  await expect(pictures).not.toHaveCount(0);
  return pictures.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
}

function normOf(name: string): number {
  return Number(/norm ([\d.]+)/.exec(name)?.[1]);
}

/** Presses Tab until this has the focus. */
async function tabTo(lab: LabPage, wanted: Locator): Promise<void> {
  for (let press = 0; press < 150; press += 1) {
    await lab.page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`150 presses of Tab did not reach ${String(wanted)}.`);
}
