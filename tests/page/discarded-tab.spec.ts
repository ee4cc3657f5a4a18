/** @file A hidden tab that the browser discards to save memory goes on where it was when it is looked at again. */
import { expect, test } from './lab-page';
import { PipeBrowser } from './pipe-browser';

const LINK = 'v=1&data=synthetic&train=512&test=64&hidden=16,16&batch=16&epochs=300&replicates=1&momentum=0.5&device=cpu';
/** Small enough to be trained twice; enough that it does not end before it is discarded. */
const RUNS = 2;

/** In the page: how many unfinished runs the browser's database holds. */
const UNFINISHED = `new Promise((resolve) => {
  const opening = indexedDB.open('dropout-lab');
  opening.onsuccess = () => {
    const keys = opening.result.transaction('runs').objectStore('runs').getAllKeys();
    keys.onsuccess = () => {
      opening.result.close();
      resolve(keys.result.filter((key) => key.includes('\\n')).length);
    };
  };
})`;

/** In the browser's page about its tabs: discards the one at an address as if memory were short, and says what it thinks of each. */
const rows = `[...document.querySelector('discards-main').shadowRoot.querySelector('discards-tab').shadowRoot.querySelectorAll('tr')]`;
const discard = (address: string): string =>
  `[...${rows}.find((row) => row.innerText.includes('${address}')).querySelectorAll('*')].filter((one) => one.textContent.trim() === '[Urgent Discard]').at(-1).click()`;

test('a tab that is discarded in mid-run goes on by itself when it is looked at again', async ({ lab, baseURL }) => {
  const expected = async (): Promise<string[]> => {
    await lab.finish(LINK);
    return lab.table('treatment');
  };
  const address = `${baseURL ?? ''}#${LINK}`;
  const browser = await PipeBrowser.start(address);
  try {
    const ask = <T>(expression: string): Promise<T | undefined> => browser.ask<T>('#v=1', expression);
    const state = (): Promise<string | undefined> => ask('document.documentElement.dataset.state');
    await expect.poll(state, { timeout: 60_000 }).toBe('ready');
    await ask(`document.querySelector('#run').click()`);
    await expect.poll(() => ask<number>('Number(document.documentElement.dataset.epoch)'), { timeout: 60_000 }).toBeGreaterThan(2);

    // Another tab in front of it hides it, and a hidden tab keeps where it is.
    await browser.open('chrome://discards/');
    await expect.poll(() => ask('document.visibilityState')).toBe('hidden');
    await expect.poll(() => ask<number>(UNFINISHED)).toBe(RUNS);
    await expect.poll(() => browser.ask<number>('chrome://discards', `${rows}.length`)).toBeGreaterThan(2);
    await browser.ask('chrome://discards', discard('#v=1'));
    await expect.poll(() => browser.ask<string>('chrome://discards', `${rows}.map((row) => row.innerText).join()`)).toContain('discarded (urgent)');

    await browser.bringToFront('#v=1');
    await expect.poll(() => ask('document.wasDiscarded')).toBe(true);
    await expect.poll(() => ask<string>(`document.querySelector('#notices')?.innerText`), { timeout: 60_000 }).toMatch(/Training was interrupted, and goes on from epoch \d+/);
    await expect.poll(state, { timeout: 90_000 }).toBe('finished');
    await ask(`document.querySelector('#table-details').open = true`);
    const shown = (): Promise<string[] | undefined> => ask(`[...document.querySelectorAll('#table-details tr.arm-treatment')].map((row) => row.innerText)`);
    await expect.poll(async () => (await shown())?.length).toBeGreaterThan(0);
    expect(await shown()).toEqual(await expected());
  } finally {
    await browser.end();
  }
});
