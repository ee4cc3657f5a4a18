/** @file On paper the page is a report: what was done and found, in colours for paper, and nothing to press. */
import { expect, type LabPage, SMALL, test } from './lab-page';

test.use({ colorScheme: 'dark', viewport: { width: 1280, height: 900 } });

test('a printed page tells link, settings, curves, evidence and all numbers, without a control', async ({ lab }) => {
  await lab.finish(`${SMALL}&pin=one:0,0.2,0.2`);
  await lab.evidence();
  await beginPrinting(lab);
  const printed = lab.page.locator('.printed');
  await expect(printed).toContainText(lab.page.url());
  await expect(printed.getByRole('listitem').first()).toBeVisible();
  for (const shown of ['#accuracy-chart canvas', '#gap-chart canvas', '#loss-chart canvas', '#loss-gap-chart canvas', '.effect-sentence', '#table tbody tr']) {
    await expect(lab.page.locator(shown).first()).toBeVisible();
  }
  await expect(lab.page.locator('#table tbody tr')).toHaveCount(4 * 3);
  const pressed = lab.page.locator('button:visible:not(.legend-entry), input:visible:not(.arm-name), select:visible, summary:visible, progress:visible, nav:visible');
  await expect(pressed).toHaveCount(0);
  expect(await lab.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--ink').trim())).toBe('#1d2126');
});

test('from a dark page the charts are drawn for paper, and dark again afterwards', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.evidence();
  const dark = await lightest(lab);
  await lab.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const on_paper = await lightest(lab);
  await lab.page.evaluate(() => dispatchEvent(new Event('afterprint')));
  expect(on_paper).toBeLessThan(0.5);
  expect(dark).toBeGreaterThan(0.6);
  expect(await lightest(lab)).toBeCloseTo(dark, 2);
  await expect(lab.page.locator('.printed')).toHaveCount(0);
  await expect(lab.page.locator('#table-details')).not.toHaveAttribute('open');
});

test('the browser makes pages of it, none of them empty', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.evidence();
  const pdf = (await lab.page.pdf({ format: 'A4' })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThanOrEqual(3);
  expect(pages).toBeLessThanOrEqual(5);
});

async function beginPrinting(lab: LabPage): Promise<void> {
  await lab.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await lab.page.emulateMedia({ media: 'print' });
}

/** How light the numbers of the y axis are drawn, from 0 to 1. */
function lightest(lab: LabPage): Promise<number> {
  return lab.page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const canvas = document.querySelector<HTMLCanvasElement>('#accuracy-chart canvas');
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx) return NaN;
    const { data } = ctx.getImageData(0, 0, Math.round(canvas.width * 0.05), canvas.height);
    let [sum, count] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if ((data[at + 3] ?? 0) < 200) continue;
      sum += ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3 / 255;
      count += 1;
    }
    return sum / count;
  });
}
