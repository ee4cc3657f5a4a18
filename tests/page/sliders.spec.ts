/** @file The sliders: a drag trains the treatment anew and leaves the baseline alone; Keep training carries on. */
import { curvesOf, expect, type LabPage, LONG, SMALL, test } from './lab-page';

test('a drag trains only the treatment anew; the baseline keeps its curve and the old treatment stays as a ghost', async ({ lab }) => {
  await lab.finish(SMALL);
  const baseline = await lab.table('baseline');
  const treatment = await lab.table('treatment');
  const before = await lab.witness();

  await drag(lab, 'Hidden 1', 0.9);
  await expect(lab.page).toHaveURL(/drop=0,0\.\d+,0\.5/);
  await lab.reaches('finished');

  const after = await lab.witness();
  const restarted = after.started.slice(before.started.length).flatMap(({ runs }) => runs);
  expect(restarted.toSorted()).toEqual(['treatment/0', 'treatment/1']);
  expect(after.measured.slice(before.measured.length).map(({ arm }) => arm)).not.toContain('baseline');
  expect(await lab.table('baseline')).toEqual(baseline);
  await expect.poll(() => lab.table('treatment')).not.toEqual(treatment);
  await expect(lab.page.locator('#accuracy-chart').getByRole('button', { name: /before \(0 \/ 0\.5 \/ 0\.5\) test/ })).toBeVisible();
});

test('a drag trains once, for where it ends, not for each value on the way', async ({ lab }) => {
  await lab.finish(SMALL);
  const before = (await lab.witness()).started.flatMap(({ runs }) => runs).length;
  await drag(lab, 'Hidden 2', 0.1);
  await expect(lab.page).toHaveURL(/drop=/);
  await lab.reaches('finished');
  expect((await lab.witness()).started.flatMap(({ runs }) => runs)).toHaveLength(before + 2);
});

test('a drag while training leaves the baseline in training where it is', async ({ lab }) => {
  await lab.open(LONG);
  await lab.button('Run').click();
  await lab.passesEpoch(2);
  await lab.setSlider('Hidden 1', '0.8');
  await lab.passesEpoch(3);
  const { measured, started } = await lab.witness();
  expect(started.flatMap(({ runs }) => runs).filter((run) => run.startsWith('baseline'))).toHaveLength(2);
  const steps = measured.filter(({ arm, replicate }) => arm === 'baseline' && replicate === 0).map(({ step }) => step);
  expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
});

test('a drop probability of zero gives the baseline to the last bit', async ({ lab }) => {
  await lab.finish(SMALL);
  for (const layer of ['Hidden 1', 'Hidden 2'] as const) await lab.setSlider(layer, '0');
  await lab.reaches('finished');
  const { measured, started } = await lab.witness();
  const last = started.at(-1)?.run_set_id;
  const treatment = measured.filter(({ run_set_id }) => run_set_id === last).map((one) => ({ ...one, arm: 'baseline' }));
  const baseline = measured.filter(({ arm }) => arm === 'baseline');
  expect(curvesOf(treatment)).toEqual(curvesOf(baseline));
});

test('with Keep training a new probability goes on from the weights as they are, and the link tells from which step', async ({ lab }) => {
  await lab.open(LONG);
  await lab.button('Run').click();
  await lab.passesEpoch(2);
  const { started } = await lab.witness();
  await lab.page.getByRole('switch', { name: 'Keep training' }).check();
  await lab.setSlider('Hidden 1', '0.8');
  await expect(lab.page).toHaveURL(/then=\d+:0,0\.8,0\.5/);
  await expect(lab.page.locator('#sentences')).toContainText(/From step \d+ on the treatment drops 80% of hidden layer 1/);
  const epoch = await lab.epoch();
  await lab.passesEpoch(epoch + 2);
  expect((await lab.witness()).started).toEqual(started);
});

test('the link of a carried-on training gives the same curves from the start', async ({ lab }) => {
  const link = `${SMALL}&epochs=4`.replace('epochs=3&', '');
  await lab.open(link);
  await lab.reaches('ready');
  for (const epoch of ['1', '2']) {
    await lab.button('Step').click();
    await expect(lab.root).toHaveAttribute('data-epoch', epoch);
    await lab.reaches('paused');
  }
  await lab.page.getByRole('switch', { name: 'Keep training' }).check();
  await lab.setSlider('Hidden 2', '0.9');
  await expect(lab.page).toHaveURL(/then=4:0,0\.5,0\.9/);
  await lab.button('Run').click();
  await lab.reaches('finished');
  const carried_on = (await lab.witness()).measured;

  const stranger = await lab.stranger();
  const from_start = await stranger.finish(new URL(lab.page.url()).hash.slice(1));
  expect(curvesOf(from_start)).toEqual(curvesOf(carried_on));
});

/** Drags a slider's thumb with the pointer, over many places, to a share of its width. */
async function drag(lab: LabPage, layer: 'Hidden 1' | 'Hidden 2', to: number): Promise<void> {
  const slider = lab.slider(layer);
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('The slider is not shown.');
  const y = box.y + box.height / 2;
  await lab.page.mouse.move(box.x + box.width / 2, y);
  await lab.page.mouse.down();
  await lab.page.mouse.move(box.x + box.width * to, y, { steps: 12 });
  await lab.page.mouse.up();
}
