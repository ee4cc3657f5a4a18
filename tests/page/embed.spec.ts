/** @file The page inside a page of another origin: it fits itself in, takes nothing from it, and works where nothing may be kept. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type FrameLocator, type Page } from '@playwright/test';
import { blockSiteData, chromium as launched } from './chromium';
import { expect, SMALL, test as base } from './lab-page';

/** A page of another origin around the lab, which makes its frame as high as it is told. */
const test = base.extend<{ around: (link: string, allow?: string) => string }>({
  around: async ({ baseURL }, use) => {
    const pages = new Map<string, string>();
    const server: Server = createServer((request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(pages.get(request.url ?? '') ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await use((link, sandbox = '') => {
      const name = `/${String(pages.size)}`;
      pages.set(name, pageAround(new URL(`#${link}`, baseURL).href, sandbox));
      // Another host than the lab's own, not only another port: what browsers keep apart by site is kept apart.
      return `http://localhost:${String(port)}${name}`;
    });
    server.close();
  },
});

function pageAround(address: string, sandbox: string): string {
  const script = `
    const frame = document.querySelector('iframe');
    window.heard = [];
    addEventListener('message', (event) => {
      if (event.source !== frame.contentWindow) return;
      heard.push({ origin: event.origin, data: event.data });
      if (event.data.dropout_lab === 'height') frame.style.height = event.data.height_px + 'px';
    });`;
  return `<!doctype html><html lang="en"><title>A course</title><h1>A course</h1>
    <iframe title="Dropout Lab" src="${address.replaceAll('&', '&amp;')}" style="width: 100%; height: 150px; border: 0" ${sandbox}></iframe><script>${script}</script></html>`;
}

declare global {
  var heard: { origin: string; data: { dropout_lab?: string; height_px?: number } }[];
}

async function visit(page: Page, address: string): Promise<FrameLocator> {
  await page.goto(address);
  return page.frameLocator('iframe');
}

test('it is compact, tells its height and trains, in a frame that is then as high as it', async ({ page, around, baseURL }) => {
  const inside = await visit(page, around(`${SMALL}&embed=1`));
  const root = inside.locator('html');
  await expect(root).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  for (const hidden of ['.lead', '#questions', '#presets', '#history', '#inside', '#effects-title', '#setting-lr', 'footer', '#loss-chart']) await expect(inside.locator(hidden)).toBeHidden();
  for (const shown of ['#accuracy-chart', '#gap-chart', '#device-text', '#network-drawing']) await expect(inside.locator(shown)).toBeVisible();
  await inside.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(root).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
  await expect(inside.locator('#accuracy-verdict')).not.toBeEmpty();
  // Nothing of it has to be scrolled to inside the frame.
  await expect.poll(() => root.evaluate((html) => [html.scrollHeight - innerHeight, html.scrollWidth - html.clientWidth])).toEqual([0, 0]);
  const heard = await page.evaluate(() => globalThis.heard);
  expect(new Set(heard.map(({ origin }) => origin))).toEqual(new Set([new URL(baseURL ?? '').origin]));
  expect(new Set(heard.map(({ data }) => Object.keys(data).join()))).toEqual(new Set(['dropout_lab,height_px']));
  await axeIsContent(page);
});

test('no message of the page around it changes anything, nor does a move of its history', async ({ page, around }) => {
  const inside = await visit(page, around(`${SMALL}&embed=1`));
  const root = inside.locator('html');
  await expect(root).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  const before = await readState();
  const entries = await page.evaluate(() => history.length);
  await page.evaluate(() => {
    const target = document.querySelector('iframe')?.contentWindow;
    for (const message of [{ dropout_lab: 'run' }, 'run', { kind: 'opened', link: 'v=1&lr=9' }, { spec: { lr: 9 } }, { dropout_lab: 'height', height_px: 5 }, null]) target?.postMessage(message, '*');
    // Scripts of another origin reach nothing inside.
    try {
      Reflect.get(target ?? {}, 'dropoutLab');
      globalThis.heard.push({ origin: 'reached', data: {} });
    } catch {
      globalThis.heard.push({ origin: 'kept out', data: {} });
    }
  });
  expect(await page.evaluate(() => globalThis.heard.at(-1)?.origin)).toBe('kept out');
  // A slider inside answers, so the messages before it have been seen, too.
  await inside.getByRole('slider', { name: 'Hidden 1 drop probability' }).fill('0.3');
  await expect.poll(async () => (await readState()).link).toBe(before.link.replace('hidden=16,16', 'hidden=16,16&drop=0,0.3,0.5'));
  expect((await readState()).state).toBe('ready');
  // Its changes are no entries of the history that it shares with the page around it.
  expect(await page.evaluate(() => history.length)).toBe(entries);

  async function readState(): Promise<{ link: string; state: string | null }> {
    return { link: await root.evaluate(() => location.hash.slice(1)), state: await root.getAttribute('data-state') };
  }
});

test('a link opens the same experiment, as it stands, on the whole page', async ({ page, context, around }) => {
  const inside = await visit(page, around(`${SMALL}&hide=lr&embed=1`));
  await expect(inside.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await inside.getByRole('slider', { name: 'Hidden 1 drop probability' }).fill('0.3');
  const link = inside.getByRole('link', { name: 'Open in Dropout Lab' });
  await expect(link).toHaveAttribute('href', /drop=0,0\.3,0\.5/);
  const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await expect(tab.locator('html')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(tab.locator('#history')).toBeVisible();
  await expect(tab.getByRole('link', { name: 'Show everything' })).toBeVisible();
  expect(new URL(tab.url()).hash).toMatch(/&drop=0,0\.3,0\.5.*&hide=lr$/);
  expect(await tab.evaluate(() => opener === null)).toBe(true);
});

test('in a sandbox, where the reader lets nobody keep anything, it says so once, trains and finishes', async ({ around }, info) => {
  const profile = info.outputPath('profile');
  blockSiteData(profile);
  const context = await chromium.launchPersistentContext(profile, launched({ webgpu: false }));
  try {
    const inside = await visit(await context.newPage(), around(`${SMALL}&embed=1&autorun=1`, 'sandbox="allow-scripts allow-same-origin"'));
    await expect(inside.locator('html')).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
    await expect(inside.locator('#accuracy-verdict')).not.toBeEmpty();
    await expect(inside.locator('#notices .notice')).toHaveText([/The browser's store cannot be used \(.*denied.*\)\. Results are kept only while this page is open\./]);
  } finally {
    await context.close();
  }
});

test.describe('in a narrow frame in dark colours', () => {
  test.use({ viewport: { width: 376, height: 700 }, colorScheme: 'dark' });

  test('it fits', async ({ page, around }) => {
    const inside = await visit(page, around(`${SMALL}&embed=1&autorun=1&question=gap`));
    const root = inside.locator('html');
    await expect(root).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
    expect(await root.evaluate((html) => innerWidth - html.clientWidth)).toBe(0);
    await expect.poll(() => root.evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
    await axeIsContent(page);
  });
});

async function axeIsContent(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
}
