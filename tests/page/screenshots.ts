/** @file Pictures of the page: three widths, light and dark, first paint, running, finished, with arms, an answer, a comparison, the panels inside; one of them for the README. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { openPanel } from './inside-panels';
import { expect, type LabPage, test } from './lab-page';
import { palettePng, type Picture } from './palette-png';

const FOLDER = 'test-results/screenshots';
/** The default preset on the CPU, which any machine has. */
const DEFAULT = 'v=1&device=cpu';
/** The question of the swap, with fewer epochs. */
const SWAP = 'v=1&train=1000&epochs=10&drop=0,0.5,0.2&pin=unswapped:0,0.2,0.5&reference=pinned-1&question=swap&device=cpu';
/** The question of the variance, with fewer examples and epochs. */
const VARIANCE = 'v=1&train=1000&epochs=10&replicates=3&probes=1&question=variance&device=cpu';

for (const colors of ['light', 'dark'] as const) {
  for (const width of [390, 1024, 1600]) {
    test.describe(`${String(width)} pixels, ${colors}`, () => {
      test.use({ colorScheme: colors, viewport: { width, height: width < 600 ? 844 : 900 } });

      test('first paint', async ({ lab }) => {
        await lab.open('', { folder: 'with-stuck-trainer' });
        await lab.page.locator('#device-text').getByText('loaded').waitFor();
        await lab.page.screenshot({ path: pathOf('first-paint', width, colors), fullPage: true });
      });

      test('running', async ({ lab }) => {
        await lab.open(DEFAULT);
        await lab.button('Run').click();
        await lab.passesEpoch(8);
        await lab.page.screenshot({ path: pathOf('running', width, colors), fullPage: true });
      });

      test('finished', async ({ lab }) => {
        await lab.finish(DEFAULT);
        await lab.slider('Hidden 1').fill('0.8');
        await lab.page.waitForURL(/drop=/);
        await lab.reaches('finished');
        await lab.page.screenshot({ path: pathOf('finished', width, colors), fullPage: true });
      });

      test('answered', async ({ lab }) => {
        await lab.finish(SWAP);
        await lab.setSlider('Hidden 1', '0.8');
        await lab.reaches('finished');
        await lab.setSlider('Hidden 1', '0.5');
        await lab.reaches('finished');
        await lab.compareTwo();
        // The network stays in view while the page scrolls, so that it would be missing from the top of a full picture.
        await lab.page.evaluate(() => scrollTo(0, 0));
        await lab.page.screenshot({ path: pathOf('answered', width, colors), fullPage: true });
        for (const part of ['card', 'arms', 'effects', 'history']) {
          const section = lab.page.locator(part === 'arms' || part === 'effects' ? `section.${part}` : `#${part}`);
          await section.screenshot({ path: pathOf(part, width, colors) });
        }
      });

      test('inside', async ({ lab }) => {
        await lab.finish(VARIANCE);
        await fillPanels(lab);
        await lab.page.evaluate(() => scrollTo(0, 0));
        for (const part of ['card', 'inside-layers', 'inside-seeing', 'inside-predictions', 'inside-test-time']) {
          await lab.page.locator(`#${part}`).screenshot({ path: pathOf(part === 'card' ? 'card-variance' : part, width, colors) });
        }
      });
    });
  }
}

test.describe('for the README', () => {
  test.use({ colorScheme: 'light', viewport: { width: 1280, height: 900 } });

  test('a finished run on a laptop', async ({ lab }) => {
    await lab.finish(DEFAULT);
    await lab.page.evaluate(() => scrollTo(0, 0));
    const main = await lab.page.locator('main').boundingBox();
    const gap = await lab.page.locator('#gap-chart').boundingBox();
    if (!main || !gap) throw new Error('The page shows no charts.');
    const clip = { x: 0, y: main.y - 12, width: 1280, height: gap.y + gap.height - main.y + 4 };
    const picture = await lab.page.screenshot({ fullPage: true, clip });
    mkdirSync('docs', { recursive: true });
    writeFileSync('docs/screenshot.png', palettePng(await pixelsOf(lab.page, picture)));
  });
});

/** Opens all panels inside the network, and waits until each shows something. */
async function fillPanels(lab: LabPage): Promise<void> {
  const layers = await openPanel(lab, 'inside-layers');
  await expect(layers.locator('.chart canvas')).toHaveCount(5);
  const seeing = await openPanel(lab, 'inside-seeing');
  await lab.button('Draw masks').click();
  await expect(seeing.getByRole('status')).toContainText('After 2,000 draws', { timeout: 60_000 });
  for (const pictures of await seeing.locator('h3').all()) await pictures.scrollIntoViewIfNeeded();
  await expect(seeing.locator('.unit-picture')).not.toHaveCount(0);
  const predictions = await openPanel(lab, 'inside-predictions');
  await expect(predictions.locator('.gallery-card').first()).toBeVisible();
  const test_time = await openPanel(lab, 'inside-test-time');
  await test_time.getByRole('switch', { name: 'Masks on at test time' }).check();
  await test_time.getByLabel('Masked passes averaged, k').fill('10');
  await expect(test_time.locator('.test-time-progress')).toHaveText(/^10 of 10 passes/, { timeout: 60_000 });
}

/** The pixels of a PNG, as a browser reads them. */
async function pixelsOf(page: Page, png: Buffer): Promise<Picture> {
  const { width, height, base64 } = await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (!context) throw new Error('This browser draws no pictures.');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const letters = Array.from(data, (value) => String.fromCharCode(value));
    return { width: image.width, height: image.height, base64: btoa(letters.join('')) };
  }, png.toString('base64'));
  return { width, height, rgba: Buffer.from(base64, 'base64') };
}

function pathOf(moment: string, width: number, colors: string): string {
  mkdirSync(FOLDER, { recursive: true });
  return `${FOLDER}/${moment}-${String(width)}-${colors}.png`;
}
