/** @file After one visit the page works without a network; a newer version is offered, and comes when the reader says so. */
import { appendFileSync, cpSync } from 'node:fs';
import { expect, LabPage, SMALL, test } from './lab-page';
import { DIST, OwnServer } from './own-server';

/** A little of the real data. */
const REAL = 'v=1&train=100&test=100&hidden=16,16&batch=50&epochs=2&replicates=2&device=cpu';
/** Trains for longer than a newer version takes to arrive. */
const LONG = 'v=1&data=synthetic&train=2048&test=64&hidden=64,64&batch=16&epochs=1000&replicates=2&device=cpu';

test.use({ serviceWorkers: 'allow' });

async function visit(lab: LabPage, server: OwnServer, link: string): Promise<void> {
  await lab.page.goto(`${server.base}#${link}`);
  await lab.reaches('ready');
  await expect(lab.page.locator('#offline-text')).toContainText('works without a network');
}

test('after one visit the page opens, trains on real data and passes links on while its server is gone', async ({ page }) => {
  const server = await OwnServer.of(DIST);
  const lab = new LabPage(page, server.base);
  try {
    await visit(lab, server, REAL);
  } finally {
    server.stop();
  }
  await lab.reload();
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(lab.root).toHaveAttribute('data-dataset', 'fashion-mnist');
  await page.locator('#inside-layers summary').click();
  await expect(page.locator('#inside-layers')).toContainText('Nothing is measured inside the networks at present');
  expect(lab.faults).toEqual([]);
});

test('examples that no visit has used are missing without a network, and the page says so', async ({ page }) => {
  const server = await OwnServer.of(DIST);
  const lab = new LabPage(page, server.base);
  try {
    await visit(lab, server, REAL);
  } finally {
    server.stop();
  }
  await lab.follow(REAL.replace('train=100', 'train=20000'));
  await lab.reaches('failed');
  await expect(page.locator('#trouble-text')).toContainText('could not be loaded');
  // What is kept is still there.
  await lab.follow(REAL);
  await lab.reaches('ready');
});

test('a newer version waits until the reader takes it, and interrupts no run', async ({ page }, info) => {
  const dist = info.outputPath('dist');
  cpSync(DIST, dist, { recursive: true, filter: (path) => !path.endsWith('.br') });
  const server = await OwnServer.of(dist);
  const lab = new LabPage(page, server.base);
  try {
    await visit(lab, server, LONG);
    await lab.button('Run').click();
    await lab.passesEpoch(1);
    appendFileSync(`${dist}/service-worker.js`, '\n// A newer version.\n');
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const offer = page.locator('#update');
    await expect(offer).toContainText('newer version');
    await lab.passesEpoch((await lab.epoch()) + 1);
    await expect(lab.root).toHaveAttribute('data-state', 'running');
    const loaded = page.waitForEvent('load');
    await offer.getByRole('button', { name: 'Use the newer version' }).click();
    await loaded;
    await expect(offer).toBeHidden();
    expect(lab.link).toBe(LONG);
  } finally {
    server.stop();
  }
});

test('a page of which a file cannot be had is not kept, and says so', async ({ page }, info) => {
  const dist = info.outputPath('dist');
  cpSync(DIST, dist, { recursive: true, filter: (path) => !path.endsWith('.br') && !path.endsWith('lesson.schema.json') });
  const server = await OwnServer.of(dist);
  const lab = new LabPage(page, server.base);
  try {
    await lab.page.goto(`${server.base}#${SMALL}`);
    await lab.reaches('ready');
    await expect(lab.page.locator('#offline-text')).toHaveText('The page could not be kept for use without a network: not all of its files could be loaded and stored.');
  } finally {
    server.stop();
  }
});

test('the page can be installed: a manifest with a name, an icon and a start inside its folder', async ({ lab }) => {
  await lab.open('');
  const client = await lab.page.context().newCDPSession(lab.page);
  const { errors, url } = await client.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(url).toContain('app.webmanifest');
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});
