/** @file A browser of a test's own, in which a tab can be hidden: Playwright makes every tab believe that it is in front. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium as playwright } from '@playwright/test';
import { chromium } from './chromium';
import type { LabPage } from './lab-page';

/** Starts a browser, hands over its window, and ends it. */
export async function inOwnBrowser(act: (context: BrowserContext) => Promise<void>): Promise<void> {
  const own = await startBrowser();
  try {
    const browser = await playwright.connectOverCDP(own.address, { noDefaults: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no window.');
    await act(context);
    await browser.close();
  } finally {
    await own.end();
  }
}

/** What the page itself is told of being seen. */
export function visibility(lab: LabPage): Promise<string> {
  return lab.page.evaluate(() => document.visibilityState);
}

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
