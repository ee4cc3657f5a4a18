/** @file The evidence: every measure with its interval, dots, verdict and sentence, compared when and as strictly as the reader says. */
import { bestStepOf, type Evidence, type EffectRow, expect, intervalOf, type LabPage, LONG, MEASURES, type Measured, meanOf, numberIn, runsAt, test } from './lab-page';

const SET = 'v=1&data=synthetic&hidden=16,16&batch=32&device=cpu';
/** Six epochs of six steps, three pairs. */
const THREE = `${SET}&train=192&test=100&epochs=6&replicates=3`;
const STEPS_PER_EPOCH = 6;
/** Three verdicts that single intervals give, of which the correction leaves one. */
const SOME_VERDICTS = `${SET}&train=100&test=100&epochs=20&lr=0.5&replicates=5&pin=0,0.2,0.2`;
/** The treatment of the second pair diverges in the fourth epoch, nothing else does. */
const ONE_DIVERGES = `${SET}&train=100&test=100&epochs=5&replicates=3&lr=6&weight_decay=0.25`;

test('after a finished run every measure has a row with its interval, a dot for each pair, a verdict and a sentence', async ({ lab }) => {
  const measured = await lab.finish(THREE);
  const { heading, arms, notes } = await lab.evidence();
  expect(heading).toBe('After epoch 6, compared with baseline');
  expect(arms.map(({ name }) => name)).toEqual(['treatment']);
  expect(arms[0]?.rows.map(({ label }) => label)).toEqual(Object.keys(MEASURES));
  for (const row of arms[0]?.rows ?? []) expectRow(row, measured, 6 * STEPS_PER_EPOCH);
  expect(notes.join(' ')).toContain('Of 6 comparisons without any effect, about one in twenty');
  // Beneath the charts of the two gaps stand the same sentences.
  for (const [index, chart] of ['accuracy', 'loss'].entries()) await expect(lab.page.locator(`#${chart}-verdict`)).toHaveText(arms[0]?.rows[index]?.sentence ?? 'none');
});

test('a step picked on a chart by click is compared and named, and Escape goes back to the last evaluation', async ({ lab }) => {
  const measured = await lab.finish(THREE);
  const plot = lab.page.locator('#gap-chart .u-over');
  await plot.scrollIntoViewIfNeeded();
  const { width } = (await plot.boundingBox()) ?? { width: NaN };
  await plot.click({ position: { x: (width * 2) / 6, y: 40 } });
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 2, compared with baseline');
  await expect(lab.page.getByRole('radio', { name: 'Step picked on the charts' })).toBeChecked();
  for (const row of (await lab.evidence()).arms[0]?.rows ?? []) expectRow(row, measured, 2 * STEPS_PER_EPOCH);
  await lab.page.keyboard.press('Escape');
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 6, compared with baseline');
  await expect(lab.page.getByRole('radio', { name: 'Last common evaluation' })).toBeChecked();
});

test('a step is picked with the keyboard, too, and until one is picked the page says how', async ({ lab }) => {
  const measured = await lab.finish(THREE);
  await lab.page.getByRole('radio', { name: 'Step picked on the charts' }).check();
  await expect(lab.page.locator('#compare-note')).toContainText('click one of the charts, or press Enter at its cursor');
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 6, compared with baseline');
  await lab.readAloud('loss-chart', 2);
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.locator('#loss-chart [aria-live]')).toHaveText('Epoch 1 picked.');
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 1, compared with baseline');
  await expect(lab.page.locator('#compare-note')).toHaveText('');
  for (const row of (await lab.evidence()).arms[0]?.rows ?? []) expectRow(row, measured, STEPS_PER_EPOCH);
  await lab.page.keyboard.press('Escape');
  await expect(lab.page.locator('#effects-heading')).toHaveText('After epoch 6, compared with baseline');
});

test("at each arm's best epoch the epochs are those of the lowest mean test loss, and the figures are called optimistic", async ({ lab }) => {
  const measured = await lab.finish(SOME_VERDICTS);
  const best = ['baseline', 'treatment', 'pinned-1'].map((arm) => bestStepOf(measured, arm));
  // Else picking an epoch for each arm would not differ from picking the last one.
  expect(best[0]).toBeLessThan(20 * 3);
  await lab.page.getByRole('radio', { name: "Each arm's best test epoch" }).check();
  await expect(lab.page.locator('#effects-heading')).toHaveText("At each arm's best epoch by test loss, compared with baseline");
  const [baseline, treatment, pinned] = best.map((step) => String(step / 3));
  const { arms, notes } = await lab.evidence();
  expect(notes[0]).toBe(
    `Best epochs: baseline at ${baseline ?? ''}, treatment at ${treatment ?? ''} and pinned 1 at ${pinned ?? ''}. These figures are optimistic: the epochs were picked by looking at the test set.`,
  );
  const [of_treatment, of_baseline] = [runsAt(measured, 'treatment', best[1] ?? -1), runsAt(measured, 'baseline', best[0] ?? -1)];
  const difference = meanOf(of_treatment.map((run) => run.test_loss)) - meanOf(of_baseline.map((run) => run.test_loss));
  expect(meanIn(rowOf(arms, 'treatment', 'Test loss'))).toBeCloseTo(difference, 3);
});

test('the correction for many comparisons takes verdicts away and gives none, and says so', async ({ lab }) => {
  await lab.finish(SOME_VERDICTS);
  const plain = await lab.evidence();
  expect(plain.notes.join(' ')).toContain('uncorrected');
  const holm = lab.page.getByRole('switch', { name: /Holm/ });
  await holm.check();
  await expect(lab.page.locator('#effects-notes')).toContainText('corrected for all 12 comparisons shown (Holm, 1979)');
  await expect(lab.page.locator('#effects-notes')).not.toContainText('uncorrected');
  const corrected = await lab.evidence();
  for (const [arm, { rows }] of corrected.arms.entries()) {
    for (const [index, row] of rows.entries()) {
      expect([plain.arms[arm]?.rows[index]?.verdict, 'inconclusive']).toContain(row.verdict);
      expect(row.sentence).toMatch(/corrected p [=<]/);
    }
  }
  expect(verdictsOf(plain)).toHaveLength(3);
  expect(verdictsOf(corrected)).toEqual(['larger']);
  await holm.uncheck();
  await expect(lab.page.locator('#effects-notes')).toContainText('uncorrected');
  expect(await lab.evidence()).toEqual(plain);
});

test('the smallest difference that matters is what the replicates are counted for', async ({ lab }) => {
  await lab.finish(SOME_VERDICTS);
  const open = (evidence: Evidence, of: 'accuracy' | 'loss'): EffectRow[] => evidence.arms[0]?.rows.filter((row) => row.verdict === 'inconclusive' && row.label.includes(of === 'accuracy' ? 'ccuracy' : 'oss')) ?? [];
  const plain = await lab.evidence();
  for (const unit of ['accuracy', 'loss'] as const) expect(open(plain, unit), unit).not.toEqual([]);
  expect(open(plain, 'loss').every(({ sentence }) => sentence.includes('an effect of this size'))).toBe(true);

  await enter(lab, /^accuracy/, '5');
  await expect(lab.page.locator('#effects-arms')).toContainText('an effect of 5.00 pp');
  const with_points = await lab.evidence();
  for (const { sentence } of open(with_points, 'accuracy')) expect(sentence).toContain('to show an effect of 5.00 pp with 80% power');
  expect(open(with_points, 'loss')).toEqual(open(plain, 'loss'));

  await enter(lab, /^loss/, '0.05');
  await expect(lab.page.locator('#effects-arms')).toContainText('an effect of 0.0500');
  const counts = async (): Promise<number[]> => open(await lab.evidence(), 'loss').map(({ sentence }) => Number(/about ([\d,]+) replicates/.exec(sentence)?.[1]?.replace(',', '')));
  const for_small = await counts();
  await enter(lab, /^loss/, '0.1');
  await expect(lab.page.locator('#effects-arms')).toContainText('an effect of 0.1000');
  // Twice the difference takes about a quarter of the replicates.
  for (const [index, count] of (await counts()).entries()) {
    expect(count / (for_small[index] ?? NaN)).toBeGreaterThan(0.2);
    expect(count / (for_small[index] ?? NaN)).toBeLessThan(0.35);
  }
  await enter(lab, /^loss/, '');
  await enter(lab, /^accuracy/, '');
  await expect(lab.page.locator('#effects-arms')).not.toContainText('an effect of 0.1000');
  await expect.poll(() => lab.evidence()).toEqual(plain);
});

test('one replicate has no interval, the page says why, and its offer of five trains the four that are missing', async ({ lab }) => {
  await lab.finish(THREE.replace('replicates=3', 'replicates=1'));
  const alone = await lab.evidence();
  expect(alone.arms[0]?.rows).toHaveLength(6);
  for (const { has_interval, dots, verdict, sentence } of alone.arms[0]?.rows ?? []) {
    expect({ has_interval, dots: dots.length, verdict }).toEqual({ has_interval: false, dots: 1, verdict: 'no interval' });
    expect(sentence).toContain('one replicate: no interval, so chance is not ruled out');
  }
  expect(alone.notes.join(' ')).toContain('cannot tell the arm from the luck of its seed');
  await expect(lab.page.locator('#single-replicate')).toContainText('a single pair of runs cannot tell dropout from the luck of its seed');
  const before = (await lab.witness()).started.length;

  await lab.page.locator('#effects-single').click();
  // Five is the default, which a link leaves out.
  await expect(lab.page).not.toHaveURL(/replicates=/);
  await lab.reaches('finished');
  await expect.poll(async () => (await lab.evidence()).arms[0]?.rows.map(({ dots }) => dots.length)).toEqual(Array(6).fill(5));
  const { started } = await lab.witness();
  const trained = started.slice(before).flatMap(({ runs }) => runs).toSorted();
  expect(trained).toEqual(['baseline', 'treatment'].flatMap((arm) => [1, 2, 3, 4].map((replicate) => `${arm}/${String(replicate)}`)));
  expect((await lab.evidence()).arms[0]?.rows.every(({ has_interval }) => has_interval)).toBe(true);
  await expect(lab.button('Use five replicates')).toHaveCount(0);
  await expect(lab.page.locator('#effects-title')).toBeFocused();
});

test('a run that diverges takes its pair out of every comparison, and the page tells which', async ({ lab }) => {
  const measured = await lab.finish(ONE_DIVERGES);
  const { heading, arms, notes } = await lab.evidence();
  expect(heading).toBe('After epoch 5, compared with baseline');
  expect(notes).toContain('Treatment: 1 replicate left out, because it diverged.');
  expect(arms[0]?.rows).toHaveLength(6);
  for (const row of arms[0]?.rows ?? []) {
    expect(row.dots.map((dot) => dot.split(':')[0])).toEqual(['Replicate 1', 'Replicate 3']);
    expect(row.sentence).toMatch(/, 2 pairs\)/);
    expect(Number.isFinite(meanIn(row))).toBe(true);
  }
  const left = measured.filter(({ replicate }) => replicate !== 1);
  for (const row of arms[0]?.rows ?? []) expectRow(row, left, 5 * 3);
  await expect(lab.page.locator('#loss-turns')).toContainText('replicate 2 diverged at step 12');
});

test('where every run diverges the page says that there is nothing to compare', async ({ lab }) => {
  await lab.finish(`${SET}&train=200&test=100&epochs=3&replicates=2&lr=10&weight_decay=1`);
  const { arms, heading } = await lab.evidence();
  expect(arms).toEqual([]);
  expect(heading).toBe('Nothing to compare: every pair has lost a run, because it diverged.');
  for (const arm of ['Baseline', 'Treatment']) await expect(lab.page.locator('#loss-turns')).toContainText(`${arm}: replicate 1 diverged at step 6; replicate 2 diverged at step 6.`);
});

test('early stopping is told as looking at the test set, and a run that stopped keeps its last values', async ({ lab }) => {
  const measured = await lab.finish(`${SET}&train=200&test=100&lr=1&patience=1&epochs=12&replicates=3`);
  const { arms, notes } = await lab.evidence();
  expect(notes).toContain('Early stopping picked where each run ends by looking at the test set, so the test measures are optimistic.');
  await expect(lab.page.locator('#loss-turns')).toContainText(/Treatment: .*stopped between epochs 1 and 5 in 3 of 3 replicates, by looking at the test set/);
  const last = (arm: string, replicate: number): number => measured.filter((run) => run.arm === arm && run.replicate === replicate).at(-1)?.test_loss ?? NaN;
  const dots = [0, 1, 2].map((replicate) => last('treatment', replicate) - last('baseline', replicate));
  for (const [index, dot] of dots.entries()) expect(valueOf(rowOf(arms, 'treatment', 'Test loss').dots[index])).toBeCloseTo(dot, 3);
});

test('what the test set leaves open is known at the end of training, and McNemar counts what the accuracies say', async ({ lab }) => {
  await lab.open(THREE);
  await lab.reaches('ready');
  await lab.button('Step').click();
  await lab.reaches('paused');
  await lab.page.getByText('The test set is finite, too').click();
  const host = lab.page.locator('#test-set');
  await expect(host).toHaveText('Known once training has ended.');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(host).toContainText('With other 100 test examples');
  const { measured } = await lab.witness();
  for (const replicate of [0, 1, 2]) {
    await host.getByLabel('Replicate').selectOption(String(replicate + 1));
    const line = host.getByText(/McNemar/);
    await expect(line).toHaveText(new RegExp(`^Replicate ${String(replicate + 1)}: `));
    const [, only_treatment, only_baseline] = /: (\d+) examples? told right by treatment alone, (\d+) examples? by baseline alone/.exec(await line.innerText()) ?? [];
    const [treatment, baseline] = ['treatment', 'baseline'].map((arm) => runsAt(measured, arm, 36)[replicate]?.test_accuracy ?? NaN);
    expect((Number(only_treatment) - Number(only_baseline)) / 100).toBeCloseTo((treatment ?? NaN) - (baseline ?? NaN), 9);
  }
});

test('evidence appears while training goes on, and its heading names the epoch', async ({ lab }) => {
  await lab.open(LONG);
  await lab.button('Run').click();
  await expect(lab.page.locator('#effects-heading')).toHaveText(/^After epoch [1-9]\d*, compared with baseline$/);
  await expect(lab.page.locator('.effect-row')).toHaveCount(6);
});

/** A row against what the workers measured: its dots, its interval, and that the verdict follows from the interval. */
function expectRow(row: EffectRow, measured: readonly Measured[], step: number): void {
  const of = MEASURES[row.label];
  if (!of) throw new Error(`"${row.label}" is no measure.`);
  const scale = row.label.includes('ccuracy') ? 100 : 1;
  const digits = scale === 100 ? 2 : 4;
  const others = runsAt(measured, 'baseline', step);
  const differences = runsAt(measured, 'treatment', step).map((run, index) => (of(run) - of(others[index] ?? run)) * scale);
  expect(row.dots).toHaveLength(differences.length);
  for (const [index, difference] of differences.entries()) expect(Math.abs(valueOf(row.dots[index]) - difference), row.label).toBeLessThan(0.6 * 10 ** -digits);
  const { mean, half_width } = intervalOf(differences);
  const [, low = '', high = '', of_mean = ''] = /95% interval (\S+)(?: pp)? to (\S+)(?: pp)?, mean ([^\s,]+)/.exec(row.strip) ?? [];
  for (const [shown, expected] of [[low, mean - half_width], [high, mean + half_width], [of_mean, mean]] as const) {
    // A table of Student's t has five digits.
    expect(Math.abs(numberIn(shown) - expected), `${row.label}: ${shown}`).toBeLessThan(0.6 * 10 ** -digits + 1e-4 * half_width);
  }
  expect(row.has_interval).toBe(true);
  expect(row.verdict).toBe(mean + half_width < 0 ? 'smaller' : mean - half_width > 0 ? 'larger' : 'inconclusive');
  expect(row.sentence).toContain(`${row.label}, treatment minus baseline: `);
  expect(row.sentence).toContain(`: ${row.verdict}.`);
}

function rowOf(arms: Evidence['arms'], name: string, label: string): EffectRow {
  const row = arms.find((arm) => arm.name === name)?.rows.find((one) => one.label === label);
  if (!row) throw new Error(`The evidence has no row "${label}" of ${name}.`);
  return row;
}

/** The mean that a row's strip tells. */
function meanIn({ strip }: EffectRow): number {
  return numberIn(/mean ([^\s,]+)/.exec(strip)?.[1] ?? '');
}

/** The value in a dot's title. */
function valueOf(dot: string | undefined): number {
  return numberIn(dot?.split(': ')[1] ?? '');
}

function verdictsOf({ arms }: Evidence): string[] {
  return arms.flatMap(({ rows }) => rows.map(({ verdict }) => verdict)).filter((verdict) => verdict !== 'inconclusive');
}

async function enter(lab: LabPage, label: RegExp, value: string): Promise<void> {
  const field = lab.page.getByRole('group', { name: 'Smallest difference that matters' }).getByLabel(label);
  await field.fill(value);
  await field.press('Tab');
}
