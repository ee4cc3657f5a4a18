/** @file What the server lacks, or sends damaged, cut off or of another version: the page says so, and Try again takes what is there by then. */
import { expect, test } from './lab-page';

// What a service worker keeps would come all the same.
test.use({ serviceWorkers: 'block' });

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

/** Files at fault, by the folder of the server, with what the page says of them. Where its modules are there, its controls work. */
const AT_FAULT: readonly { readonly folder: string; readonly says: RegExp; readonly has_controls?: false }[] = [
  { folder: 'with-damaged-data', says: /(train|test)-00\.shard: its SHA-256 begins with [0-9a-f]{12}, expected [0-9a-f]{12}; it was damaged on the way/ },
  { folder: 'with-cut-data', says: /(train|test)-00\.shard: found \d+ bytes, expected \d+; it was cut off on the way/ },
  { folder: 'with-no-list', says: /^The list of data files cannot be used: found no JSON\./ },
  { folder: 'with-other-list', says: /^The list of data files cannot be used: found no "name"\. .*belongs to another version/ },
  { folder: 'with-damaged-trainer', says: /^The trainer: its SHA-256 begins with [0-9a-f]{16}, expected [0-9a-f]{16}; it was damaged/ },
  { folder: 'with-cut-trainer', says: /^The trainer: found \d+ bytes, expected \d+; it was cut off/ },
  { folder: 'with-broken-connection', says: /^The trainer broke off after \d+ bytes: the connection to the server was lost\./ },
  { folder: 'with-pages-for-missing', says: /^The trainer could not be loaded: the server has no such file, it sent a web page in place of it\./ },
  { folder: 'without-workers', says: /^The script of the workers could not be loaded: the server answered 404\./ },
  { folder: 'without-statistics', says: /^The page could not start: The module of the statistics could not be loaded: the server answered 404\./ },
  { folder: 'with-cut-statistics', says: /^The page could not start: The module of the statistics cannot be used: .+ It was damaged on the way/ },
  { folder: 'without-readings', says: /^The page could not start: This part of the page could not be loaded: the server answered 404 for later-readings.*\.js/ },
  { folder: 'without-page-module', says: /^The page could not start: The module of the page could not be loaded: the server answered 404\./, has_controls: false },
  { folder: 'with-cut-page-module', says: /^The page could not start: The module of the page cannot be used: .+ It was damaged on the way/, has_controls: false },
];

for (const { folder, says, has_controls = true } of AT_FAULT) {
  test(`${folder}: the page names the file, what it found and what it expected; Try again looks anew`, async ({ lab }) => {
    await lab.open(REAL, { folder });
    await lab.reaches('failed');
    const trouble = lab.page.locator('#trouble-text');
    await expect(trouble).toHaveText(says);
    const requests: string[] = [];
    lab.page.on('request', (request) => requests.push(request.url()));
    if (has_controls) {
      await lab.setSlider('Input', '0.1');
      await expect(trouble).toHaveText(says);
    } else {
      // What nobody listens to cannot be pressed.
      await expect(lab.button('Run')).toBeDisabled();
    }
    await lab.button('Try again').click();
    await expect.poll(() => requests.length).toBeGreaterThan(0);
    await lab.reaches('failed');
    await expect(trouble).toHaveText(says);
  });
}

for (const [folder, file] of [['with-stuck-trainer', 'The trainer'], ['with-stuck-data', '(train|test)-00.shard']] as const) {
  test(`${folder}: the page says for how long nothing has come, once, and waits`, async ({ lab }) => {
    await lab.open(REAL, { folder });
    await expect(lab.notices).toContainText(new RegExp(`${file}: nothing more has arrived for 15 seconds\\. The page goes on waiting`), { timeout: 40_000 });
    await expect(lab.notices.getByText('nothing more has arrived')).toHaveCount(1);
    await expect(lab.root).toHaveAttribute('data-state', 'loading');
  });
}

test('a list of fewer data than the experiment needs is said to be short, and what it has can be used', async ({ lab }) => {
  await lab.open(REAL.replace('train=200', 'train=6000'), { folder: 'with-short-list' });
  await lab.reaches('failed');
  await expect(lab.page.getByRole('alert')).toContainText('The data has 1000 training and 1000 test examples, expected at least 6000 and 200');
  await lab.follow(REAL);
  await lab.reaches('ready');
});

test('a server that is not ready yet is asked again by Try again until everything is there', async ({ lab }) => {
  await lab.open(REAL, { folder: `unsteady/${crypto.randomUUID()}` });
  const trouble = lab.page.getByRole('alert');
  for (const file of ['The module of the page', 'The module of the statistics', /The trainer|The list of data files/]) {
    await expect(trouble).toContainText(file, { timeout: 60_000 });
    await expect(trouble).toContainText('the server answered 503.');
    await lab.button('Try again').click();
  }
  await expect(async () => {
    if (await trouble.isVisible()) await lab.button('Try again').click();
    await expect(lab.root).toHaveAttribute('data-state', 'ready', { timeout: 3000 });
  }).toPass({ timeout: 60_000 });
});

test('modules sent as plain text are used all the same', async ({ lab }) => {
  await lab.open(REAL, { folder: 'with-plain-modules' });
  await lab.reaches('ready');
});

test('where no script arrives at all, the page itself says so', async ({ page, lab }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Animation.enable');
  await lab.open(REAL, { folder: 'without-scripts' });
  const said = page.getByText('The script of this page has not arrived.');
  await expect(said).toBeHidden();
  // The sentence waits for ten seconds, in the time of animations.
  await session.send('Animation.setPlaybackRate', { playbackRate: 50 });
  await expect(said).toBeVisible();
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
  await expect(lab.page.locator('#data-text')).toContainText('Fashion-MNIST, 1,000');
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
