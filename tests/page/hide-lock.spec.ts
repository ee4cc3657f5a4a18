/** @file What a link hides is not there, what it locks cannot be changed and says why, and the reader can have all of the page. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { files } from './idx-files';
import { expect, type LabPage, SMALL, test } from './lab-page';

const LOCKED = 'The link of this page locks this.';

/** The same link as the page writes it, without what is the default. */
const CANONICAL = SMALL.replace('&batch=32', '');

test('every setting and every part of the page can be hidden by its name, and is then not focusable and not spoken', async ({ lab }) => {
  await lab.open(`${SMALL}&question=again&pin=0,0.2,0.2`);
  await lab.reaches('ready');
  const named = await lab.page.evaluate(() => [...new Set([...document.querySelectorAll<HTMLElement>('[data-part]')].map((part) => part.dataset['part'] ?? ''))]);
  // The names that the page knows are told where it is given one that it does not know.
  await lab.follow(`${SMALL}&hide=nothing`);
  await expect(lab.notices).toContainText('hide: found "nothing", expected a setting\'s key or one of intro, questions, lessons, presets');
  const known = /one of ([\w, ]+);/.exec(await lab.notices.innerText())?.[1]?.split(', ') ?? [];
  expect(known.length).toBeGreaterThan(20);
  expect(known.filter((name) => !named.includes(name))).toEqual([]);

  await lab.follow(`${SMALL}&question=again&pin=0,0.2,0.2&hide=${named.join(',')}`);
  await expect(lab.page.locator('#shown-part')).toBeVisible();
  const shown = await lab.page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[data-part]')].filter((part) => part.checkVisibility()).map((part) => part.dataset['part']));
  expect(shown).toEqual([]);
  // What is left says what the page does, and leads to all of it.
  await expect(lab.page.locator('#device-text')).toBeVisible();
  const focusable = lab.page.locator('button:visible, input:visible, select:visible, summary:visible, a:visible');
  await expect(focusable).toContainText(['Show everything', 'Keyboard shortcuts']);
});

test('with a few parts hidden the rest works as ever, and Show everything brings all back', async ({ lab }) => {
  await lab.open(`${SMALL}&hide=questions,presets,lr,loss,evidence,network&lang=en`);
  await lab.reaches('ready');
  for (const id of ['questions', 'setting-lr', 'loss-chart', 'effects-title', 'network-rows']) await expect(lab.page.locator(`#${id}`)).toBeHidden();
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(lab.page.locator('#accuracy-chart canvas').first()).toBeVisible();
  await clean(lab);

  await expect(lab.page.locator('#shown-part-text')).toHaveText('The link of this page leaves out some of its parts.');
  await lab.page.getByRole('link', { name: 'Show everything' }).click();
  for (const id of ['questions', 'setting-lr', 'loss-chart', 'effects-title', 'network-rows']) await expect(lab.page.locator(`#${id}`)).toBeVisible();
  await expect(lab.page.locator('#shown-part')).toBeHidden();
  await expect(lab.page.getByRole('heading', { name: 'Dropout Lab' })).toBeFocused();
  expect(lab.link).toBe(`${CANONICAL}&lang=en`);
  await expect(lab.page.locator('#loss-chart canvas').first()).toBeVisible();
  await lab.reaches('finished');
  // That it was shown in part is a step of the history like any other.
  await lab.page.goBack();
  await expect(lab.page.locator('#questions')).toBeHidden();
});

test('a locked history stays locked while it grows', async ({ lab }) => {
  await lab.finish(`${SMALL}&lock=history`);
  await lab.keeps({ runs: 4, entries: 1 });
  const history = await lab.openHistory();
  await expect(history.locator('.entries li')).toHaveCount(1);
  const buttons = history.getByRole('button');
  expect(await buttons.count()).toBeGreaterThan(1);
  for (const button of await buttons.all()) await expect(button).toBeDisabled();
});

test('a locked setting is shown, cannot be used and says why, with all buttons that would change it', async ({ lab }) => {
  await lab.open(`${SMALL}&drop=0,0.2,0.6&lock=lr,drop,epochs,replicates,seed,pin`);
  await lab.reaches('ready');
  await expect(lab.page.locator('#shown-part-text')).toHaveText(/^Locked by the link of this page: Drop probabilities, Pinned arms, .* \+ 2 more\.$/);
  const controls: Locator[] = [
    lab.page.getByLabel('Learning rate'), lab.page.getByLabel('Epochs', { exact: true }), lab.slider('Hidden 1'), lab.page.getByRole('switch', { name: 'Keep training' }),
    ...['New seeds', 'Swap', 'Pin', 'A/A check', 'Continue'].map((name) => lab.button(name)), lab.page.locator('#more-replicates'),
  ];
  for (const control of controls) {
    await expect(control).toBeVisible();
    await expect(control).toBeDisabled();
    await expect(control).toHaveAttribute('title', LOCKED);
    await expect(control).toHaveAttribute('aria-description', LOCKED);
  }
  await expect(lab.page.getByLabel('Batch size')).toBeEnabled();
  await clean(lab);
  // A run does not set them free.
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(lab.button('Continue')).toBeDisabled();
  await expect(lab.button('Reset')).toBeEnabled();

  await lab.page.getByRole('link', { name: 'Show everything' }).click();
  for (const control of controls) {
    await expect(control).toBeEnabled();
    await expect(control).not.toHaveAttribute('aria-description');
  }
});

test('what is set free can be used only where it can be used anyway', async ({ lab }) => {
  await lab.open(`${SMALL}&lock=run`);
  await lab.reaches('ready');
  await expect(lab.button('Run')).toBeDisabled();
  await lab.page.getByRole('link', { name: 'Show everything' }).click();
  await expect(lab.button('Run')).toBeEnabled();
  for (const name of ['Pause', 'Reset', 'Continue', 'Undo']) await expect(lab.button(name), name).toBeDisabled();
});

test('presets, cards, links without a word about it, undo, files and scripts leave a locked setting as it is, and say so', async ({ lab }) => {
  await lab.open(`${SMALL}&lr=0.25`);
  await lab.reaches('ready');
  await lab.page.getByLabel('Learning rate').fill('0.5');
  await lab.page.getByLabel('Learning rate').press('Enter');
  await expect(lab.page).toHaveURL(/lr=0\.5/);
  await lab.follow(`${SMALL}&lr=0.5&lock=lr,data,hidden`);
  await expect(lab.page.getByLabel('Learning rate')).toBeDisabled();

  await lab.page.getByRole('link', { name: /D2L before 2021/ }).click();
  await expect(lab.page).toHaveURL(/init=normal/);
  await expect(lab.notices).toContainText(/hidden: found "256,256", but the link of this page locks it; keeps 16,16/);
  await expect(lab.notices).toContainText(/data: found "fashion-mnist", but the link of this page locks it; keeps synthetic/);
  expect(new URLSearchParams(lab.link).get('data')).toBe('synthetic');
  expect(new URLSearchParams(lab.link).get('hidden')).toBe('16,16');

  await lab.follow(`${SMALL}&lr=0.75`);
  await expect(lab.notices).toContainText('lr: found "0.75", but the link of this page locks it; keeps 0.5');
  await expect(lab.page).toHaveURL(/lr=0\.5&.*lock=lr,data,hidden/);

  // Each step back is made as a whole or not at all.
  for (let press = 0; press < 6; press += 1) await lab.page.keyboard.press('Control+z');
  await expect(lab.notices).toContainText('lr: found "0.25", but the link of this page locks it; keeps 0.5');
  expect(new URLSearchParams(lab.link).get('lr')).toBe('0.5');

  await lab.page.locator('body').evaluate((body, names) => {
    const transfer = new DataTransfer();
    for (const name of names) transfer.items.add(new File(['x'], name));
    body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: transfer }));
  }, files().map(({ name }) => name));
  await expect(lab.notices).toContainText('data: found files of your own, but the link of this page locks it; they were not read');

  const said = await lab.page.evaluate(async () => (await dropoutLab.ready).setSpec({ lr: 0.9, epochs: 5 }));
  expect(said).toEqual([{ key: 'lr', message: 'found "0.9", but the link of this page locks it; keeps 0.5' }]);
});

test('a link that says itself how it is to be shown sets its own locks', async ({ lab }) => {
  await lab.open(`${SMALL}&lock=lr`);
  await lab.reaches('ready');
  await lab.follow(`${SMALL}&lr=0.75&lock=epochs`);
  await expect(lab.page.getByLabel('Learning rate')).toHaveValue('0.75');
  await expect(lab.page.getByLabel('Learning rate')).toBeEnabled();
  await expect(lab.page.getByLabel('Epochs', { exact: true })).toBeDisabled();
});

test('a locked part has no button that works, and no link; progress stays', async ({ lab }) => {
  await lab.open(`${SMALL}&lock=run,presets,history`);
  await lab.reaches('ready');
  for (const name of ['Run', 'New seeds', 'Share', 'Reset']) await expect(lab.button(name)).toBeDisabled();
  const preset = lab.page.getByRole('link', { name: /D2L before 2021/ });
  await expect(preset).toHaveAttribute('aria-disabled', 'true');
  await preset.click({ force: true });
  await preset.press('Enter');
  expect(lab.link).toBe(`${CANONICAL}&lock=run,presets,history`);
  await expect(lab.page.locator('#shown-part-text')).toHaveText('The link of this page locks some controls.');
  await clean(lab);
});

async function clean(lab: LabPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: lab.page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
}
