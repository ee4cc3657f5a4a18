/** @file The page in another language: everything it says is said in it, but what is marked as English; and changing loses nothing. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, type LabPage, LONG, SMALL, test } from './lab-page';

/** Words that English sentences hardly do without, and German ones have no use for. */
const ENGLISH = /\b(the|and|of|with|is|are|to|from|this|that|which|its|each|has|been|run|runs|step|steps|epochs|loss|accuracy|units|layer|seed|seeds|pictures|loading|hidden)\b/i;
const GERMAN = `${SMALL}&probes=1&lang=de`;

test('a link with a language is shown in it, from the title to the panels, and what stays English is marked', async ({ lab }) => {
  await lab.open(GERMAN);
  await lab.reaches('ready');
  await expect(lab.page.locator('html')).toHaveAttribute('lang', 'de');
  await lab.page.getByRole('button', { name: 'Starten' }).click();
  await lab.reaches('finished');
  await expect(lab.page.locator('.effects-arm')).toHaveCount(1);
  await openAll(lab.page);
  await expect.poll(() => englishIn(lab.page)).toEqual([]);
  await expect(lab.page.locator('.effect-sentence').first()).toHaveAttribute('lang', 'en');
  await expect(lab.page.locator('#sentences')).toHaveAttribute('lang', 'en');
  await expect(lab.page.getByRole('slider', { name: 'Verdeckt 1, Drop-Wahrscheinlichkeit' })).toBeVisible();
});

test('a question, its answer and its pictures are asked for in the language', async ({ lab }) => {
  await lab.open(`${SMALL}&question=again&lang=de`);
  await lab.reaches('ready');
  await lab.page.getByRole('button', { name: 'Dieses Experiment starten' }).click();
  await lab.reaches('finished');
  await lab.page.locator('#three-pictures').getByRole('button', { name: 'Fortsetzen' }).click();
  await lab.reaches('finished');
  await expect(lab.page.locator('.picture-text').first()).toContainText('Testgenauigkeit des Treatments');
  await expect(lab.page.locator('#card-conclusion')).toHaveAttribute('lang', 'en');
  expect(await englishIn(lab.page)).toEqual([]);
});

test('the language is chosen by a button, kept for the next visit, and chosen back; experiment and finished curves stay', async ({ lab }) => {
  await lab.finish(SMALL);
  const link = lab.page.url();
  await lab.page.getByRole('button', { name: 'Deutsch' }).click();
  await expect(lab.page.locator('html')).toHaveAttribute('lang', 'de');
  expect(lab.page.url()).toBe(link);
  // The curves come from the store: nothing is trained again.
  await lab.reaches('finished');
  await expect(lab.page.locator('#recall-text')).toContainText('aus dem Speicher dieses Browsers');
  await lab.page.reload();
  await expect(lab.page.getByRole('heading', { name: 'Das Netz' })).toBeVisible();
  await lab.page.getByRole('button', { name: 'English' }).click();
  await expect(lab.page.getByRole('heading', { name: 'The network', exact: true })).toBeVisible();
  expect(lab.page.url()).toBe(link);
});

test('what trains goes on in the other language', async ({ lab }) => {
  await lab.trainsAlready(LONG, 4);
  await lab.page.getByRole('button', { name: 'Deutsch' }).click();
  await expect(lab.page.locator('html')).toHaveAttribute('lang', 'de');
  await lab.reaches('running');
  await lab.passesEpoch(3);
  expect((await lab.witness()).started.every(({ goes_on }) => goes_on)).toBe(true);
});

test('a link that names a language goes before the reader’s choice, and follows a change', async ({ lab }) => {
  await lab.open(`${SMALL}&lang=de`);
  await lab.page.getByRole('button', { name: 'English' }).click();
  await expect(lab.page.locator('html')).toHaveAttribute('lang', 'en');
  expect(lab.page.url()).toContain('lang=en');
  // Opened in the same tab, only the hash changes.
  await lab.page.evaluate((hash) => {
    location.hash = hash;
  }, `${SMALL}&lang=de`);
  await expect(lab.page.locator('html')).toHaveAttribute('lang', 'de');
});

test('a language that the page does not know is said to be unknown', async ({ lab }) => {
  await lab.open(`${SMALL}&lang=tlh`);
  await lab.reaches('ready');
  await expect(lab.page.locator('#notices')).toContainText('lang: found “tlh”, expected one of en, de; the page speaks English.');
  await expect(lab.page.locator('html')).toHaveAttribute('lang', 'en');
});

for (const colors of ['light', 'dark'] as const) {
  test(`the page in German gives assistive technology nothing to complain of, in ${colors} colours`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme: colors });
    await lab.open(GERMAN);
    await lab.page.getByRole('button', { name: 'Starten' }).click();
    await lab.reaches('finished');
    await openAll(lab.page);
    const { violations } = await new AxeBuilder({ page: lab.page }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  });
}

test('at 360 pixels nothing of the longer words sticks out', async ({ lab }) => {
  await lab.page.setViewportSize({ width: 360, height: 740 });
  await lab.open(GERMAN);
  await lab.page.getByRole('button', { name: 'Starten' }).click();
  await lab.reaches('finished');
  await openAll(lab.page);
  await fits(lab);
});

async function openAll(page: Page): Promise<void> {
  for (const summary of await page.locator('details:not([open]) > summary').all()) if (await summary.isVisible()) await summary.click();
}

async function fits({ page }: LabPage): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

/** Visible texts and names with English words in them, where nothing says that they are English; programs and citations are no page's language. */
async function englishIn(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const elements = [...document.querySelectorAll<HTMLElement>('body, body *')].filter((element) => element.checkVisibility() && !element.closest('[lang="en"], pre, script, noscript, style'));
    const texts = elements.flatMap((element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? ''));
    const names = elements.flatMap((element) => ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''));
    return [...texts, ...names, document.title].map((text) => text.trim()).filter((text) => text !== '');
  });
  return said.filter((text) => ENGLISH.test(text));
}
