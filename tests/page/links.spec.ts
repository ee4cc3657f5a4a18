/** @file Links carry the whole experiment: out by Share, in by the address, and every setting has a control. */
import { curvesOf, expect, LONG, SMALL, test } from './lab-page';

/** Every key of the link, as other people's scripts know them. */
const KEYS = [
  'data', 'train', 'test', 'label_noise', 'hidden', 'drop', 'then', 'pin', 'lr', 'momentum',
  'weight_decay', 'batch', 'epochs', 'replicates', 'seed', 'evals', 'init', 'device', 'autorun',
];

test('Share copies a link that gives a stranger the same curves', async ({ lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const mine = await lab.finish(`${SMALL}&drop=0.1,0.3,0.8&seed=77`);
  await lab.button('Share').click();
  await expect(lab.page.locator('#share-text')).toContainText('The link is copied');
  const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(lab.page.url());
  const stranger = await lab.stranger();
  expect(curvesOf(await stranger.finish(new URL(copied).hash.slice(1)))).toEqual(curvesOf(mine));
});

test('where copying is denied, Share selects the link for copying by hand', async ({ lab, context }) => {
  // Granting some permissions to an origin denies it all others.
  await context.grantPermissions(['geolocation']);
  await lab.open(SMALL);
  await lab.button('Share').click();
  await expect(lab.page.locator('#share-text')).toContainText('copy it by hand');
  const field = lab.page.getByLabel('Link to this experiment');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(lab.page.url());
  expect(await lab.page.evaluate(() => getSelection()?.toString())).toBe(lab.page.url());
});

test('another link in the same tab opens another experiment, and waits for Run', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.follow(`${SMALL}&drop=0,0.2,0.7&seed=5`);
  await expect(lab.slider('Hidden 1')).toHaveValue('0.2');
  await expect(lab.slider('Hidden 2')).toHaveValue('0.7');
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
});

test('a preset is a link, and the one that is open is marked', async ({ lab }) => {
  await lab.open(SMALL);
  await expect(lab.page.locator('#presets [aria-current]')).toHaveCount(0);
  const preset = lab.page.getByRole('link', { name: /D2L before 2021/ });
  await preset.click();
  await expect(preset).toHaveAttribute('aria-current', 'true');
  await expect(lab.page).toHaveURL(/init=normal/);
  await expect(lab.slider('Hidden 1')).toHaveValue('0.2');
});

test('every setting of the link has a labelled control', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.page.getByText('More settings').click();
  for (const key of KEYS.filter((one) => one !== 'drop' && one !== 'pin')) {
    const control = lab.page.locator(`#setting-${key}`);
    await expect(control, key).toBeVisible();
    await expect(control, key).toHaveAccessibleName(/\S/);
    await expect(control, key).toHaveAccessibleDescription(/\S/);
  }
  for (const layer of ['Input', 'Hidden 1', 'Hidden 2'] as const) await expect(lab.slider(layer)).toBeVisible();
  await expect(lab.button('Pin')).toBeVisible();
  await expect(lab.page.getByRole('radio', { name: /^Reference: / })).toHaveCount(2);
});

test('a control writes its setting into the link', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await lab.page.getByLabel('Learning rate').fill('0.25');
  await lab.page.getByLabel('Learning rate').press('Enter');
  await expect(lab.page).toHaveURL(/lr=0\.25/);
  await lab.page.getByText('More settings').click();
  await lab.page.getByLabel('Initial weights').selectOption('normal');
  await expect(lab.page).toHaveURL(/init=normal/);
  await expect(lab.page.locator('#sentences')).toContainText('normal with standard deviation 0.01');
});

test('a number can be typed while training goes on', async ({ lab }) => {
  await lab.open(LONG);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.passesEpoch(1);
  const field = lab.page.getByLabel('Learning rate');
  await field.fill('');
  await field.pressSequentially('0.0625', { delay: 150 });
  await expect(field).toHaveValue('0.0625');
  await field.press('Enter');
  await expect(lab.page).toHaveURL(/lr=0\.0625/);
});

test('a control that is given nonsense says what it uses instead', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await lab.page.getByLabel('Epochs').fill('5000');
  await lab.page.getByLabel('Epochs').press('Enter');
  await expect(lab.notices).toContainText('epochs: found "5000", expected a whole number from 1 to 1000; uses 1000');
  await expect(lab.page.getByLabel('Epochs')).toHaveValue('1000');
});
