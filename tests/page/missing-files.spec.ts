/** @file What the server lacks, or sends damaged or never: the page says so and offers what still works. */
import { expect, test } from './lab-page';

const REAL = 'v=1&train=200&test=200&hidden=16,16&epochs=2&replicates=1&device=cpu';

test('without data files the page says so, and the synthetic set trains instead', async ({ lab }) => {
  await lab.open(REAL, { folder: 'without-data' });
  await lab.reaches('failed');
  const trouble = lab.page.getByRole('alert');
  await expect(trouble).toContainText('The list of data files could not be loaded: the server answered 404.');
  await lab.setSlider('Hidden 1', '0.3');
  await trouble.getByRole('button', { name: 'Use the synthetic set' }).click();
  await expect(lab.root).toHaveAttribute('data-dataset', 'synthetic');
  await lab.reaches('ready');
  await expect(lab.page.locator('#data-text')).toContainText('synthetic');
  await lab.button('Run').click();
  await lab.reaches('finished');
});

test('data damaged on the way is refused with the name of the file', async ({ lab }) => {
  await lab.open(REAL, { folder: 'with-damaged-data' });
  await lab.reaches('failed');
  await expect(lab.page.getByRole('alert')).toContainText(/(train|test)-00\.shard: its SHA-256 is not .*damaged/);
  await expect(lab.button('Try again')).toBeVisible();
});

test('without the trainer the page says so, and its controls still work', async ({ lab }) => {
  await lab.open('v=1&data=synthetic', { folder: 'without-trainer' });
  await lab.reaches('failed');
  await expect(lab.page.getByRole('alert')).toContainText('The trainer could not be loaded: the server answered 404.');
  await lab.setSlider('Input', '0.1');
  await expect(lab.page).toHaveURL(/drop=0\.1,0\.5,0\.5/);
  await lab.button('Share').click();
  await expect(lab.page.getByLabel('Link to this experiment')).toHaveValue(lab.page.url());
  await lab.button('Try again').click();
  await lab.reaches('failed');
  await expect(lab.page.getByRole('alert')).toContainText('The trainer could not be loaded');
});

test('data that is there again after a failure is used by Try again', async ({ lab, context }) => {
  await context.setOffline(false);
  await lab.open('v=1&data=synthetic&train=64&test=64&hidden=16,16&epochs=2&replicates=1&device=cpu');
  await lab.reaches('ready');
  await context.setOffline(true);
  await lab.page.locator('#setting-data').selectOption('fashion-mnist');
  await lab.reaches('failed');
  await expect(lab.page.getByRole('alert')).toContainText('no connection to the server of this page');
  await context.setOffline(false);
  await lab.button('Try again').click();
  await lab.reaches('ready');
  await expect(lab.page.locator('#data-text')).toContainText('Fashion-MNIST, 5,000');
});

test('data seen once needs no connection again', async ({ lab, context }) => {
  await lab.open(REAL);
  await lab.reaches('ready');
  const shards: string[] = [];
  lab.page.on('request', (request) => shards.push(...(request.url().endsWith('.gz') ? [request.url()] : [])));
  await lab.page.reload();
  await lab.reaches('ready');
  expect(shards).toEqual([]);
  expect(context.pages()).toHaveLength(1);
});
