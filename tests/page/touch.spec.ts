/** @file By finger: targets are large enough, charts read under it without holding up the page, sliders follow it. */
import type { CDPSession, Page } from '@playwright/test';
import { smallerThan } from './fits';
import { openPanel } from './inside-panels';
import { expect, SMALL, test } from './lab-page';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('every target is 24 pixels wide and high at least, and those of the main job 44', async ({ lab }) => {
  await lab.finish(`${SMALL}&pin=one:0,0.2,0.2;0,0.8,0.8&question=swap`);
  await lab.page.getByText('More settings').click();
  await lab.page.getByText('The test set is finite, too').click();
  await lab.table('treatment');
  await lab.openHistory();
  for (const panel of ['inside-layers', 'inside-seeing', 'inside-predictions', 'inside-test-time']) await openPanel(lab, panel);
  await expect(lab.page.locator('.gallery-card').first()).toBeVisible();
  expect(await smallerThan(lab, 24)).toEqual([]);
  expect(await smallerThan(lab, 44, '.buttons button, .layer-row input, .presets a, .question-list a, .legend-entry, .card button, summary, .field input:not([type=checkbox]), .field select, .arm-acts button')).toEqual([]);
});

test('a tap shows the values of a chart, a finger drawn along it reads them, and one drawn down it scrolls the page', async ({ lab }) => {
  await lab.finish(SMALL.replace('epochs=3', 'epochs=10'));
  const { page } = lab;
  const plot = page.locator('#gap-chart .u-over');
  const at = page.locator('#gap-chart .legend-at');
  await plot.scrollIntoViewIfNeeded();
  const box = await boxOf(page, '#gap-chart .u-over');
  const finger = await page.context().newCDPSession(page);
  const y = box.y + box.height / 2;
  await drag(finger, { x: box.x + box.width * 0.9, y }, { x: box.x + box.width * 0.2, y });
  await expect(at).toHaveText('Epoch 2');
  // Every chart reads the same place.
  await expect(page.locator('#accuracy-chart .legend-at')).toHaveText('Epoch 2');
  await expect(page.locator('#effects-heading')).toContainText('epoch 10');
  await plot.tap({ position: { x: box.width * 0.5, y: box.height / 2 } });
  await expect(at).toHaveText('Epoch 5');
  const before = await page.evaluate(() => scrollY);
  const now = await boxOf(page, '#gap-chart .u-over');
  await drag(finger, { x: now.x + now.width / 2, y: now.y + now.height * 0.8 }, { x: now.x + now.width / 2, y: now.y - 160 });
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before + 50);
});

test('a slider follows a finger', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const slider = lab.slider('Hidden 1');
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('The slider is not shown.');
  const finger = await lab.page.context().newCDPSession(lab.page);
  const max = Number(await slider.getAttribute('max'));
  const start = Number(await slider.inputValue()) / max;
  const y = box.y + box.height / 2;
  await drag(finger, { x: box.x + 11 + start * (box.width - 22), y }, { x: box.x + box.width * 0.2, y });
  expect(Number(await slider.inputValue())).toBeLessThan(0.3);
  await expect(lab.page).toHaveURL(/drop=0,0\.[12]/);
});

interface Place {
  readonly x: number;
  readonly y: number;
}

async function drag(finger: CDPSession, from: Place, to: Place): Promise<void> {
  const STEPS = 12;
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
  for (let step = 1; step <= STEPS; step += 1) {
    const share = step / STEPS;
    const point = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] });
  }
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

async function boxOf(page: Page, selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`Nothing is shown of ${selector}.`);
  return box;
}
