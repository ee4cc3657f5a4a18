/** @file What is drawn and told beside the curves: accuracy as tutorials plot it, turning points, a pause that the reader sets, compute time. */
import { bestRunsByOthers, bestStepOf, expect, intervalOf, LONG, type Measured, meanOf, numberIn, runOf, runsAt, SMALL, test } from './lab-page';

const SET = 'v=1&data=synthetic&hidden=16,16&batch=32&device=cpu';
/** Three epochs of six steps. */
const THREE = `${SET}&train=192&test=100&epochs=3&replicates=3&drop=0.2,0.5,0.5&pin=0,0.2,0.2`;
/** Learns by heart: the baseline's test loss rises, from some epoch on beyond chance; the treatment's does not. Four steps to an epoch. */
const OVERFITS = 'v=1&data=synthetic&hidden=16,16&batch=16&device=cpu&train=64&test=200&epochs=40&lr=0.2&momentum=0.5&replicates=8';

test('accuracy as tutorials plot it is what the workers measured in the batches, and is off until asked for', async ({ lab }) => {
  const measured = await lab.finish(THREE);
  const entry = (arm: string) => lab.page.locator('#accuracy-chart').getByRole('button', { name: new RegExp(`^${arm} in batches, masks on`) });
  const overlay = lab.page.getByLabel(/As tutorials plot it/);
  await expect(overlay).not.toBeChecked();
  await expect(lab.page.locator('#batch-picture')).toBeHidden();
  expect((await lab.readAloud('accuracy-chart', 4)).join(' ')).not.toContain('in batches');
  await overlay.check();
  for (const arm of ['baseline', 'treatment']) await expect(entry(arm)).toBeVisible();
  // Two dotted lines are enough to explain; others would bury the chart.
  await expect(entry('pinned 1')).toHaveCount(0);

  const spoken = await lab.readAloud('accuracy-chart', 4);
  for (const arm of ['baseline', 'treatment']) {
    const told = spoken.map((line) => new RegExp(`${arm} in batches, masks on ([^,]+?)[,.]?(?= |$)`).exec(line)?.[1] ?? 'nothing');
    expect(told[0]).toBe('–');
    for (const epoch of [1, 2, 3]) {
      const mean = meanOf(batchAccuracies(measured, arm, epoch * 6));
      expect(Math.abs(numberIn(told[epoch] ?? '') - 100 * mean), `${arm} at epoch ${String(epoch)}: ${told[epoch] ?? ''}`).toBeLessThan(0.006);
    }
  }
  await overlay.uncheck();
  await expect(entry('treatment')).toHaveCount(0);
  await expect(lab.page.locator('#batch-picture')).toBeHidden();
});

test("the tutorial's gap is told in numbers beside the measured one, with what the masks do and what looking back does", async ({ lab }) => {
  const measured = await lab.finish(THREE);
  await lab.page.getByLabel(/As tutorials plot it/).check();
  const picture = lab.page.locator('#batch-picture');
  await expect(picture).toContainText("The tutorial's gap here would be");
  const gaps = ['treatment', 'baseline'].map((arm) => {
    const runs = runsAt(measured, arm, 18);
    return { batch: meanOf(runs.map((run) => (run.batch_accuracy ?? NaN) - run.test_accuracy)), off: meanOf(runs.map((run) => run.train_accuracy - run.test_accuracy)) };
  });
  const [treatment, baseline] = gaps.map(({ batch, off }) => ({ batch, off, shift: batch - off }));
  if (!treatment || !baseline) throw new Error('Two arms have gaps.');
  const told = [...(await picture.innerText()).matchAll(/([+−]?[\d.]+) pp/g)].map(([, value]) => numberIn(value ?? ''));
  const expected = [treatment.batch, treatment.off, treatment.shift, baseline.shift, treatment.shift - baseline.shift];
  expect(told).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(Math.abs((told[index] ?? NaN) - 100 * value)).toBeLessThan(0.006);
});

test("each arm's best epoch and its onset of overfitting are named beneath the Loss chart", async ({ lab }) => {
  const measured = await lab.finish(OVERFITS);
  const onsets = ['baseline', 'treatment'].map((arm) => onsetOf(measured, arm, 40 * 4));
  // Else nothing here would tell an onset from none.
  expect(onsets.map((onset) => onset !== undefined)).toEqual([true, false]);
  for (const [index, arm] of ['baseline', 'treatment'].entries()) {
    const onset = onsets[index];
    const tail = onset === undefined ? '' : `, overfitting from epoch ${String(onset / 4)} on`;
    const name = arm === 'baseline' ? 'Baseline' : 'Treatment';
    await expect(lab.page.locator('#loss-turns').getByText(`${name}: `)).toHaveText(`${name}: best test loss at epoch ${String(bestStepOf(measured, arm) / 4)}${tail}.`);
  }
});

test('with one replicate the page names the best epoch, but no onset, and says why', async ({ lab }) => {
  const measured = await lab.finish(OVERFITS.replace('replicates=8', 'replicates=1'));
  const best = String(bestStepOf(measured, 'baseline') / 4);
  await expect(lab.page.locator('#loss-turns li').first()).toHaveText(`Baseline: best test loss at epoch ${best} (one replicate: no onset of overfitting is named).`);
});

test('Pause at epoch pauses every run exactly there, and Run goes on to the end', async ({ lab }) => {
  await lab.open(SMALL.replace('epochs=3', 'epochs=6'));
  await lab.reaches('ready');
  const field = lab.page.getByLabel('Pause at epoch');
  await field.fill('4');
  await field.press('Tab');
  await expect(lab.page.locator('#pause-at-text')).toHaveText('Training pauses after epoch 4; Run then goes on to the end.');
  await lab.button('Run').click();
  await lab.reaches('paused');
  await expect(lab.root).toHaveAttribute('data-epoch', '4');
  const paused = await lab.witness();
  // Two steps to an epoch.
  expect(Object.values(paused.steps)).toEqual([8]);
  for (const arm of ['baseline', 'treatment']) expect(runsAt(paused.measured, arm, 8)).toHaveLength(2);
  await expect(lab.page.locator('#pause-at-text')).toHaveText('Epoch 4 is behind; Run goes on to the end. The next training pauses there again.');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(lab.root).toHaveAttribute('data-epoch', '6');
  expect((await lab.witness()).started).toEqual(paused.started);
});

test('a pause can be set and taken away while training goes on, and what is no epoch is refused', async ({ lab }) => {
  await lab.open(LONG);
  await lab.reaches('ready');
  const [field, text] = [lab.page.getByLabel('Pause at epoch'), lab.page.locator('#pause-at-text')];
  await field.fill('-3');
  await field.press('Tab');
  await expect(text).toHaveText('Found “-3”, expected a whole number from 1 to 1000; trains to the end.');
  await lab.button('Run').click();
  await lab.passesEpoch(1);
  // Far enough ahead that training cannot be past it when it is set.
  const at = (await lab.epoch()) + 400;
  await field.fill(String(at));
  await field.press('Tab');
  await lab.reaches('paused');
  await expect(lab.root).toHaveAttribute('data-epoch', String(at));
  await field.fill('');
  await field.press('Tab');
  await expect(text).toHaveText('Empty: train to the last epoch.');
  await lab.button('Run').click();
  await lab.passesEpoch(at + 1);
});

test('the compute time of each arm stands in the list of arms once it has trained, and not before', async ({ lab }) => {
  await lab.open(`${SMALL}&pin=0,0.2,0.2`);
  await lab.reaches('ready');
  const facts = lab.page.locator('#arm-list .arm-facts');
  await expect(facts).toHaveText(['', '', '']);
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(facts).toHaveText([/^\d+\.\d s for 2 runs$/, /^\d+\.\d s for 2 runs$/, /^\d+\.\d s for 2 runs$/]);
});

function batchAccuracies(measured: readonly Measured[], arm: string, step: number): number[] {
  return runsAt(measured, arm, step).map((run) => run.batch_accuracy ?? NaN);
}

/**
 * From where on the test loss lies above what each run had at the step that the others chose, by more than chance explains, at every
 * evaluation up to the last one and at three at least: looked for by hand, apart from the page.
 */
function onsetOf(measured: readonly Measured[], arm: string, last: number): number | undefined {
  const best = bestRunsByOthers(measured, arm);
  let [onset, risen]: [number | undefined, number] = [undefined, 0];
  for (let step = last; step > bestStepOf(measured, arm); step -= 4) {
    const { mean, half_width } = intervalOf(best.map((then) => runOf(measured, then, step).test_loss - then.test_loss));
    if (mean <= half_width) break;
    [onset, risen] = [step, risen + 1];
  }
  return risen >= 3 ? onset : undefined;
}
