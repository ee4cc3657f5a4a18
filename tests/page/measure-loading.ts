/** @file Measures what a reader waits for on a slow line with a slow processor: controls, trainer, second visit, shifts of the layout. Prints, judges nothing. */
import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { LabPage, test } from './lab-page';
import { DIST, OwnServer } from './own-server';

const BITS_PER_SECOND = 10_000_000;
/** The page's own thread runs at this part of its speed. */
const SLOWDOWN = 4;
/** Longer than loading takes; where it does not, some of it is measured too long. */
const LOADING_MILLIS = 12_000;
const PAUSE_MILLIS = 5000;

test.use({ serviceWorkers: 'allow' });

test('loading at 10 Mbit/s with a processor four times slower, first and second visit', async ({ page }) => {
  const server = await OwnServer.of(DIST, BITS_PER_SECOND);
  const lab = new LabPage(page, server.base);
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.addInitScript(watchLoading);
  try {
    for (const visit of ['first', 'second']) {
      await page.goto(server.base, { waitUntil: 'commit' });
      // Every question of a test is asked on the page's own thread, which is slow, and would be measured with it.
      await setTimeout(LOADING_MILLIS);
      await lab.reaches('ready');
      await page.waitForFunction(() => document.querySelector('#offline-text')?.textContent !== '');
      const { controls, trainer, ready, shift } = await seen(page);
      console.log(`measured: ${visit} visit: controls usable ${controls} ms, trainer ready ${trainer} ms, trainer and data ready ${ready} ms, layout shift ${shift}`);
      // Nobody comes back within the second; by then the browser has put away what it compiled.
      await page.goto('about:blank');
      await setTimeout(PAUSE_MILLIS);
    }
  } finally {
    server.stop();
  }
});

declare global {
  var loading: { controls: number; trainer: number; ready: number; shift: number };
}

async function seen(page: Page): Promise<Record<keyof typeof globalThis.loading, string>> {
  const found = await page.evaluate(() => globalThis.loading);
  return { controls: found.controls.toFixed(0), trainer: found.trainer.toFixed(0), ready: found.ready.toFixed(0), shift: found.shift.toFixed(4) };
}

/** Runs in the page before its own code: looks at each frame at what is there, and adds up what moved by itself. */
function watchLoading(): void {
  globalThis.loading = { controls: 0, trainer: 0, ready: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.loading.shift += (entry as PerformanceEntry & { readonly value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = (): void => {
    const { loading } = globalThis;
    // The sliders are made by the script that listens to them.
    if (!loading.controls && document.querySelector('#network-rows input')) loading.controls = performance.now();
    if (!loading.trainer && document.documentElement.dataset['backend']) loading.trainer = performance.now();
    if (!loading.ready && document.documentElement.dataset['state'] === 'ready') loading.ready = performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
