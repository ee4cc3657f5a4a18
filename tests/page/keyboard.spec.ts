/** @file Everything can be done and read with the keyboard alone. */
import type { Locator } from '@playwright/test';
import { expect, type LabPage, SMALL, test } from './lab-page';

test('with the keyboard alone a reader sets a slider, runs to the end and reads the values', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await tabTo(lab, 'Hidden 1 drop probability');
  for (let press = 0; press < 10; press += 1) await lab.page.keyboard.press('ArrowLeft');
  await expect(lab.page).toHaveURL(/drop=0,0\.4,0\.5/);
  await tabTo(lab, 'Run');
  await lab.page.keyboard.press('Enter');
  await lab.reaches('finished');
  await tabTo(lab, 'Accuracy chart. Left and right arrow keys read the values.');
  await lab.page.keyboard.press('ArrowLeft');
  const spoken = lab.page.locator('#accuracy-chart [aria-live]');
  await expect(spoken).toHaveText(/^Epoch 3: baseline train [\d.]+% ± [\d.]+%, .*treatment test [\d.]+%/);
  await lab.page.keyboard.press('Home');
  await expect(spoken).toHaveText(/^Epoch 0: /);
  await lab.page.keyboard.press('ArrowRight');
  await expect(spoken).toHaveText(/^Epoch 1: /);
});

test('the focus is always visible', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const unseen: string[] = [];
  for (let press = 0; press < 40; press += 1) {
    await lab.page.keyboard.press('Tab');
    const focused = lab.page.locator(':focus');
    // Past the last control the browser's own take over.
    if ((await focused.count()) === 0) break;
    if (!(await isOutlined(focused)) && !(await looksFocused(focused))) unseen.push(await focused.evaluate(({ tagName, id }) => `${tagName} ${id}`));
  }
  expect(unseen).toEqual([]);
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

/** Presses Tab until what has this accessible name has the focus. */
async function tabTo(lab: LabPage, name: string): Promise<void> {
  const wanted = lab.page.getByRole('slider', { name, exact: true }).or(lab.button(name)).or(lab.page.getByRole('group', { name, exact: true }));
  for (let press = 0; press < 80; press += 1) {
    await lab.page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`80 presses of Tab did not reach "${name}".`);
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
