/** @file The panel "Predictions": what it shows adds up to what was measured, by pointer, keyboard and file. */
import type { Locator } from '@playwright/test';
import { expect, type LabPage, type Measured, numberIn, test } from './lab-page';
import { findsNothing, fits, numbersOf, openPanel } from './inside-panels';
import { palettePng } from './palette-png';

const PANEL = 'inside-predictions';
const TEST_COUNT = 400;
const STEPS = 48;
/** One pair that learns something and stays unsure of much. */
const LINK = `v=1&train=600&test=${String(TEST_COUNT)}&hidden=32,32&drop=0,0.5,0.5&batch=50&lr=0.2&epochs=4&replicates=1&device=cpu`;
const SYNTHETIC = 'v=1&data=synthetic&train=64&test=64&hidden=16,16&batch=32&epochs=3&replicates=2&device=cpu';

test('filters count what was measured, and show it', async ({ lab }) => {
  const measured = await lab.finish(LINK);
  const panel = await opened(lab);
  const wrong = ['baseline', 'treatment'].map((arm) => Math.round((1 - accuracyOf(measured, arm)) * TEST_COUNT));
  const labels = await panel.locator('.gallery-filters label').allInnerTexts();
  const counts = labels.map((text) => Number(/\((.*)\)/.exec(text)?.[1]?.replace(',', '')));
  const [all, either, reference, other, differ, uncertain] = counts as [number, number, number, number, number, number];
  expect([all, reference, other, uncertain]).toEqual([TEST_COUNT, ...wrong, TEST_COUNT / 10]);
  expect(either).toBeGreaterThanOrEqual(Math.max(reference, other));
  expect(either).toBeLessThanOrEqual(reference + other);
  expect(differ).toBeGreaterThanOrEqual(Math.abs(reference - other));

  await panel.getByLabel(/^Wrong: treatment/).check();
  await expect(panel.locator('.gallery-where')).toHaveText(new RegExp(`of ${String(other)}$`));
  for (const predicted of await panel.locator('.gallery-card').locator('.gallery-predicted >> nth=1').allInnerTexts()) expect(predicted).toContain('✗');
  await panel.getByLabel('True class').selectOption('Shirt');
  expect(await panel.locator('.gallery-truth').allInnerTexts()).toContain('True: Shirt');
  expect(new Set(await panel.locator('.gallery-truth').allInnerTexts()).size).toBe(1);
  await panel.getByLabel(/^The two differ/).check();
  for (const card of await panel.locator('.gallery-card').all()) {
    const [first, second] = await card.locator('.gallery-predicted').allInnerTexts();
    expect(classIn(first)).not.toBe(classIn(second));
  }
});

test('the gallery is paged and its pictures opened by keyboard alone, and the focus comes back', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await opened(lab);
  const where = panel.locator('.gallery-where');
  await expect(where).toHaveText('1 to 12 of 400');
  await panel.locator('.gallery-button').first().focus();
  await lab.page.keyboard.press('PageDown');
  await expect(where).toHaveText('13 to 24 of 400');
  await lab.page.keyboard.press('ArrowLeft');
  await expect(where).toHaveText('1 to 12 of 400');
  await expect(panel.locator('.gallery-button').last()).toBeFocused();
  await lab.page.keyboard.press('End');
  await expect(where).toHaveText('397 to 400 of 400');
  await lab.page.keyboard.press('Home');
  await lab.page.keyboard.press('Enter');
  const dialog = lab.page.getByRole('dialog', { name: /^Test picture 1:/ });
  await expect(dialog).toBeVisible();
  const shares = await sharesIn(dialog);
  for (const side of shares) expect(sum(side)).toBeCloseTo(100, 0);
  await lab.page.keyboard.press('ArrowRight');
  await expect(lab.page.getByRole('dialog', { name: /^Test picture 2:/ })).toBeVisible();
  await lab.page.keyboard.press('Escape');
  await expect(panel.locator('.gallery-button').nth(1)).toBeFocused();
});

test('each confusion matrix adds up to the test pictures, its diagonal to the accuracy, and the difference is theirs', async ({ lab }) => {
  const measured = await lab.finish(LINK);
  const panel = await opened(lab);
  const [baseline, treatment, difference] = (await Promise.all([0, 1, 2].map((at) => numbersOf(panel.locator('.confusion').nth(at))))) as [number[][], number[][], number[][]];
  for (const [arm, matrix] of [['baseline', baseline], ['treatment', treatment]] as const) {
    expect(matrix.map((row) => row.length)).toEqual(Array.from({ length: 10 }, () => 10));
    expect(sum(matrix.flat())).toBe(TEST_COUNT);
    expect(sum(matrix.map((row, index) => row[index] ?? NaN)) / TEST_COUNT).toBeCloseTo(accuracyOf(measured, arm), 6);
  }
  expect(difference).toEqual(treatment.map((row, label) => row.map((value, predicted) => value - (baseline[label]?.[predicted] ?? NaN))));
  // The sentence names the largest cell away from the diagonal.
  const largest = Math.max(...baseline.flatMap((row, label) => row.filter((_, predicted) => predicted !== label)));
  await expect(panel.locator('.sentences li').first()).toHaveText(new RegExp(`^Baseline most often takes [^(]*\\(${String(largest)} of`));
});

test('the calibration bins hold every test picture, and say the same as the error and the accuracy', async ({ lab }) => {
  const measured = await lab.finish(LINK);
  const panel = await opened(lab);
  await panel.getByText('The bins as a table').click();
  const table = panel.locator('.calibration-bins');
  const rows = await table.locator('tbody tr').evaluateAll((bins) => bins.map((row) => [...row.querySelectorAll('td')].map((cell) => parseFloat(cell.textContent.replace('–', '0')))));
  expect(rows).toHaveLength(15);
  for (const [side, arm] of ['baseline', 'treatment'].entries()) {
    const bins = rows.map((row) => row.slice(side * 3, side * 3 + 3) as [number, number, number]);
    expect(sum(bins.map(([count]) => count))).toBe(TEST_COUNT);
    expect(sum(bins.map(([count, , accuracy]) => (count * accuracy) / TEST_COUNT))).toBeCloseTo(accuracyOf(measured, arm) * 100, 0);
    const error = sum(bins.map(([count, confidence, accuracy]) => (count / TEST_COUNT) * Math.abs(confidence - accuracy)));
    const said = await panel.locator('.inside-part', { has: lab.page.locator('.calibration-bins') }).locator('.sentences li').nth(side).innerText();
    expect(numberIn(/calibration error: (.*) pp/.exec(said)?.[1] ?? '')).toBeCloseTo(error, 0);
  }
});

test('a picture is drawn by keyboard: the probabilities follow, and clearing takes it away', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await opened(lab);
  const pad = panel.getByRole('application', { name: /^Drawing of 28 by 28 pixels/ });
  const words = panel.locator('.own-words');
  await expect(words).toHaveText(/^Nothing is drawn yet, and even an empty picture is given a class\. Baseline: .* Treatment: /);
  const empty = await sharesIn(panel.locator('.own-predicted'));
  await expect(pad.getByText('Draw here')).toBeVisible();
  await expect(pad.locator('.pad-cursor')).toBeHidden();
  await pad.focus();
  await expect(pad.locator('.pad-cursor')).toBeVisible();
  await lab.page.keyboard.press('Space');
  await expect(pad.getByText('Draw here')).toBeHidden();
  expect(sum(await pixelsOf(pad))).toBeGreaterThan(255);
  for (let step = 0; step < 8; step += 1) await lab.page.keyboard.press('Shift+ArrowDown');
  await expect(pad.locator('[aria-live]')).toHaveText('Row 23, column 15: 255 of 255.');
  await expect.poll(() => sharesIn(panel.locator('.own-predicted'))).not.toEqual(empty);
  await expect(words).toHaveText(/^Baseline: /);
  for (const side of await sharesIn(panel.locator('.own-predicted'))) expect(sum(side)).toBeCloseTo(100, 0);
  await panel.getByRole('button', { name: 'Clear' }).click();
  expect(sum(await pixelsOf(pad))).toBe(0);
  await expect.poll(() => sharesIn(panel.locator('.own-predicted'))).toEqual(empty);
});

test('over masked passes the treatment spreads and the baseline does not; without passes there is nothing to spread', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await opened(lab);
  await panel.locator('.gallery-button').first().click();
  await lab.page.getByRole('button', { name: 'Draw on it' }).click();
  const spread = (side: number): Promise<number[]> =>
    panel.locator('.own-predicted tbody tr').evaluateAll((rows, at) => rows.map((row) => parseFloat(row.querySelectorAll('.probability-spread')[at]?.textContent.split('±')[1] ?? 'NaN')), side);
  await expect.poll(async () => Math.max(...(await spread(1)))).toBeGreaterThan(0);
  expect(new Set(await spread(0))).toEqual(new Set([0]));
  await panel.getByLabel('Masked passes', { exact: true }).fill('0');
  await expect(panel.locator('.own-predicted caption')).toHaveText('Probability of each class, masks off');
  await expect(panel.locator('.own-predicted .probability-spread').first()).toBeEmpty();
});

test('a test picture taken to draw on is predicted the same there', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await opened(lab);
  await panel.locator('.gallery-button').nth(2).click();
  const dialog = lab.page.getByRole('dialog');
  const predicted = await sharesIn(dialog);
  await dialog.getByRole('button', { name: 'Draw on it' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => sharesIn(panel.locator('.own-predicted'))).toEqual(predicted);
});

test('a picture comes from a file: trimmed, centred and turned over as the boxes say, and nothing leaves the page', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await opened(lab);
  const pad = panel.getByRole('application', { name: /^Drawing/ });
  // A black square at the upper left of a white page.
  const rgba = Buffer.alloc(100 * 60 * 4, 255);
  for (let at = 0; at < 100 * 60; at += 1) if (at % 100 >= 10 && at % 100 < 30 && at >= 500 && at < 2500) rgba.set([0, 0, 0], at * 4);
  await panel.getByLabel('An image file').setInputFiles({ name: 'square.png', mimeType: 'image/png', buffer: palettePng({ width: 100, height: 60, rgba }) });
  await expect(panel.getByText('square.png: 100 × 60 pixels')).toBeVisible();
  // 20 by 20 pixels fill the grid.
  expect(await pixelsOf(pad)).toEqual(Array.from({ length: 784 }, () => 255));
  await panel.getByLabel('Trim and centre').uncheck();
  const whole = await pixelsOf(pad);
  expect([whole[14 * 28 + 14], whole[10 * 28 + 5]]).toEqual([0, 255]);
  await panel.getByLabel('Turn over where the ground is light').uncheck();
  expect((await pixelsOf(pad)).map((value) => 255 - value)).toEqual(whole);

  await panel.getByLabel('An image file').setInputFiles({ name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await expect(panel.getByText('words.txt: found nothing that this browser decodes as a picture')).toBeVisible();
  expect(lab.faults).toEqual([]);
});

test('a file dropped on the drawing is a picture, not data', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await opened(lab);
  const png = palettePng({ width: 2, height: 2, rgba: Buffer.alloc(16, 255) }).toString('base64');
  await panel.locator('.own-parts').evaluate(async (zone, base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
    for (const kind of ['dragover', 'drop']) zone.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    await Promise.resolve();
  }, png);
  await expect(panel.getByText('dropped.png: 2 × 2 pixels')).toBeVisible();
  await expect(lab.notices).toBeEmpty();
  await expect(lab.root).not.toHaveClass(/dropping/);
});

test('a second opening, and another reader, see the same', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await opened(lab);
  const seen = await panel.locator('.gallery, .confusions, .calibration-bins').allTextContents();
  await panel.locator('> summary').click();
  await expect(panel.locator('.gallery')).toBeHidden();
  const again = await opened(lab);
  expect(await again.locator('.gallery, .confusions, .calibration-bins').allTextContents()).toEqual(seen);
  const stranger = await lab.stranger();
  await stranger.finish(LINK);
  expect(await (await opened(stranger)).locator('.gallery, .confusions, .calibration-bins').allTextContents()).toEqual(seen);
});

test('other data has numbers for names', async ({ lab }) => {
  await lab.finish(SYNTHETIC);
  const panel = await opened(lab);
  await expect(panel.locator('.confusion').first().locator('tbody th').nth(3)).toHaveText('3');
  await expect(panel.locator('.gallery-where')).toHaveText('1 to 12 of 64');
});

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('axe finds nothing, with a picture open and without', async ({ lab }) => {
      await lab.finish(LINK);
      const panel = await opened(lab);
      await panel.getByText('The bins as a table').click();
      await findsNothing(lab, PANEL);
      await panel.locator('.gallery-button').first().click();
      await findsNothing(lab, PANEL);
    });
  });
}

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('everything fits, a picture opens, and the pad is drawn on by touch', async ({ lab }) => {
    await lab.finish(LINK);
    const panel = await opened(lab);
    await panel.getByText('The bins as a table').click();
    await fits(lab, PANEL);
    await panel.locator('.gallery-button').first().tap();
    await fits(lab, PANEL);
    await lab.page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
    const pad = panel.getByRole('application', { name: /^Drawing/ });
    await pad.tap();
    expect(sum(await pixelsOf(pad))).toBeGreaterThan(0);
  });
});

async function opened(lab: LabPage): Promise<Locator> {
  const panel = await openPanel(lab, PANEL);
  await expect(panel.locator('.gallery-card').first()).toBeVisible();
  return panel;
}

function accuracyOf(measured: readonly Measured[], arm: string): number {
  return measured.find((run) => run.arm === arm && run.step === STEPS)?.test_accuracy ?? NaN;
}

/** What each network predicts with masks off, in percent, class by class. */
async function sharesIn(place: Locator): Promise<[number[], number[]]> {
  const rows = await place.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('.probability')].map((cell) => parseFloat(cell.textContent))));
  return [rows.map((row) => row[0] ?? NaN), rows.map((row) => row[1] ?? NaN)];
}

function pixelsOf(pad: Locator): Promise<number[]> {
  return pad.locator('canvas').evaluate((canvas: HTMLCanvasElement) => [...(canvas.getContext('2d')?.getImageData(0, 0, 28, 28).data ?? [])].filter((_, at) => at % 4 === 0));
}

function classIn(predicted: string | undefined): string {
  return predicted?.replace(/^.*: /s, '').replace('✗ ', '').replace(/ \d+%$/, '').trim() ?? '';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
