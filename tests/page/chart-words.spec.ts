/** @file Each chart is put into words for those who do not see it, and a run that ends is told once. */
import type { Page } from '@playwright/test';
import { expect, LONG, SMALL, test } from './lab-page';

const CHARTS = ['accuracy-chart', 'gap-chart', 'loss-gap-chart', 'loss-chart'];

test('a run that ends is told once, in the words of the evidence, and each chart says its own numbers', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await listen(lab.page);
  await lab.button('Run').click();
  await lab.reaches('finished');
  const spoken = lab.page.locator('#spoken');
  await expect(spoken).toHaveText(/^Training has finished\. After epoch 3, compared with baseline\. Accuracy gap, /);
  const { arms } = await lab.evidence();
  const sentences = arms[0]?.rows.map(({ sentence }) => sentence) ?? [];
  await expect(spoken).toContainText(sentences[0] ?? 'no sentence');
  await expect(spoken).toContainText(sentences[1] ?? 'no sentence');
  expect(await heard(lab.page)).toEqual([await spoken.innerText()]);
  for (const chart of CHARTS) {
    const described = lab.page.locator(`#${chart} [role=group]`);
    await expect(described).toHaveAccessibleDescription(/^After epoch 3, means over the replicates\. Baseline: .*\. Treatment: .*\. Enter|^After epoch 3.*Enter picks/);
    // The legend shows the same values at rest.
    const values = await lab.page.locator(`#${chart} .legend-value`).allInnerTexts();
    const words = await lab.page.locator(`#${chart}-words`).innerText();
    for (const value of values) expect(words).toContain(value);
  }
  await expect(lab.page.locator('#gap-chart-words')).toContainText(sentences[0] ?? 'no sentence');
});

test('while training goes on nothing is told, and the charts say that words will follow', async ({ lab }) => {
  await lab.open(LONG);
  await lab.reaches('ready');
  await expect(lab.page.locator('#loss-chart-words')).toHaveText('Nothing has been measured yet.');
  await listen(lab.page);
  await lab.button('Run').click();
  await lab.passesEpoch(4);
  for (const chart of CHARTS) await expect(lab.page.locator(`#${chart}-words`)).toHaveText(/^Training goes on\./);
  expect(await heard(lab.page)).toEqual([]);
  await lab.button('Pause').click();
  await lab.reaches('paused');
  for (const chart of CHARTS) await expect(lab.page.locator(`#${chart}-words`)).toHaveText(/^After epoch \d+, /);
});

test('an evaluation that is picked is put into words, and told', async ({ lab }) => {
  await lab.finish(SMALL);
  await expect(lab.page.locator('#spoken')).toContainText('After epoch 3');
  await lab.pickFirst();
  await expect(lab.page.locator('#spoken')).toHaveText(/^After epoch 1, compared with baseline\. Accuracy gap, /);
  for (const chart of CHARTS) await expect(lab.page.locator(`#${chart}-words`)).toHaveText(/^After epoch 1, /);
});

test('of one replicate it is said that there is one only', async ({ lab }) => {
  await lab.finish(SMALL.replace('replicates=2', 'replicates=1'));
  await expect(lab.page.locator('#spoken')).toHaveText(/^Training has finished\. After epoch 3/);
  for (const chart of CHARTS) await expect(lab.page.locator(`#${chart}-words`)).toHaveText(/^After epoch 3, with one replicate\. Baseline: /);
});

test('where every run diverged, that is what is told', async ({ lab }) => {
  await lab.finish('v=1&data=synthetic&hidden=16,16&train=200&test=100&epochs=3&replicates=2&lr=10&weight_decay=1&device=cpu');
  await expect(lab.page.locator('#spoken')).toHaveText('Training has finished. Every run diverged, so that there is no value at the end.');
  for (const chart of CHARTS) await expect(lab.page.locator(`#${chart}-words`)).toHaveText(/^Every run diverged/);
});

test('where a question is open, its answer is what is told', async ({ lab }) => {
  await lab.open(`${SMALL}&question=again`);
  await lab.reaches('ready');
  await lab.button('Run this experiment').click();
  await lab.reaches('finished');
  await expect(lab.page.locator('#card-spoken')).not.toBeEmpty();
  await lab.evidence();
  await expect(lab.page.locator('#spoken')).toBeEmpty();
});

declare global {
  var dropoutLabHeard: string[];
}

/** Writes down what a screen reader is told from now on by what speaks for the whole page. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.dropoutLabHeard = [];
    const watched = [...document.querySelectorAll('[role=status], [role=log], [role=alert], [aria-live]')];
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) if (target.textContent) globalThis.dropoutLabHeard.push(target.textContent);
    });
    for (const element of watched) observer.observe(element, { childList: true, characterData: true, subtree: true });
  });
}

async function heard(page: Page): Promise<string[]> {
  return page.evaluate(() => globalThis.dropoutLabHeard);
}

