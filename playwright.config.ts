/** @file How the page's tests start a browser and the server of `dist/`. */
import { defineConfig } from '@playwright/test';
import { chromium } from './tests/page/chromium';

const port = process.env['DROPOUT_LAB_PORT'] ?? '4173';
/** The folder is part of the address, so that nothing can rely on being at the root. */
const served = `http://127.0.0.1:${port}/lab/`;
const given = process.env['DROPOUT_LAB_URL'];

export default defineConfig({
  testDir: 'tests/page',
  outputDir: 'test-results/page',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: true,
  workers: 2,
  // A machine that nobody watches may try a test twice; what passes only then is listed as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 120_000,
  reporter: [['line'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    baseURL: given ?? served,
    // Writing down what a page shows takes a quarter of a test's time, and would be measured with it; `--trace on` does so at once.
    trace: 'on-first-retry',
    // What a service worker keeps would stand between a test and the faults of its server: only offline.spec.ts has one.
    serviceWorkers: 'block',
    launchOptions: chromium({ webgpu: true }),
  },
  projects: [
    { name: 'page', testMatch: '**/*.spec.ts' },
    { name: 'screenshots', testMatch: 'screenshots.ts' },
    // Timings and sizes, printed for a reader to judge: run alone, `--workers 1`.
    { name: 'measure', testMatch: 'measure*.ts', retries: 0 },
    // Twenty minutes of use, which may neither grow nor slow down: run alone, `--workers 1`.
    { name: 'soak', testMatch: 'soak.ts', retries: 0 },
  ],
  ...(given === undefined ? { webServer: { command: 'node tests/page/serve.mjs', url: served, env: { DROPOUT_LAB_PORT: port } } } : {}),
});
