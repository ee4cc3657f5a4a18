/** @file Undo, redo and the browser's Back: one step for each change that came to rest, curves from memory, nothing trained unasked. */
import { curvesOf, expect, type LabPage, LONG, SMALL, test } from './lab-page';

/** The same link as the page writes it, without what is the default. */
const CANONICAL = SMALL.replace('&batch=32', '');

test('Undo takes a change back with its curves, Redo makes it again, and neither trains anything', async ({ lab }) => {
  await lab.finish(SMALL);
  const treatment = await lab.table('treatment');
  await expect(lab.button('Undo')).toBeDisabled();
  await lab.setSlider('Hidden 1', '0.8');
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).not.toEqual(treatment);
  const changed = await lab.table('treatment');
  await expect(lab.button('Undo')).toHaveAccessibleDescription('Drop probabilities back to 0,0.5,0.5.');
  const { started } = await lab.witness();

  await lab.button('Undo').click();
  await expect(lab.slider('Hidden 1')).toHaveValue('0.5');
  await lab.reaches('finished');
  await expect.poll(() => lab.table('treatment')).toEqual(treatment);
  await expect(lab.page.locator('#undo-said')).toHaveText('Undone. Drop probabilities back to 0,0.5,0.5.');
  // The button that was pressed has nothing left to undo.
  await expect(lab.button('Redo')).toBeFocused();

  await lab.button('Redo').click();
  await expect(lab.slider('Hidden 1')).toHaveValue('0.8');
  await expect.poll(() => lab.table('treatment')).toEqual(changed);
  expect((await lab.witness()).started).toEqual(started);
});

test('a drag is one step of Undo and one entry of the history, however often it rests', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const before = await entries(lab);
  const slider = lab.slider('Hidden 1');
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('The slider is not shown.');
  const y = box.y + box.height / 2;
  await lab.page.mouse.move(box.x + box.width / 2, y);
  await lab.page.mouse.down();
  for (const share of [0.6, 0.7, 0.8, 0.9]) {
    const from = lab.page.url();
    await lab.page.mouse.move(box.x + box.width * share, y, { steps: 3 });
    // The address tells that the drag came to rest, while the button is still held.
    await expect.poll(() => lab.page.url()).not.toBe(from);
  }
  await lab.page.mouse.up();
  expect(await entries(lab)).toBe(before + 1);
  await lab.button('Undo').click();
  await expect(slider).toHaveValue('0.5');
  await expect(lab.button('Undo')).toBeDisabled();
});

test('Back and Forward bring experiments back as they were, also cards and presets, each one entry', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const before = await entries(lab);
  await change(lab, 'Learning rate', '0.25');
  await change(lab, 'Epochs', '7');
  await lab.page.getByRole('link', { name: /D2L before 2021/ }).click();
  await expect(lab.page).toHaveURL(/init=normal/);
  await lab.page.getByRole('link', { name: 'Does training go on if I call it again? Reset or continue?' }).click();
  await expect(lab.page.locator('#card')).toBeVisible();
  expect(await entries(lab)).toBe(before + 4);

  const urls = [lab.page.url()];
  await lab.page.goBack();
  await expect(lab.page.locator('#card')).toBeHidden();
  await expect(lab.page).toHaveURL(/init=normal/);
  urls.push(lab.page.url());
  await lab.page.goBack();
  await expect(lab.page.getByLabel('Learning rate')).toHaveValue('0.25');
  await expect(lab.page.getByLabel('Epochs')).toHaveValue('7');
  await lab.page.goBack();
  await expect(lab.page.getByLabel('Epochs')).toHaveValue('3');
  await lab.page.goBack();
  await expect(lab.page.getByLabel('Learning rate')).toHaveValue('0.1');
  expect(lab.link).toBe(CANONICAL);
  for (let step = 0; step < 4; step += 1) await lab.page.goForward();
  await expect(lab.page.locator('#card')).toBeVisible();
  expect(lab.page.url()).toBe(urls[0]);
  // Going back and forth is nothing that adds entries.
  expect(await entries(lab)).toBe(before + 4);
});

test('Back to where the page began is the default experiment, and what Back changed can be undone', async ({ lab }) => {
  await lab.open('');
  await lab.reaches('ready');
  await change(lab, 'Epochs', '7');
  await lab.page.goBack();
  await expect(lab.page.getByLabel('Epochs')).toHaveValue('30');
  expect(lab.link).toBe('');
  await lab.button('Undo').click();
  await expect(lab.page.getByLabel('Epochs')).toHaveValue('7');
});

test('Back starts nothing, not even where the link says to run on opening, and stops what trains', async ({ lab }) => {
  await lab.open(`${LONG.replace('epochs=1000', 'epochs=3')}&autorun=1`);
  await lab.reaches('finished');
  await change(lab, 'Seed', '9', 'More settings');
  await lab.reaches('ready');
  await change(lab, 'Epochs', '1000');
  await lab.button('Run').click();
  await lab.passesEpoch(3);
  const { started } = await lab.witness();
  await lab.page.goBack();
  // Of three epochs it has more than enough, and says so.
  await expect(lab.page.getByLabel('Epochs')).toHaveValue('3');
  await lab.reaches('finished');
  await lab.page.goBack();
  await lab.reaches('finished');
  await lab.page.goForward();
  await lab.page.goForward();
  await lab.reaches('paused');
  expect((await lab.witness()).started).toEqual(started);
});

test('Undo while training goes on with the earlier setting; its curve is the one it would have been', async ({ lab }) => {
  const link = LONG.replace('epochs=1000', 'epochs=40');
  await lab.open(link);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.passesEpoch(1);
  await lab.setSlider('Hidden 1', '0.9');
  await lab.button('Undo').click();
  await expect(lab.slider('Hidden 1')).toHaveValue('0.5');
  await lab.reaches('finished');
  const stranger = await lab.stranger();
  const plain = new Set(curvesOf(await stranger.finish(link)));
  await expect.poll(() => stranger.table('treatment')).toEqual(await lab.table('treatment'));
  const ours = new Set(curvesOf((await lab.witness()).measured));
  expect([...plain].filter((line) => !ours.has(line))).toEqual([]);
});

test('a text field keeps Ctrl+Z for itself; elsewhere it takes back the last setting', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await change(lab, 'Learning rate', '0.25');
  const field = lab.page.getByLabel('Learning rate');
  await field.press('Control+z');
  await expect(lab.page).toHaveURL(/lr=0\.25/);
  // The browser took back the typing; the setting stands until the field is left.
  await field.fill('0.25');
  await lab.page.getByRole('switch', { name: 'Keep training' }).focus();
  await lab.page.keyboard.press('Control+z');
  await expect(lab.page).not.toHaveURL(/lr=0\.25/);
  await lab.page.keyboard.press('Control+Shift+Z');
  await expect(lab.page).toHaveURL(/lr=0\.25/);
});

test('where Undo closes a question the focus goes to where it was opened', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const question = lab.page.getByRole('link', { name: 'Does training go on if I call it again? Reset or continue?' });
  await question.click();
  await expect(lab.page.locator('#card-title')).toBeFocused();
  await lab.page.keyboard.press('Control+z');
  await expect(lab.page.locator('#card')).toBeHidden();
  await expect(question).toBeFocused();
});

function entries(lab: LabPage): Promise<number> {
  return lab.page.evaluate(() => history.length);
}

/** Types a value into a field of the settings, and waits until the link tells of it. */
async function change(lab: LabPage, label: string, value: string, under?: string): Promise<void> {
  const field = lab.page.getByLabel(label, { exact: true });
  if (under !== undefined && !(await field.isVisible())) await lab.page.getByText(under).click();
  const before = lab.page.url();
  await field.fill(value);
  await field.press('Enter');
  await expect.poll(() => lab.page.url()).not.toBe(before);
}
