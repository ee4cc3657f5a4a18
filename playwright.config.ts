/** @file How the page's tests start a browser and the server of `dist/`. */
import { defineConfig } from '@playwright/test';

/** WebGPU by Chromium's own software adapter; the rest keeps the browser quiet. */
const CHROMIUM_FLAGS = [
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

const port = process.env['DROPOUT_LAB_PORT'] ?? '4173';
/** The folder is part of the address, so that nothing can rely on being at the root. */
const served = `http://127.0.0.1:${port}/lab/`;
const given = process.env['DROPOUT_LAB_URL'];
const browser = process.env['DROPOUT_LAB_BROWSER'];

export default defineConfig({
  testDir: 'tests/page',
  outputDir: 'test-results/page',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  reporter: [['line'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    baseURL: given ?? served,
    trace: 'retain-on-failure',
    launchOptions: {
      args: CHROMIUM_FLAGS,
      ...(browser === undefined ? {} : { executablePath: browser }),
    },
  },
  projects: [
    { name: 'page', testMatch: '**/*.spec.ts' },
    { name: 'screenshots', testMatch: 'screenshots.ts' },
  ],
  ...(given === undefined
    ? { webServer: { command: 'node tests/page/serve.mjs', url: served, env: { DROPOUT_LAB_PORT: port } } }
    : {}),
});
