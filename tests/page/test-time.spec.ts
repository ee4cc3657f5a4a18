/** @file The panel "Dropout at test time": masked passes averaged, stopped, read at any k, and without their scaling. */
import type { Locator } from '@playwright/test';
import { expect, type LabPage, type Measured, numberIn, test } from './lab-page';
import { findsNothing, fits, openPanel } from './inside-panels';

const PANEL = 'inside-test-time';
const LINK = 'v=1&train=600&test=400&hidden=64,64&drop=0,0.5,0.5&batch=50&lr=0.2&epochs=8&replicates=1&device=cpu';
const LAST_STEP = 96;

test('with masks off it shows what was measured', async ({ lab }) => {
  const measured = await lab.finish(LINK);
  const panel = await openPanel(lab, PANEL);
  const cells = await tableAt(panel);
  expect(Object.keys(cells)).toEqual(['baseline, masks off', 'treatment, masks off']);
  for (const arm of ['baseline', 'treatment']) {
    const run = runAt(measured, arm, LAST_STEP);
    expect(cells[`${arm}, masks off`]?.['accuracy']).toBe(`${(run.test_accuracy * 100).toFixed(2)}%`);
    expect(numberIn(cells[`${arm}, masks off`]?.['loss'] ?? '')).toBeCloseTo(run.test_loss, 2);
  }
});

test('passes come in one by one up to k; each smaller k can be read, on the slider and on the curve', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await passes(lab, 12);
  const at_twelve = await tableAt(panel);
  // The baseline drops nothing: each of its passes is the same.
  expect(at_twelve['baseline, averaged']?.['accuracy']).toBe(at_twelve['baseline, masks off']?.['accuracy']);
  expect(at_twelve['baseline, averaged']?.['mutual information (nats)']).toBe('0.000');
  expect(at_twelve['baseline, averaged']?.['class changes between passes']).toBe('0.0%');
  expect(numberIn(at_twelve['treatment, averaged']?.['mutual information (nats)'] ?? '')).toBeGreaterThan(0.01);
  await expect(panel.locator('.sentences')).toContainText('Baseline drops nothing, so each of its passes is the same');

  const spoken = await lab.readAloud('pass-error-chart', 12);
  const slider = panel.getByLabel('Masked passes averaged, k');
  for (const k of [1, 5]) {
    await slider.fill(String(k));
    await expect(panel.locator('.passes-at caption')).toHaveText(k === 1 ? 'Test set, masks off and averaged over one pass' : `Test set, masks off and averaged over ${String(k)} passes`);
    const error = 100 - numberIn((await tableAt(panel))['treatment, averaged']?.['accuracy'] ?? '');
    expect(spoken[k - 1]).toContain(`Passes ${String(k)}: `);
    expect(spoken[k - 1]).toContain(`treatment averaged ${error.toFixed(2)}%`);
  }
  // Nothing was taken again: the curve still has all twelve.
  await slider.fill('12');
  expect(await tableAt(panel)).toEqual(at_twelve);
  await panel.getByText('The curves as a table').click();
  await expect(panel.locator('.passes-over tbody th')).toHaveText(['1', '2', '3', '5', '10']);
});

test('the average comes near masks off, and its standard error falls as 1/√k', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await passes(lab, 100);
  const { 'treatment, masks off': off, 'treatment, averaged': averaged } = await tableAt(panel);
  const [single] = await lab.readAloud('pass-error-chart', 1);
  const error_of_one = numberIn(/treatment averaged (\S+)%/.exec(single ?? '')?.[1] ?? '');
  const error = (cells: Record<string, string> | undefined): number => 100 - numberIn(cells?.['accuracy'] ?? '');
  expect(error(averaged)).toBeLessThan(error_of_one);
  expect(Math.abs(error(averaged) - error(off))).toBeLessThan(3);
  await panel.getByText('The curves as a table').click();
  await expect(panel.locator('.passes-over tbody th').last()).toHaveText('100');
  const rows = await panel.locator('.passes-over tbody tr').evaluateAll((all) => all.map((row) => [row.querySelector('th')?.textContent ?? '', row.querySelectorAll('td')[5]?.textContent ?? '']));
  const errors = new Map(rows.map(([k, text]) => [Number(k), numberIn(text ?? '')]));
  for (const [few, many] of [[10, 50], [20, 100], [50, 100]] as const) {
    const fallen = (errors.get(few) ?? NaN) / (errors.get(many) ?? NaN);
    expect(fallen / Math.sqrt(many / few)).toBeGreaterThan(0.9);
    expect(fallen / Math.sqrt(many / few)).toBeLessThan(1.1);
  }
});

test('on the default settings the average over a hundred passes is within a point of masks off', async ({ lab }) => {
  const measured = await lab.finish('v=1&replicates=1&passes=100&device=cpu');
  const last_step = Math.max(...measured.map(({ step }) => step));
  const ofTreatment = async () => (await lab.witness()).test_time.find(({ arm, step }) => arm === 'treatment' && step === last_step)?.test_time.masked;
  await expect.poll(ofTreatment, { timeout: 60_000 }).toBeDefined();
  const masked = await ofTreatment();
  expect(masked?.passes).toBe(100);
  expect(Math.abs((masked?.averaged_accuracy ?? NaN) - runAt(measured, 'treatment', last_step).test_accuracy)).toBeLessThan(0.01);
});

test('passes stop where the reader says, and go on from there', async ({ lab }) => {
  await lab.finish(LINK.replace('test=400', 'test=5000'));
  const panel = await openPanel(lab, PANEL);
  await panel.getByRole('switch', { name: 'Masks on at test time' }).check();
  await panel.getByLabel('Masked passes averaged, k').fill('100');
  const progress = panel.locator('.test-time-progress');
  await expect(progress).toHaveText(/^Pass \d+ of 100, at epoch 8\./);
  await expect.poll(async () => reached(await progress.innerText())).toBeGreaterThan(1);
  await panel.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.getByRole('button', { name: 'Go on' })).toBeVisible();
  const stopped_at = reached(await progress.innerText());
  expect(stopped_at).toBeLessThan(98);
  await lab.page.waitForTimeout(1000);
  // The pass under way still counts.
  expect(reached(await progress.innerText())).toBeLessThanOrEqual(stopped_at + 1);
  await panel.getByLabel('Masked passes averaged, k').fill(String(stopped_at + 3));
  await panel.getByRole('button', { name: 'Go on' }).click();
  await expect(progress).toHaveText(new RegExp(`^${String(stopped_at + 3)} of ${String(stopped_at + 3)} passes`), { timeout: 60_000 });
});

test('without the scaling the loss is another, and the sentence says by how much', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await passes(lab, 10);
  const scaled = await tableAt(panel);
  await panel.getByRole('switch', { name: /forgot to scale/ }).check();
  await expect(panel.locator('.test-time-progress')).toContainText('Not scaled: 10 of 10', { timeout: 60_000 });
  const both = await tableAt(panel);
  expect(both['treatment, averaged']).toEqual(scaled['treatment, averaged']);
  const [with_scale, without] = ['treatment, averaged', 'treatment, not scaled'].map((column) => numberIn(both[column]?.['loss'] ?? '')) as [number, number];
  expect(Math.abs(without - with_scale)).toBeGreaterThan(0.01);
  await expect(panel.locator('.sentences')).toContainText(`its loss goes from ${with_scale.toFixed(3)} to ${without.toFixed(3)}`);
  await expect(panel.locator('.sentences')).toContainText('Baseline drops nothing: its keep probability is 1');
  expect((await lab.readAloud('pass-loss-chart', 1))[0]).toContain('treatment not scaled');
  // Back to more scaled passes: those there are count once.
  await panel.getByLabel('Masked passes averaged, k').fill('12');
  await expect(panel.locator('.test-time-progress')).toHaveText(/^12 of 12 passes.*Not scaled: 12 of 12/, { timeout: 60_000 });
  await panel.getByLabel('Masked passes averaged, k').fill('10');
  await expect.poll(() => tableAt(panel)).toEqual(both);
});

test('the pictures that the passes disagree on most are shown, the largest mutual information first', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await passes(lab, 20);
  const texts = await panel.locator('.disputed-pictures li').allInnerTexts();
  expect(texts).toHaveLength(6);
  const informations = texts.map((text) => numberIn(/Mutual information (\S+)/.exec(text)?.[1] ?? ''));
  expect(informations).toEqual(informations.toSorted((a, b) => b - a));
  await expect(panel.getByRole('heading', { name: "Where treatment's passes disagree most" })).toBeVisible();
});

test('a second opening, and another reader, get the same numbers', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await passes(lab, 10);
  const seen = await tableAt(panel);
  await panel.locator('> summary').click();
  await expect(panel.locator('.passes-at')).toBeHidden();
  await panel.locator('> summary').click();
  await expect.poll(() => tableAt(panel)).toEqual(seen);
  const stranger = await lab.stranger();
  await stranger.finish(LINK);
  expect(await tableAt(await passes(stranger, 10))).toEqual(seen);
});

test('a number of passes is picked on a curve by keyboard', async ({ lab }) => {
  await lab.finish(LINK);
  const panel = await passes(lab, 8);
  await lab.readAloud('pass-loss-chart', 3);
  await lab.page.keyboard.press('Enter');
  await expect(panel.getByLabel('Masked passes averaged, k')).toHaveValue('3');
  await expect(panel.locator('.passes-at caption')).toContainText('averaged over 3 passes');
});

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('axe finds nothing, masks off and on', async ({ lab }) => {
      await lab.finish(LINK);
      const panel = await openPanel(lab, PANEL);
      await expect(panel.locator('.passes-at')).toBeVisible();
      await findsNothing(lab, PANEL);
      await passes(lab, 3);
      await panel.getByRole('switch', { name: /forgot to scale/ }).check();
      await panel.getByText('The curves as a table').click();
      await expect(panel.locator('.test-time-progress')).toContainText('Not scaled: 3 of 3');
      await findsNothing(lab, PANEL);
    });
  });
}

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('everything fits', async ({ lab }) => {
    await lab.finish(LINK);
    const panel = await passes(lab, 5);
    await panel.getByRole('switch', { name: /forgot to scale/ }).check();
    await panel.getByText('The curves as a table').click();
    await expect(panel.locator('.test-time-progress')).toContainText('Not scaled: 5 of 5');
    await fits(lab, PANEL);
  });
});

/** Opens the panel, turns masks on and waits for so many passes. */
async function passes(lab: LabPage, k: number): Promise<Locator> {
  const panel = await openPanel(lab, PANEL);
  await panel.getByRole('switch', { name: 'Masks on at test time' }).check();
  await panel.getByLabel('Masked passes averaged, k').fill(String(k));
  await expect(panel.locator('.test-time-progress')).toHaveText(new RegExp(`^${String(k)} of ${String(k)} passes`), { timeout: 60_000 });
  await expect(panel.locator('.passes-at caption')).toContainText(k === 1 ? 'one pass' : `${String(k)} passes`);
  return panel;
}

/** The cells of the table at the number of passes read, by column and row. */
async function tableAt(panel: Locator): Promise<Record<string, Record<string, string>>> {
  await expect(panel.locator('.passes-at')).toBeVisible();
  return panel.locator('.passes-at').evaluate((table: HTMLTableElement) => {
    const columns = [...(table.tHead?.rows[0]?.cells ?? [])].slice(1).map((cell) => cell.textContent);
    const rows = [...(table.tBodies[0]?.rows ?? [])];
    return Object.fromEntries(columns.map((column, at) => [column, Object.fromEntries(rows.map((row) => [row.cells[0]?.textContent ?? '', row.cells[at + 1]?.textContent ?? '']))]));
  });
}

function reached(progress: string): number {
  return Number(/^(?:Pass )?(\d+)/.exec(progress)?.[1] ?? 0);
}

function runAt(measured: readonly Measured[], arm: string, step: number): Measured {
  const run = measured.find((one) => one.arm === arm && one.step === step);
  if (!run) throw new Error(`${arm} was not measured at step ${String(step)}.`);
  return run;
}
