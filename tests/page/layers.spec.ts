/** @file The layers over time: off until asked for, no curve changed by it, the same numbers as charts, table and file. */
import { readFile } from 'node:fs/promises';
import { findsNothing, fits, openPanel } from './inside-panels';
import { curvesOf, expect, intervalOf, type LabPage, LONG, numberIn, SMALL, test } from './lab-page';

const PANEL = 'inside-layers';
const PROBED = `${SMALL}&probes=1`;
/** Layers so narrow that their units can be drawn one by one. */
const NARROW = SMALL.replace('hidden=16,16', 'hidden=4,4');
const QUANTITIES = ['activation_variance', 'variance_before_mask', 'variance_after_mask', 'predicted_variance', 'mean_activation', 'active_fraction', 'silent_fraction', 'unit_correlation', 'weight_norm', 'gradient_norm', 'update_ratio'];

/** A row of an exported file by its column names. */
type CsvRow = Readonly<Record<string, string>>;

test('nothing is measured inside before the reader asks, and switching it on trains the same curves again', async ({ lab }) => {
  await lab.finish(SMALL);
  const plain = await measuresCsv(lab);
  const before = await lab.witness();
  await openLayers(lab);
  await expect(lab.button('Measure inside')).toBeVisible();
  await expect(lab.page.getByText('train again from their seeds, with the same curves')).toBeVisible();
  await expect(lab.page.locator('#inside-layers canvas')).toHaveCount(0);
  expect(await lab.begun(before.started.length)).toEqual([]);

  await lab.button('Measure inside').click();
  await expect(lab.page).toHaveURL(/probes=1/);
  await lab.reaches('finished');
  await expect(chart(lab, 'Hidden 1: Variance before and after the mask')).toBeVisible();
  const { measured } = await lab.witness();
  expect(curvesOf(measured.slice(before.measured.length))).toEqual(curvesOf(before.measured));
  expect(rowsOf(await measuresCsv(lab))).toEqual(rowsOf(plain));

  const trained = (await lab.witness()).started.length;
  await lab.button('Stop measuring inside').click();
  await expect(lab.page).not.toHaveURL(/probes/);
  await lab.reaches('finished');
  await expect(lab.page.locator('#inside-layers canvas').first()).toBeHidden();
  expect(await lab.begun(trained)).toEqual([]);
  expect(await measuresCsv(lab)).toBe(plain);
});

test('probes that were kept serve the experiment without them after a reload', async ({ lab }) => {
  await lab.finish(PROBED);
  await lab.keeps({ runs: 4, entries: 1 });
  await lab.reload();
  await lab.reaches('finished');
  await openLayers(lab);
  await expect(chart(lab, 'Output: Gradient norm')).toBeVisible();
  const stranger = await lab.newTab();
  await stranger.open(SMALL);
  await stranger.reaches('finished');
  expect(await stranger.begun()).toEqual([]);
});

test('the file holds every layer of every run at every evaluation, and the law holds on it', async ({ lab }) => {
  await lab.finish('v=1&data=synthetic&train=256&test=256&hidden=64,64&batch=32&epochs=3&replicates=2&drop=0,0.5,0.3&device=cpu&probes=1');
  await openLayers(lab);
  const text = await probesCsv(lab);
  expect(text).toContain(`# ${lab.page.url()}\n`);
  const rows = rowsOf(text);
  // Two arms of two replicates, step 0 and three epochs, two hidden layers and the output.
  expect(rows).toHaveLength(4 * 4 * 3);
  const hidden = rows.filter(({ layer }) => layer !== 'output');
  for (const row of hidden) {
    for (const name of QUANTITIES) expect(Number.isFinite(numberOf(row, name)), `${name} in ${JSON.stringify(row)}`).toBe(true);
    for (const unit of [0, 7]) expect(numberOf(row, `unit_${String(unit)}_incoming_norm`)).toBeGreaterThan(0);
    const [before, after, law] = [numberOf(row, 'variance_before_mask'), numberOf(row, 'variance_after_mask'), numberOf(row, 'predicted_variance')];
    if (row['arm'] === 'baseline') expect([after, law].map((value) => Math.abs(value / before - 1) < 1e-4)).toEqual([true, true]);
    else expect(law).toBeGreaterThan(before);
    // 200 examples of 64 units leave a few percent to chance.
    expect(Math.abs(after / law - 1)).toBeLessThan(0.15);
  }
});

test('charts, table and file agree, and what is picked on a chart is what the table shows', async ({ lab }) => {
  await lab.finish(PROBED);
  await openLayers(lab);
  const rows = rowsOf(await probesCsv(lab)).filter(({ arm, layer, epoch }) => arm === 'treatment' && layer === 'hidden_2' && epoch === '2');
  const { mean } = intervalOf(rows.map((row) => numberOf(row, 'variance_after_mask')));

  const group = chart(lab, 'Hidden 2: Variance before and after the mask');
  for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'Enter']) await group.press(key);
  const entry = lab.page.locator('#inside-mask-hidden-2 .legend-entry', { hasText: 'treatment after' }).first();
  expect(numberIn(await entry.locator('.legend-value').innerText())).toBeCloseTo(mean, 2);
  // All charts read the same evaluation.
  await expect(lab.page.locator('#inside-gradient_norm-output .legend-at')).toHaveText('Epoch 2');

  await lab.page.locator('#inside-layers .table-details > summary').click();
  const cells = lab.page.locator('#inside-layers tbody tr');
  // Three layers of two arms at the one epoch.
  await expect(cells).toHaveCount(6);
  const row = cells.filter({ hasText: 'Hidden 2' }).filter({ hasText: 'treatment' });
  expect(numberIn(await row.locator('td').nth(4).innerText())).toBeCloseTo(mean, 2);
  await group.press('Escape');
  await expect(cells).toHaveCount(4 * 6);
});

test('charts are there for what is chosen, and single units where there are few', async ({ lab }) => {
  await lab.finish(PROBED.replace('hidden=16,16', 'hidden=4,16,4'));
  await openLayers(lab);
  await expect(charts(lab)).toHaveCount(3 + 4);
  await lab.page.getByRole('checkbox', { name: 'Gradient norm' }).uncheck();
  await expect(charts(lab)).toHaveCount(3);
  await lab.page.getByRole('checkbox', { name: 'Units one by one' }).check();
  await expect(charts(lab)).toHaveCount(3 + 4 * 2);
  await expect(lab.page.locator('#inside-incoming_norm-hidden-1 .legend-entry')).toHaveCount(2 * 4);
});

test('where layers are wide, a link leads to units that can be told apart, the lazy ones named', async ({ lab }) => {
  await lab.finish(PROBED);
  await openLayers(lab);
  await lab.page.getByRole('checkbox', { name: 'Units one by one' }).check();
  await lab.page.getByRole('link', { name: '4 units in each hidden layer' }).click();
  await expect(lab.page).toHaveURL(/hidden=4,4.*lazy=2:0\.01/);
  await lab.button('Run').click();
  await lab.reaches('finished');
  const entries = lab.page.locator('#inside-incoming_norm-hidden-2 .legend-entry');
  await expect(entries.first()).toContainText('baseline A (lazy)');
  await expect(entries).toHaveCount(2 * 4);
  // At step 0 a lazy unit is a hundredth of what the others are.
  const rows = rowsOf(await probesCsv(lab)).filter(({ step, layer }) => step === '0' && layer === 'hidden_1');
  for (const row of rows) expect(numberOf(row, 'unit_0_incoming_norm') / numberOf(row, 'unit_2_incoming_norm')).toBeLessThan(0.02);
});

test('a question that probes leads to the panel, which begins with the units where some are lazy', async ({ lab }) => {
  await lab.finish(`${NARROW}&probes=1&lazy=2:0.01&question=lazy`);
  await lab.button('See it layer by layer').click();
  await expect(lab.page.locator('#inside-layers > summary')).toBeFocused();
  await expect(lab.page.locator('#inside-layers > summary')).toBeInViewport();
  await expect(lab.page.locator('#inside-incoming_norm-hidden-1 .legend-entry')).toHaveCount(2 * 4);
  await expect(lab.page.getByRole('checkbox', { name: 'Units one by one' })).toBeChecked();
  await lab.follow(`${SMALL}&question=gap`);
  await expect(lab.button('See it layer by layer')).toBeHidden();
});

test('while training goes on, charts follow, and none is drawn once the panel is closed', async ({ lab }) => {
  await lab.open(`${LONG}&probes=1`);
  await openLayers(lab);
  await expect(lab.page.locator('#probes-switch-text')).toContainText('press Run');
  await lab.button('Run').click();
  const at = lab.page.locator('#inside-mask-hidden-1 .legend-at');
  await lab.passesEpoch(2);
  const first = await at.innerText();
  await expect.poll(() => at.innerText()).not.toBe(first);
  await lab.page.locator('#inside-layers > summary').click();
  const closed = await at.textContent();
  await lab.passesEpoch((await lab.epoch()) + 3);
  expect(await at.textContent()).toBe(closed);
});

test('on WebGPU the variances around the masks are those of the CPU', async ({ lab }) => {
  const link = PROBED.replace('epochs=3', 'epochs=2').replace('device=cpu', 'drop=0,0.5,0.3');
  await lab.finish(`${link}&device=webgpu`);
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
  await openLayers(lab);
  const on_gpu = rowsOf(await probesCsv(lab));
  const stranger = await lab.stranger();
  await stranger.finish(`${link}&device=cpu`);
  await openLayers(stranger);
  const on_cpu = rowsOf(await probesCsv(stranger));
  // Two arms of two replicates, step 0 and two epochs, two hidden layers and the output.
  expect(on_gpu).toHaveLength(4 * 3 * 3);
  on_cpu.forEach((row, index) => {
    const twin = on_gpu[index] ?? {};
    const place = ['arm', 'replicate', 'step', 'layer'].map((name) => row[name]).join(' ');
    expect(['arm', 'replicate', 'step', 'layer'].map((name) => twin[name]).join(' ')).toBe(place);
    if (row['layer'] === 'output') return;
    for (const name of ['variance_before_mask', 'variance_after_mask', 'predicted_variance']) {
      expect(Math.abs(numberOf(twin, name) / numberOf(row, name) - 1), `${name} of ${place}`).toBeLessThan(1e-3);
    }
  });
});

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('axe finds nothing in the panel, off or on, with all that opens open', async ({ lab }) => {
      await lab.open(`${NARROW}&lazy=2:0.01`);
      await lab.reaches('ready');
      await openLayers(lab);
      await findsNothing(lab, PANEL);
      await lab.button('Measure inside').click();
      await lab.button('Run').click();
      await lab.reaches('finished');
      await showAll(lab);
      await findsNothing(lab, PANEL);
    });
  });
}

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('nothing scrolls sideways at 360 pixels', async ({ lab }) => {
    await lab.finish(`${SMALL.replace('hidden=16,16', 'hidden=4,4,4,4')}&probes=1&lazy=2:0.01&drop=0,0.5,0.5,0.5,0.5&pin=one:0,0.2,0.2,0.2,0.2`);
    await openLayers(lab);
    await showAll(lab);
    await expect(charts(lab)).toHaveCount(5 * 4 + 3 * 5 + 4 * 4);
    await fits(lab, PANEL);
  });
});

async function openLayers(lab: LabPage): Promise<void> {
  await openPanel(lab, PANEL);
  await expect(lab.page.locator('.probes-switch button')).toBeVisible();
}

function charts(lab: LabPage) {
  return lab.page.locator('#inside-layers .chart canvas');
}

function chart(lab: LabPage, name: string) {
  return lab.page.getByRole('group', { name: `${name} chart` });
}

/** Every chart, and the table. */
async function showAll(lab: LabPage): Promise<void> {
  for (const box of await lab.page.locator('#inside-layers input[type=checkbox]').all()) await box.check();
  await lab.page.locator('#inside-layers .table-details > summary').click();
  await expect(lab.page.locator('#inside-layers tbody tr').first()).toBeVisible();
}

function measuresCsv(lab: LabPage): Promise<string> {
  return lab.page.locator('#table-details').evaluate((details: HTMLDetailsElement) => (details.open = true)).then(() => downloaded(lab, '#download-measures'));
}

function probesCsv(lab: LabPage): Promise<string> {
  return downloaded(lab, '#inside-layers button:text("Download as CSV")');
}

async function downloaded(lab: LabPage, button: string): Promise<string> {
  const [download] = await Promise.all([lab.page.waitForEvent('download'), lab.page.locator(button).click()]);
  return readFile(await download.path(), 'utf8');
}

function rowsOf(text: string): CsvRow[] {
  const [, names = '', ...lines] = text.trimEnd().split('\n').map((line) => line.replace(/"[^"]*"/, 'drop'));
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names.split(',')[index] ?? '', cell])));
}

function numberOf(row: CsvRow, name: string): number {
  return Number(row[name] === '' ? NaN : row[name]);
}
