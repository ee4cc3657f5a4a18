/** @file The keyboard shortcuts: each does what its button does, none where letters are text, and they can be switched off. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type LabPage, LONG, SMALL, test } from './lab-page';

/** The same link as the page writes it, without what is the default. */
const CANONICAL = SMALL.replace('&batch=32', '');

test('single keys press the buttons, from wherever no text is typed', async ({ lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open(`${LONG}&drop=0,0.2,0.6`);
  await lab.reaches('ready');
  const { keyboard } = lab.page;
  await keyboard.press('r');
  await lab.passesEpoch(1);
  await keyboard.press('r');
  await lab.reaches('paused');
  const epoch = await lab.epoch();
  await keyboard.press('s');
  await lab.passesEpoch(epoch + 1);
  await lab.reaches('paused');
  await keyboard.press('0');
  await lab.reaches('ready');
  await keyboard.press('n');
  await expect(lab.page).toHaveURL(/seed=\d+/);
  await keyboard.press('z');
  await expect(lab.page).not.toHaveURL(/seed=/);
  await keyboard.press('y');
  await expect(lab.page).toHaveURL(/seed=\d+/);
  await lab.slider('Hidden 1').focus();
  await keyboard.press('p');
  await expect(lab.page).toHaveURL(/pin=0,0\.2,0\.6/);
  await keyboard.press('x');
  await expect(lab.page).toHaveURL(/drop=0,0\.6,0\.2/);
  await keyboard.press('h');
  await expect(lab.page.getByLabel('Link to this experiment')).toBeVisible();
  await keyboard.press('g');
  await expect(lab.page.getByRole('group', { name: /^Accuracy chart/ })).toBeFocused();
  await keyboard.press('r');
  await lab.reaches('running');
});

test('a key presses what can be pressed by now, also before the page has drawn it', async ({ lab }) => {
  await lab.open(LONG);
  await lab.reaches('ready');
  await lab.page.keyboard.press('r');
  await lab.passesEpoch(1);
  const epoch = await lab.page.evaluate(async () => {
    const api = await dropoutLab.ready;
    api.pause();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 's', code: 'KeyS', bubbles: true }));
    return api.status().epoch ?? 0;
  });
  await lab.passesEpoch(epoch + 1);
  await lab.reaches('paused');
  await expect(lab.page.locator('#shortcut-said')).toHaveText('');
});

test('Continue has a key once there is something to continue; before, the key says that it cannot be', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await lab.page.keyboard.press('c');
  await expect(lab.page.locator('#shortcut-said')).toHaveText('Continue: not possible now.');
  await lab.page.keyboard.press('r');
  await lab.reaches('finished');
  await lab.page.keyboard.press('c');
  await expect(lab.page).toHaveURL(/epochs=6/);
});

test('letters typed into a field, and keys with a modifier, press nothing', async ({ lab }) => {
  await lab.open(`${SMALL}&pin=0,0.1,0.1`);
  await lab.reaches('ready');
  const before = lab.page.url();
  const name = lab.page.getByRole('textbox', { name: 'Name of pinned arm 1' });
  await name.pressSequentially('rnx0');
  await name.fill('');
  await lab.page.getByLabel('Device').evaluate((select) => {
    select.closest('details')?.setAttribute('open', '');
  });
  await lab.page.getByLabel('Device').press('n');
  await lab.button('Run').focus();
  for (const key of ['Alt+n', 'Shift+N', 'Control+x']) await lab.page.keyboard.press(key);
  expect(lab.page.url()).toBe(before);
  await lab.reaches('ready');
});

test('the list opens by its key and by its button, says which keys there are, and gives the focus back', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await lab.button('Run').focus();
  await lab.page.keyboard.press('?');
  const list = lab.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toBeVisible();
  await expect(list.locator('dt')).toContainText(['R', 'S', 'C', '0', 'N', 'X', 'P', 'Z', 'Y', 'H', 'G', '?']);
  // Behind it nothing is pressed.
  await lab.page.keyboard.press('n');
  await expect(lab.page).not.toHaveURL(/seed=/);
  await clean(lab);
  await lab.page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(lab.button('Run')).toBeFocused();
  const opener = lab.button('Keyboard shortcuts');
  await opener.focus();
  await lab.page.keyboard.press('Enter');
  await expect(list).toBeVisible();
  await list.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(opener).toBeFocused();
});

test('switched off, single keys do nothing and the buttons name none, also after a reload; Ctrl+Z stays', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await expect(lab.button('Run')).toHaveAttribute('aria-keyshortcuts', 'R');
  await expect(lab.button('Run')).toHaveAttribute('title', 'Shortcut: R');
  await lab.page.keyboard.press('?');
  await lab.page.getByRole('switch', { name: 'Single keys' }).uncheck();
  await lab.page.keyboard.press('Escape');
  for (let visit = 0; visit < 2; visit += 1) {
    await expect(lab.button('Run')).not.toHaveAttribute('aria-keyshortcuts');
    await expect(lab.button('Undo')).toHaveAttribute('aria-keyshortcuts', 'Control+Z Meta+Z');
    await lab.page.keyboard.press('n');
    await lab.page.keyboard.press('r');
    await lab.page.keyboard.press('?');
    await expect(lab.page.getByRole('dialog')).toHaveCount(0);
    await lab.reaches('ready');
    expect(lab.link).toBe(CANONICAL);
    if (visit === 0) await lab.reload();
    await expect(lab.button('Undo')).toHaveAttribute('aria-keyshortcuts', /Control/);
  }
  await lab.button('New seeds').click();
  await expect(lab.page).toHaveURL(/seed=/);
  await lab.page.keyboard.press('Control+z');
  await expect(lab.page).not.toHaveURL(/seed=/);
  await lab.button('Keyboard shortcuts').click();
  await lab.page.getByRole('switch', { name: 'Single keys' }).check();
  await lab.page.keyboard.press('Escape');
  await lab.page.keyboard.press('n');
  await expect(lab.page).toHaveURL(/seed=/);
});

test('what is locked or hidden has no shortcut either', async ({ lab }) => {
  await lab.open(`${SMALL}&lock=seed&hide=run`);
  await lab.reaches('ready');
  await lab.page.keyboard.press('r');
  await expect(lab.page.locator('#shortcut-said')).toHaveText('Run or Pause: not possible now.');
  await lab.page.keyboard.press('n');
  await expect(lab.page.locator('#shortcut-said')).toHaveText('The link of this page locks this.');
  await lab.reaches('ready');
  expect(lab.link).toBe(`${CANONICAL}&hide=run&lock=seed`);
});

test.describe('on a narrow screen in dark colours', () => {
  test.use({ viewport: { width: 360, height: 640 }, colorScheme: 'dark' });

  test('the list fits and can be scrolled to its end', async ({ lab }) => {
    await lab.open(SMALL);
    await lab.reaches('ready');
    await lab.page.keyboard.press('?');
    const close = lab.page.getByRole('dialog').getByRole('button', { name: 'Close' });
    await close.scrollIntoViewIfNeeded();
    const box = await close.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 360 && box.y + box.height <= 640).toBe(true);
    expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await clean(lab);
  });
});

async function clean(lab: LabPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
}
