/** @file A tab that is hidden trains on, and shows what came meanwhile when it is looked at again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright } from '@playwright/test';
import { chromium } from './chromium';
import { expect, LabPage, LONG, test } from './lab-page';

test('training goes on while the tab is hidden', async ({ baseURL }) => {
  const own = await startBrowser();
  try {
    // Playwright makes every tab believe that it is in front, unless it is told to leave the browser as it is.
    const browser = await playwright.connectOverCDP(own.address, { noDefaults: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no window.');
    const lab = new LabPage(await context.newPage(), baseURL ?? '');
    await lab.page.addInitScript(() => {
      globalThis.dropoutLabWorkers = 2;
    });
    await lab.page.goto(`${baseURL ?? ''}#${LONG}`);
    await lab.button('Run').click();
    await lab.passesEpoch(1);

    const other = await context.newPage();
    await other.bringToFront();
    await expect.poll(() => visibility(lab)).toBe('hidden');
    await lab.passesEpoch((await lab.epoch()) + 20);
    expect(await visibility(lab)).toBe('hidden');

    await lab.page.bringToFront();
    await expect.poll(() => visibility(lab)).toBe('visible');
    const epoch = await lab.epoch();
    await expect.poll(async () => Number(/epoch (\d+)/.exec(await lab.page.locator('#progress-text').innerText())?.[1])).toBeGreaterThanOrEqual(Math.floor(epoch));
    expect(lab.faults).toEqual([]);
    await browser.close();
  } finally {
    await own.end();
  }
});

const visibility = (lab: LabPage): Promise<string> => lab.page.evaluate(() => document.visibilityState);

/** A browser of our own, with the address at which it can be spoken to. */
async function startBrowser(): Promise<{ readonly address: string; readonly end: () => Promise<void> }> {
  const { args, executablePath = playwright.executablePath() } = chromium({ webgpu: false });
  const profile = await mkdtemp(join(tmpdir(), 'dropout-lab-'));
  const child = spawn(executablePath, [...args, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null) {
      child.kill();
      await ended;
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { address: await addressOf(child), end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The address that the browser writes at its start. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /ws:\/\/\S+/.exec(said)?.[0];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The browser ended at once: ${said}`)));
  });
}
