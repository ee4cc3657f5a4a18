/** @file Everything can be done and read with the keyboard alone. */
import type { Locator } from '@playwright/test';
import { expect, type LabPage, LONG, SMALL, test } from './lab-page';

/** More than there are places to stop at. */
const MOST_PRESSES = 250;

test('with the keyboard alone a reader sets a slider, runs to the end and reads the values', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await tabTo(lab, lab.slider('Hidden 1'));
  for (let press = 0; press < 10; press += 1) await lab.page.keyboard.press('ArrowLeft');
  await expect(lab.page).toHaveURL(/drop=0,0\.4,0\.5/);
  await tabTo(lab, lab.button('Run'));
  await lab.page.keyboard.press('Enter');
  await lab.reaches('finished');
  await tabTo(lab, lab.page.getByRole('group', { name: 'Accuracy chart. Left and right arrow keys read the values.' }));
  await lab.page.keyboard.press('ArrowLeft');
  const spoken = lab.page.locator('#accuracy-chart [aria-live]');
  await expect(spoken).toHaveText(/^Epoch 3: baseline train [\d.]+% ± [\d.]+%, .*treatment test [\d.]+%/);
  await lab.page.keyboard.press('Home');
  await expect(spoken).toHaveText(/^Epoch 0: /);
  await lab.page.keyboard.press('ArrowRight');
  await expect(spoken).toHaveText(/^Epoch 1: /);
});

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('the focus is always visible', ({ lab }) => alwaysVisible(lab));
  });
}

test.describe("in the reader's own colours", () => {
  test.use({ contextOptions: { forcedColors: 'active' } });

  test('the focus is always visible', ({ lab }) => alwaysVisible(lab));
});

test('a button that its own press disables hands the focus on', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await lab.button('Run').focus();
  await lab.page.keyboard.press('Enter');
  await lab.reaches('finished');
  await expect(lab.page.locator('button:focus')).toBeEnabled();
});

test('a legend entry hides its line by the keyboard, and says so', async ({ lab }) => {
  await lab.finish(SMALL);
  const entry = lab.page.locator('#accuracy-chart').getByRole('button', { name: /^baseline train/ });
  await expect(entry).toHaveAttribute('aria-pressed', 'true');
  await entry.focus();
  await lab.page.keyboard.press('Space');
  await expect(entry).toHaveAttribute('aria-pressed', 'false');
});

test('with the keyboard alone a reader opens a question, runs it, reads the answer and closes it', async ({ lab }) => {
  await lab.open('v=1&device=cpu');
  await lab.reaches('ready');
  const question = lab.page.getByRole('link', { name: 'Does training go on if I call it again? Reset or continue?' });
  await tabTo(lab, question);
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/question=again/);
  await tabTo(lab, lab.button('Run this experiment'));
  await lab.page.keyboard.press('Enter');
  await lab.reaches('finished');
  await expect(lab.page.locator('#card-conclusion')).not.toBeEmpty();
  // The button has gone; the reader stands where the answer is.
  await expect(lab.page.locator('#card-title')).toBeFocused();
  await tabTo(lab, lab.page.locator('#card-rests summary'));
  await tabTo(lab, lab.button('Close question'));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.locator('#card')).toBeHidden();
  await expect(question).toBeFocused();
});

test('with the keyboard alone a reader swaps, pins, names, chooses the reference and adds a check of same against same', async ({ lab }) => {
  await lab.open(`${SMALL}&drop=0.1,0.2,0.6`);
  await lab.reaches('ready');
  await tabTo(lab, lab.button('Swap'));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/drop=0\.1,0\.6,0\.2&pin=unswapped:0\.1,0\.2,0\.6/);
  await tabTo(lab, lab.button('Pin'));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/pin=unswapped:0\.1,0\.2,0\.6;0\.1,0\.6,0\.2/);
  // Its list was built anew, and the focus stays near.
  await tabTo(lab, lab.page.getByRole('textbox', { name: 'Name of pinned arm 2' }));
  await lab.page.keyboard.type('kept');
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/;kept:0\.1,0\.6,0\.2/);
  await tabTo(lab, lab.page.getByRole('radio', { name: 'Reference: unswapped' }));
  await lab.page.keyboard.press('ArrowDown');
  await expect(lab.page.getByRole('radio', { name: 'Reference: kept' })).toBeChecked();
  await expect(lab.page).toHaveURL(/reference=pinned-2/);
  await tabTo(lab, lab.button('A/A check'));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.getByRole('listitem').filter({ hasText: 'different seeds' })).toHaveCount(1);
});

test('with the keyboard alone a reader picks an evaluation, corrects for many comparisons, adds replicates and reopens an earlier experiment', async ({ lab }) => {
  await lab.finish(SMALL);
  await tabTo(lab, lab.page.getByRole('group', { name: 'Loss gap chart' }));
  for (const key of ['Home', 'ArrowRight', 'Enter']) await lab.page.keyboard.press(key);
  const heading = lab.page.locator('#effects-heading');
  await expect(heading).toContainText('epoch 1');
  await tabTo(lab, lab.page.getByRole('radio', { name: 'Step picked on the charts' }));
  await lab.page.keyboard.press('ArrowUp');
  await expect(heading).toContainText('epoch 3');
  const notes = lab.page.locator('#effects-notes');
  const plain = await notes.innerText();
  await tabTo(lab, lab.page.getByRole('switch', { name: 'Correct for many comparisons (Holm)' }));
  await lab.page.keyboard.press('Space');
  await expect(notes).not.toHaveText(plain);
  await tabTo(lab, lab.button('+5 replicates').first());
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/replicates=7/);
  await lab.reaches('finished');
  await tabTo(lab, lab.page.locator('#history-summary'));
  await lab.page.keyboard.press('Enter');
  const entries = lab.page.locator('.entry');
  await expect(entries).toHaveCount(2);
  await tabTo(lab, entries.last().getByRole('button', { name: 'Reopen' }));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/replicates=2/);
  await lab.reaches('finished');
});

test('with the keyboard alone a reader has all of a page shown in part, takes a change back, makes it again and opens the list of keys', async ({ lab }) => {
  await lab.open(`${SMALL}&hide=questions,lessons,presets&lock=lr`);
  await lab.reaches('ready');
  await tabTo(lab, lab.page.getByRole('link', { name: 'Show everything' }));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.locator('#questions')).toBeVisible();
  await expect(lab.page.getByLabel('Learning rate')).toBeEnabled();
  await expect(lab.page.getByRole('heading', { name: 'Dropout Lab' })).toBeFocused();
  await lab.slider('Hidden 1').focus();
  await lab.page.keyboard.press('ArrowLeft');
  await expect(lab.page).toHaveURL(/drop=0,0\.49,0\.5/);
  await tabTo(lab, lab.button('Undo'));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).not.toHaveURL(/drop=/);
  // There is no more to undo, so the focus is on what can be done now.
  await expect(lab.button('Redo')).toBeFocused();
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/drop=0,0\.49,0\.5/);
  await lab.page.keyboard.press('?');
  await expect(lab.page.getByRole('switch', { name: 'Single keys' })).toBeFocused();
  await lab.page.keyboard.press('Escape');
  await expect(lab.button('Undo')).toBeFocused();
});

test('the first stop leads past questions and settings to the charts', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const before = lab.link;
  await lab.page.keyboard.press('Tab');
  const skip = lab.button('Skip to the charts');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.locator('#accuracy-title')).toBeFocused();
  await expect(lab.page.locator('#accuracy-title')).toBeInViewport();
  // Skipping is no experiment.
  expect(lab.link).toBe(before);
});

test('with the keyboard alone a reader runs, pauses, steps, goes on, and comes back to step 0', async ({ lab }) => {
  await lab.open(LONG);
  await lab.reaches('ready');
  await tabTo(lab, lab.button('Run'));
  await lab.page.keyboard.press('Enter');
  await lab.passesEpoch(1);
  await tabTo(lab, lab.button('Pause'));
  await lab.page.keyboard.press('Enter');
  await lab.reaches('paused');
  const paused_at = await lab.epoch();
  await tabTo(lab, lab.button('Step'));
  await lab.page.keyboard.press('Enter');
  await lab.passesEpoch(Math.floor(paused_at) + 1);
  await lab.reaches('paused');
  await tabTo(lab, lab.button('Reset'));
  await lab.page.keyboard.press('Enter');
  await lab.reaches('ready');
});

test('with the keyboard alone a reader continues, opens the table, takes the numbers away and compares two experiments', async ({ lab }) => {
  await lab.finish(SMALL);
  await tabTo(lab, lab.button('Continue'));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page).toHaveURL(/epochs=[4-9]/);
  await lab.reaches('finished');
  await tabTo(lab, lab.page.locator('#table-details > summary'));
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.locator('#table tbody tr').first()).toBeVisible();
  await tabTo(lab, lab.page.locator('#download-measures'));
  const [download] = await Promise.all([lab.page.waitForEvent('download'), lab.page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  await tabTo(lab, lab.page.locator('#history-summary'));
  await lab.page.keyboard.press('Enter');
  for (const index of [0, 1]) {
    await tabTo(lab, lab.page.locator('#history-details').getByLabel('Compare').nth(index));
    await lab.page.keyboard.press('Space');
  }
  await expect(lab.page.getByRole('region', { name: 'Comparison of two experiments' })).toBeVisible();
});

/** Wherever Tab leads, something is seen of it; it leads to every slider of the network. */
async function alwaysVisible(lab: LabPage): Promise<void> {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const unseen: string[] = [];
  let sliders = 0;
  for (let press = 0; press < MOST_PRESSES; press += 1) {
    await lab.page.keyboard.press('Tab');
    const focused = lab.page.locator(':focus');
    // Past the last control the browser's own take over.
    if ((await focused.count()) === 0) break;
    if (await focused.evaluate((element) => element.matches('.layer-row input[type=range]'))) sliders += 1;
    if (!(await isOutlined(focused)) && !(await looksFocused(focused))) unseen.push(await focused.evaluate(({ tagName, id }) => `${tagName} ${id}`));
  }
  expect(unseen).toEqual([]);
  expect(sliders).toBe(await lab.page.locator('.layer-row input[type=range]').count());
}

/** Presses Tab until this has the focus, which a button that its own press disables may have handed on to it. */
async function tabTo(lab: LabPage, wanted: Locator): Promise<void> {
  for (let press = 0; press < MOST_PRESSES; press += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await lab.page.keyboard.press('Tab');
  }
  throw new Error(`${String(MOST_PRESSES)} presses of Tab did not reach ${String(wanted)}.`);
}

function isOutlined(focused: Locator): Promise<boolean> {
  return focused.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  });
}

/** Whether its picture changes with the focus: a slider shows it on its thumb, which has no style to ask for. */
async function looksFocused(focused: Locator): Promise<boolean> {
  const element = await focused.elementHandle();
  if (!element) return false;
  const with_focus = await element.screenshot();
  await focused.blur();
  const without = await element.screenshot();
  await element.focus();
  return !with_focus.equals(without);
}
