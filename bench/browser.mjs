/** @file The contestants' page in a headless browser, built, served and opened for one measurement. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { bundlePage } from './bundle.mjs';
import { serveFolder } from './serve.mjs';

/** WebGPU by Chromium's own software adapter; the rest keeps the browser quiet. */
const FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Runs a measurement with the page open.
 *
 * @template Result
 * @param {(page: ContestantsPage) => Promise<Result>} measure
 * @returns {Promise<Result>}
 */
export async function withBrowser(measure) {
  const folder = mkdtempSync(join(tmpdir(), 'dropout-lab-bench-'));
  let server;
  let browser;
  try {
    const executablePath = process.env.DROPOUT_LAB_BROWSER;
    if (!executablePath) throw new Error('DROPOUT_LAB_BROWSER names no browser, expected the path of a Chromium or Chrome');
    await bundlePage(folder);
    server = await serveFolder(folder);
    browser = await chromium.launch({ executablePath, args: FLAGS });
    const page = await browser.newPage();
    await page.goto(server.address);
    return await measure(new ContestantsPage(page, browser.version()));
  } finally {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `page/host.js` offers, from here. */
class ContestantsPage {
  #page;

  constructor(page, version) {
    this.#page = page;
    this.version = version;
  }

  /** Starts a worker with a contestant; returns its place and what it says of itself. */
  open(name, options, counted = false) {
    return this.#page.evaluate((argument) => globalThis.bench.open(argument), { name, options, counted });
  }

  /** Milliseconds for so many steps on each of these workers at once. */
  time(ats, steps) {
    return this.#page.evaluate(([ats, steps]) => globalThis.bench.time(ats, steps), [ats, steps]);
  }

  ask(at, method, argument) {
    return this.#page.evaluate(([at, method, argument]) => globalThis.bench.ask(at, method, argument), [at, method, argument]);
  }

  close(at) {
    return this.#page.evaluate((at) => globalThis.bench.close(at), at);
  }
}
