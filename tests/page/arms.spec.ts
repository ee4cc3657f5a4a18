/** @file Arms: pinned, named, compared with, ordered and removed without training anything twice; swapped; set beside their twin. */
import { expect, type LabPage, numberIn, SMALL, test } from './lab-page';

/** Two pinned arms; the reference is the second one. */
const TWO_PINNED = `${SMALL}&pin=first:0,0.2,0.2;second:0,0.8,0.8&reference=pinned-2`;

test('Pin keeps the treatment as an arm of its own and trains nothing; a slider then trains the treatment alone', async ({ lab }) => {
  await lab.finish(SMALL);
  const treatment = await lab.table('treatment');
  const { started } = await lab.witness();
  await lab.button('Pin').click();
  await expect(lab.page).toHaveURL(/pin=0,0\.5,0\.5/);
  await expect(lab.page.locator('#accuracy-chart').getByRole('button', { name: /^pinned 1 test/ })).toBeVisible();
  const pinned = await lab.table('pinned-1');
  expect(pinned).toEqual(treatment.map((row) => row.replace('treatment', 'pinned 1')));
  await lab.reaches('finished');
  expect((await lab.witness()).started).toEqual(started);
  // Once is enough.
  await expect(lab.button('Pin')).toHaveAttribute('aria-disabled', 'true');
  await expect(lab.page.locator('#pin-text')).toHaveText('The treatment is pinned already: move a slider first.');

  await lab.setSlider('Hidden 1', '0.9');
  await lab.reaches('finished');
  expect(await trainedSince(lab, started.length)).toEqual(['treatment/0', 'treatment/1']);
  expect(await lab.table('pinned-1')).toEqual(pinned);
  await expect.poll(async () => (await lab.evidence()).arms.map(({ name }) => name)).toEqual(['treatment', 'pinned 1']);
});

test('a name shows in the legend, the table, the evidence and the link, and the empty one takes it away', async ({ lab }) => {
  await lab.finish(`${SMALL}&pin=0,0.2,0.2`);
  const { started } = await lab.witness();
  const field = lab.page.getByLabel('Name of pinned arm 1');
  await field.fill("D2L's (0.2)");
  await field.press('Enter');
  await expect.poll(() => decodeURIComponent(lab.link)).toContain("pin=D2L's (0.2):0,0.2,0.2");
  for (const chart of ['accuracy', 'loss', 'gap', 'loss-gap']) await expect(lab.page.locator(`#${chart}-chart`).getByRole('button', { name: /^D2L's \(0\.2\)/ }).first()).toBeVisible();
  await expect.poll(async () => (await lab.table('pinned-1')).every((row) => row.includes("D2L's (0.2)"))).toBe(true);
  await expect.poll(async () => (await lab.evidence()).arms[1]?.name).toBe("D2L's (0.2)");
  expect((await lab.evidence()).arms[1]?.rows[0]?.sentence).toContain("D2L's (0.2) minus baseline");
  await expect(lab.page.getByRole('button', { name: "Remove D2L's (0.2)" })).toBeVisible();
  await field.fill('');
  await field.press('Enter');
  await expect(lab.page).toHaveURL(/pin=0,0\.2,0\.2/);
  await expect.poll(async () => (await lab.evidence()).arms[1]?.name).toBe('pinned 1');
  expect((await lab.witness()).started).toEqual(started);
});

test('a name that a link cannot carry, or that another arm has, is refused with what was found and expected, and the old one stays', async ({ lab }) => {
  await lab.finish(`${SMALL}&pin=mild:0,0.2,0.2;strong:0,0.8,0.8`);
  const before = { link: lab.link, evidence: await lab.evidence(), started: (await lab.witness()).started };
  const field = lab.page.getByLabel('Name of pinned arm 1');
  await field.fill('a;b:c<d>');
  await field.press('Tab');
  await expect(lab.notices).toContainText(`pin: found the name "a;b:c<d>", expected names of at most 24 letters, digits, spaces or -_./()'`);
  await expect(field).toHaveValue('mild');
  for (const [name, why] of [['treatment', 'none of them baseline or treatment'], ['strong', 'found the name "strong", which another arm has; expected one of its own']] as const) {
    await field.fill(name);
    await field.press('Tab');
    await expect(lab.notices).toContainText(why);
    await expect(field).toHaveValue('mild');
  }
  expect({ link: lab.link, evidence: await lab.evidence(), started: (await lab.witness()).started }).toEqual(before);
});

test('another reference turns the signs of what was compared with it, and trains nothing', async ({ lab }) => {
  await lab.finish(`${SMALL}&pin=mild:0,0.2,0.2`);
  const { started } = await lab.witness();
  const meanOf = (evidence: Awaited<ReturnType<LabPage['evidence']>>, name: string): number[] =>
    evidence.arms.find((arm) => arm.name === name)?.rows.map(({ strip }) => numberIn(/mean (\S+?),? /.exec(strip)?.[1] ?? '')) ?? [];
  const before = await lab.evidence();
  await lab.page.getByRole('radio', { name: 'Reference: mild' }).check();
  await expect(lab.page).toHaveURL(/reference=pinned-1/);
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 3, compared with mild');
  const after = await lab.evidence();
  expect(after.arms.map(({ name }) => name)).toEqual(['baseline', 'treatment']);
  expect(meanOf(before, 'mild')).toHaveLength(6);
  expect(meanOf(after, 'baseline')).toEqual(meanOf(before, 'mild').map((mean) => (mean === 0 ? 0 : -mean)));
  expect((await lab.witness()).started).toEqual(started);
});

test('an arm that moves takes its curve, its name and its part as the reference along, and keeps the focus', async ({ lab }) => {
  await lab.finish(TWO_PINNED);
  const { started } = await lab.witness();
  const [first, second] = [await lab.table('pinned-1'), await lab.table('pinned-2')];
  const evidence = await lab.evidence();
  await lab.page.getByRole('button', { name: 'Move up second' }).click();
  await expect.poll(() => decodeURIComponent(lab.link)).toContain('pin=second:0,0.8,0.8;first:0,0.2,0.2&reference=pinned-1');
  await expect(lab.page.getByRole('button', { name: 'Move down second' })).toBeFocused();
  await expect.poll(async () => [await lab.table('pinned-1'), await lab.table('pinned-2')]).toEqual([second, first]);
  await expect(lab.page.getByRole('radio', { name: 'Reference: second' })).toBeChecked();
  expect(await lab.evidence()).toEqual(evidence);
  expect((await lab.witness()).started).toEqual(started);
});

test('removing hands the focus on, gives the reference back to the baseline and leaves every other curve', async ({ lab }) => {
  await lab.finish(TWO_PINNED);
  const { started } = await lab.witness();
  const [first, treatment] = [await lab.table('pinned-1'), await lab.table('treatment')];
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 3, compared with second');
  await lab.page.getByRole('button', { name: 'Remove second' }).click();
  await expect(lab.page.getByRole('button', { name: 'Remove first' })).toBeFocused();
  await expect(lab.page).not.toHaveURL(/reference|second/);
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 3, compared with baseline');
  expect([await lab.table('pinned-1'), await lab.table('treatment')]).toEqual([first, treatment]);
  await lab.page.getByRole('button', { name: 'Remove first' }).press('Enter');
  await expect(lab.button('Pin')).toBeFocused();
  await expect(lab.page).not.toHaveURL(/pin=/);
  await expect(lab.page.locator('#table tr.arm-pinned-1')).toHaveCount(0);
  await lab.reaches('finished');
  expect((await lab.witness()).started).toEqual(started);
});

test('a sixth arm is pinned, a seventh is refused with the reason, and there is room again after one is removed', async ({ lab }) => {
  const rates = ['0.1', '0.2', '0.3', '0.4', '0.6'];
  await lab.open(`${SMALL}&drop=0,0.3,0.7&pin=${rates.map((rate) => `0,${rate},${rate}`).join(';')}`);
  await lab.reaches('ready');
  const rows = lab.page.locator('#arm-list li');
  await expect(rows).toHaveCount(7);
  await lab.button('Pin').click();
  await expect(rows).toHaveCount(8);
  await lab.setSlider('Hidden 1', '0.9');
  const full = 'Six arms are pinned, which is the most: remove one first.';
  for (const [name, text] of [['Pin', '#pin-text'], ['A/A check', '#aa-check-text']] as const) {
    await expect(lab.page.locator(text)).toHaveText(full);
    await expect(lab.button(name)).toHaveAttribute('aria-disabled', 'true');
    await lab.button(name).press('Enter');
    await expect(lab.button(name)).toBeFocused();
  }
  await lab.button('Swap').click();
  await expect(lab.notices).toContainText('pin: found 6 pinned arms already, which is the most; remove one first');
  await expect(rows).toHaveCount(8);
  await expect(lab.slider('Hidden 1')).toHaveValue('0.9');
  await lab.page.getByRole('button', { name: 'Remove pinned 2' }).click();
  await expect(rows).toHaveCount(7);
  await lab.button('Pin').click();
  await expect(rows).toHaveCount(8);
  await expect(lab.page).toHaveURL(/;0,0\.9,0\.7&/);
});

test('Swap trains exactly the swapped runs and compares them with the arm as it was', async ({ lab }) => {
  await lab.finish(`${SMALL}&drop=0,0.2,0.8`);
  const { started } = await lab.witness();
  const unswapped = await lab.table('treatment');
  await lab.button('Swap').click();
  await expect(lab.page).toHaveURL(/drop=0,0\.8,0\.2&pin=unswapped:0,0\.2,0\.8&reference=pinned-1/);
  await lab.reaches('finished');
  expect(await trainedSince(lab, started.length)).toEqual(['treatment/0', 'treatment/1']);
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 3, compared with unswapped');
  await expect.poll(() => lab.table('pinned-1')).toEqual(unswapped.map((row) => row.replace('treatment', 'unswapped')));
  const { arms } = await lab.evidence();
  expect(arms.map(({ name }) => name)).toEqual(['baseline', 'treatment']);
  expect(arms[1]?.rows[0]?.sentence).toMatch(/treatment minus unswapped: .*2 pairs/);
  await expect(lab.notices).toContainText('reference: all arms are compared with unswapped now, no longer with baseline');

  // Back again: the two arms change places, nothing trains and no third one comes.
  const treatment = await lab.table('treatment');
  const trained = (await lab.witness()).started;
  await lab.button('Swap').click();
  await expect(lab.page).toHaveURL(/drop=0,0\.2,0\.8&pin=unswapped:0,0\.8,0\.2&reference=pinned-1/);
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).toEqual(unswapped);
  expect(await lab.table('pinned-1')).toEqual(treatment.map((row) => row.replace('treatment', 'unswapped')));
  expect((await lab.witness()).started).toEqual(trained);
});

test('probabilities that are equal cannot be swapped, and the page says so until they differ', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await expect(lab.button('Swap')).toBeDisabled();
  await expect(lab.page.locator('#swap-text')).toHaveText('Both hidden layers drop 0.5: set different probabilities first.');
  await lab.setSlider('Hidden 1', '0.2');
  await expect(lab.button('Swap')).toBeEnabled();
  await expect(lab.page.locator('#swap-text')).toContainText('Exchange hidden 1 and hidden 2');
});

test('the A/A check trains the twin alone, draws the noise band on both gap charts, and compares without pairs', async ({ lab }) => {
  await lab.finish(`${SMALL.replace('replicates=2', 'replicates=3')}`);
  const { started } = await lab.witness();
  const noise = (chart: string) => lab.page.locator(`#${chart}-chart`).getByRole('button', { name: /^noise band: equal settings, other seeds/ });
  await expect(noise('gap')).toHaveCount(0);
  await lab.button('A/A check').click();
  await expect(lab.page).toHaveURL(/pin=again:0,0\.5,0\.5@1000001&reference=pinned-1/);
  await lab.reaches('finished');
  expect(await trainedSince(lab, started.length)).toEqual(['pinned-1/0', 'pinned-1/1', 'pinned-1/2']);
  for (const chart of ['accuracy', 'loss']) await expect(noise(chart)).toHaveCount(0);
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 3, compared with again');
  const { arms, notes } = await lab.evidence();
  expect(notes.join(' ')).toContain("Again starts from other seeds than baseline and treatment, so no replicate of it has a partner there (Welch's interval, 1947)");
  expect(notes).toContain('Treatment and again differ in their seeds alone: whatever differs there is chance, and a verdict of smaller or larger a false alarm.');
  const treatment = arms.find(({ name }) => name === 'treatment')?.rows ?? [];
  expect(treatment).toHaveLength(6);
  for (const { sentence } of treatment) expect(sentence).toContain('3 replicates each');
  // The band is as wide as the interval of the difference between the two.
  for (const [chart, row, digits] of [['gap', treatment[0], 2], ['loss-gap', treatment[1], 3]] as const) {
    await expect(noise(chart)).toContainText('±');
    const half_width = numberIn(/± (\S+)/.exec(await noise(chart).innerText())?.[1] ?? '');
    const [, low = '', high = ''] = /95% interval (\S+)(?: pp)? to (\S+?)(?: pp)?,/.exec(row?.strip ?? '') ?? [];
    expect(Math.abs(half_width - (numberIn(high) - numberIn(low)) / 2)).toBeLessThan(1.1 * 10 ** -digits);
  }
  await expect(lab.page.locator('#arm-list li').last()).toContainText('different seeds');
});

test("the link carries arms, names, seeds and reference, and opens the same in a stranger's browser", async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.button('Pin').click();
  await expect(lab.page).toHaveURL(/pin=/);
  const field = lab.page.getByLabel('Name of pinned arm 1');
  await field.fill('old rate');
  await field.press('Enter');
  await expect.poll(() => decodeURIComponent(lab.link)).toContain('old rate');
  await lab.setSlider('Hidden 2', '0.2');
  await lab.button('A/A check').click();
  await lab.reaches('finished');
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 3, compared with again');
  await expect.poll(async () => (await lab.evidence()).arms.map(({ name, rows }) => `${name} ${String(rows.length)}`)).toEqual(['baseline 6', 'treatment 6', 'old rate 6']);

  const stranger = await lab.stranger();
  await stranger.finish(lab.link);
  expect(stranger.link).toBe(lab.link);
  const evidence = await lab.evidence();
  await expect.poll(() => stranger.evidence()).toEqual(evidence);
  for (const arm of ['baseline', 'treatment', 'pinned-1', 'pinned-2']) expect(await stranger.table(arm)).toEqual(await lab.table(arm));
  await expect(stranger.page.getByLabel('Name of pinned arm 1')).toHaveValue('old rate');
  await expect(stranger.page.getByRole('radio', { name: 'Reference: again' })).toBeChecked();
  await expect(stranger.notices).toHaveText('');
});

/** The runs that were begun after the first so many starts. */
async function trainedSince(lab: LabPage, starts: number): Promise<string[]> {
  return (await lab.witness()).started.slice(starts).flatMap(({ runs }) => runs).toSorted();
}
