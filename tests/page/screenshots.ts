/** @file Pictures of the page: three widths, light and dark, first paint, running and finished; one of them for the README. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { test } from './lab-page';

const FOLDER = 'test-results/screenshots';
/** The default preset on the CPU, which any machine has. */
const DEFAULT = 'v=1&device=cpu';

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
    });
  }
}

test.describe('for the README', () => {
  test.use({ colorScheme: 'light', viewport: { width: 1280, height: 900 } });

  test('a finished run on a laptop', async ({ lab }) => {
    await lab.finish(DEFAULT);
    const main = await lab.page.locator('main').boundingBox();
    const gap = await lab.page.locator('#gap-chart').boundingBox();
    if (!main || !gap) throw new Error('The page shows no charts.');
    const clip = { x: 0, y: main.y - 12, width: 1280, height: gap.y + gap.height - main.y + 12 };
    const picture = await lab.page.screenshot({ fullPage: true, clip });
    mkdirSync('docs', { recursive: true });
    writeFileSync('docs/screenshot.png', await withFewerColors(lab.page, picture));
  });
});

/** The same picture in 32 shades of each primary colour, which halves the file and is not seen. */
async function withFewerColors(page: Page, picture: Buffer): Promise<Buffer> {
  const packed = await page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser draws no pictures.');
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, image.width, image.height);
    pixels.data.forEach((value, at) => {
      pixels.data[at] = Math.round(Math.round((value * 31) / 255) * (255 / 31));
    });
    context.putImageData(pixels, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
  }, picture.toString('base64'));
  return Buffer.from(packed);
}

function pathOf(moment: string, width: number, colors: string): string {
  mkdirSync(FOLDER, { recursive: true });
  return `${FOLDER}/${moment}-${String(width)}-${colors}.png`;
}
