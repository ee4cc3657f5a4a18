/** @file After one visit the page works without a network; a newer version is offered, and comes when the reader says so. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, cpSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, LabPage, test } from './lab-page';

/** A little of the real data. */
const REAL = 'v=1&train=100&test=100&hidden=16,16&batch=50&epochs=2&replicates=2&device=cpu';
/** Trains for longer than a newer version takes to arrive. */
const LONG = 'v=1&data=synthetic&train=2048&test=64&hidden=64,64&batch=16&epochs=1000&replicates=2&device=cpu';
const SERVER = fileURLToPath(new URL('serve.mjs', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

test.use({ serviceWorkers: 'allow' });

/** A server of its own, which can be stopped. */
class Server {
  readonly base: string;
  readonly #process: ChildProcess;

  private constructor(base: string, process: ChildProcess) {
    this.base = base;
    this.#process = process;
  }

  static async of(dist: string): Promise<Server> {
    const port = await freePort();
    const child = spawn('node', [SERVER], { env: { ...process.env, DROPOUT_LAB_PORT: String(port), DROPOUT_LAB_DIST: dist }, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return new Server(`http://127.0.0.1:${String(port)}/lab/`, child);
  }

  stop(): void {
    this.#process.kill();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address !== 'string' ? address.port : 0));
    });
  });
}

async function visit(lab: LabPage, server: Server, link: string): Promise<void> {
  await lab.page.goto(`${server.base}#${link}`);
  await lab.reaches('ready');
  await expect(lab.page.locator('#offline-text')).toContainText('works without a network');
}

test('after one visit the page opens, trains on real data and passes links on while its server is gone', async ({ page }) => {
  const server = await Server.of(DIST);
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
  const server = await Server.of(DIST);
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
  const server = await Server.of(dist);
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

test('the page can be installed: a manifest with a name, an icon and a start inside its folder', async ({ lab }) => {
  await lab.open('');
  const client = await lab.page.context().newCDPSession(lab.page);
  const { errors, url } = await client.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(url).toContain('app.webmanifest');
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});
