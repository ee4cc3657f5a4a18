/** @file Run, Pause, Step, Continue, Reset, New seeds and Swap each do what they say. */
import { curvesOf, expect, LONG, SMALL, test } from './lab-page';

test('nothing trains before Run is pressed', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await expect(lab.root).toHaveAttribute('data-backend', 'cpu');
  expect((await lab.witness()).started).toEqual([]);
});

test('autorun in a link starts training by itself', async ({ lab }) => {
  await lab.open(`${SMALL}&autorun=1`);
  await lab.reaches('finished');
});

test('Pause keeps every weight where it is, and Run goes on from there', async ({ lab }) => {
  await lab.open(LONG);
  await lab.button('Run').click();
  await lab.passesEpoch(2);
  await lab.button('Pause').click();
  await lab.reaches('paused');
  // A slice that was under way is reported first; after that nothing may move.
  await expect.poll(async () => (await lab.witness()).settled).toBe(2);
  const { started, steps } = await lab.witness();
  await lab.button('Share').click();
  await expect(lab.page.getByLabel('Link to this experiment')).toBeVisible();
  expect((await lab.witness()).steps).toEqual(steps);
  await lab.button('Run').click();
  await lab.reaches('running');
  const epoch = await lab.epoch();
  await lab.passesEpoch(epoch + 2);
  const later = await lab.witness();
  expect(later.started).toEqual(started);
  for (const [run_set_id, step] of Object.entries(steps)) expect(later.steps[Number(run_set_id)]).toBeGreaterThan(step);
});

test('Step trains exactly one epoch and pauses', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  for (const epoch of ['1', '2']) {
    await lab.button('Step').click();
    await expect(lab.root).toHaveAttribute('data-epoch', epoch);
    await lab.reaches('paused');
  }
  await lab.button('Step').click();
  await lab.reaches('finished');
  await expect(lab.root).toHaveAttribute('data-epoch', '3');
});

test('stepping through the epochs gives the same curves as running through them', async ({ lab }) => {
  const run = await lab.finish(SMALL);
  const stepped = await lab.stranger();
  await stepped.open(SMALL);
  await stepped.reaches('ready');
  for (const [epoch, phase] of [['1', 'paused'], ['2', 'paused'], ['3', 'finished']] as const) {
    await stepped.button('Step').click();
    await expect(stepped.root).toHaveAttribute('data-epoch', epoch);
    await stepped.reaches(phase);
  }
  expect(curvesOf((await stepped.witness()).measured)).toEqual(curvesOf(run));
});

test('Continue adds the same number of epochs again, from the weights as they are', async ({ lab }) => {
  const first = await lab.finish(SMALL);
  await lab.button('Continue').click();
  await expect(lab.page).toHaveURL(/epochs=6/);
  await lab.reaches('finished');
  await expect(lab.root).toHaveAttribute('data-epoch', '6');
  const { measured, started } = await lab.witness();
  // Every run began once and was never trained again from step 0.
  expect(started.flatMap(({ runs }) => runs)).toHaveLength(4);
  expect(curvesOf(measured.slice(0, first.length))).toEqual(curvesOf(first));
});

test('Reset goes back to step 0, and the same curves come again', async ({ lab }) => {
  const first = await lab.finish(SMALL);
  await lab.button('Reset').click();
  await lab.reaches('ready');
  await expect(lab.root).not.toHaveAttribute('data-epoch');
  await lab.button('Run').click();
  await lab.reaches('finished');
  const again = (await lab.witness()).measured.slice(first.length);
  expect(curvesOf(again)).toEqual(curvesOf(first));
});

test('New seeds changes the seed in the link and gives other curves', async ({ lab }) => {
  const first = await lab.finish(SMALL);
  await lab.button('New seeds').click();
  await expect(lab.page).toHaveURL(/seed=\d+/);
  await lab.reaches('finished');
  const other = (await lab.witness()).measured.slice(first.length);
  expect(other).toHaveLength(first.length);
  expect(curvesOf(other)).not.toEqual(curvesOf(first));
});

test('Swap exchanges the drop probabilities of the hidden layers, and pins and compares with what was there', async ({ lab }) => {
  await lab.open(`${SMALL}&drop=0.1,0.2,0.6`);
  await lab.reaches('ready');
  await lab.button('Swap').click();
  await expect(lab.page).toHaveURL(/drop=0\.1,0\.6,0\.2&pin=unswapped:0\.1,0\.2,0\.6&reference=pinned-1/);
  await expect(lab.slider('Hidden 1')).toHaveValue('0.6');
  await expect(lab.slider('Hidden 2')).toHaveValue('0.2');
  await expect(lab.page.getByRole('radio', { name: 'Reference: unswapped' })).toBeChecked();
});
