/** @file For eyes of every kind: larger text, few pixels, the reader's own colours, more contrast, no motion. */
import { fits } from './fits';
import { openPanel } from './inside-panels';
import { expect, type LabPage, SMALL, test } from './lab-page';

const ARMS = `${SMALL}&pin=one:0,0.2,0.2;0,0.8,0.8&question=swap`;

for (const [zoom, width] of [['200%', 640], ['400%', 320]] as const) {
  test.describe(`at a zoom of ${zoom}`, () => {
    test.use({ viewport: { width, height: 512 } });

    test('nothing is lost and nothing scrolls in two directions', async ({ lab }) => {
      await lab.finish(ARMS);
      await openMuch(lab);
      await fits(lab);
    });
  });
}

test('with text twice as large nothing is lost, cut off or laid over something else', async ({ lab }) => {
  const browser = await lab.page.context().newCDPSession(lab.page);
  await browser.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await lab.finish(ARMS);
  expect(await lab.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px');
  await openMuch(lab);
  await fits(lab);
  expect(await cutOff(lab)).toEqual([]);
});

test.describe("in the reader's own colours", () => {
  for (const scheme of ['light', 'dark'] as const) {
    test.describe(`on a ${scheme} ground`, () => {
      test.use({ colorScheme: scheme, contextOptions: { forcedColors: 'active' } });

      test('lines and samples are seen', async ({ lab }) => {
        await lab.finish(ARMS);
        await lab.evidence();
        // Text on the axis is as far from the ground as text can be.
        expect(await axisContrast(lab)).toBeGreaterThan(0.9);
        for (const sample of await lab.page.locator('#gap-chart .legend-sample').all()) {
          expect(await sample.evaluate((element) => getComputedStyle(element).backgroundImage)).not.toBe('none');
        }
        for (const arm of ['treatment', 'one', 'pinned 2']) {
          await expect(lab.page.locator('#gap-chart').getByRole('button', { name: new RegExp(`^${arm}`) }).locator('.symbol')).toBeVisible();
        }
      });
    });
  }
});

test.describe('with more contrast', () => {
  test.use({ contextOptions: { contrast: 'more' } });

  test('quiet text is nearly as dark as loud text', async ({ lab }) => {
    await lab.open(SMALL);
    const muted = await lab.page.locator('.help').first().evaluate((element) => getComputedStyle(element).color);
    const [red = 255] = (muted.match(/\d+/g) ?? []).map(Number);
    expect(red).toBeLessThan(70);
  });
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing moves by itself, and masks are drawn only when they are asked for', async ({ lab }) => {
    await lab.open(`${SMALL}&question=again`);
    await lab.reaches('ready');
    const before = await lab.page.evaluate(() => scrollY);
    await lab.page.getByRole('switch', { name: 'Keep training' }).check();
    await lab.page.locator('#question-list a').last().click();
    // Arrived at once, or not at all: there is no way in between.
    expect(await lab.page.evaluate(() => document.getAnimations().length)).toBe(0);
    await expect.poll(() => lab.page.evaluate(() => scrollY)).toBeGreaterThan(before);
    const seeing = await openPanel(lab, 'inside-seeing');
    await expect(seeing.getByRole('button', { name: 'Draw masks' })).toBeVisible();
    await expect(seeing.getByRole('button', { name: 'Play' })).toBeVisible();
    await expect(seeing.getByRole('status').first()).not.toContainText('draws');
  });
});

/** Most of what can be opened. */
async function openMuch(lab: LabPage): Promise<void> {
  await lab.page.getByText('More settings').click();
  await lab.page.getByText('The test set is finite, too').click();
  await lab.table('treatment');
  await lab.openHistory();
  await lab.button('Share').click();
  await lab.evidence();
}

/** Text that is cut off by its own box, or laid over the next of its kind. */
function cutOff(lab: LabPage): Promise<string[]> {
  return lab.page.evaluate(() => {
    const shown = (element: Element): boolean => element instanceof HTMLElement && element.checkVisibility() && !element.closest('.visually-hidden, .table-scroll, .skip');
    const name = (element: Element): string => `${element.tagName} ${element.id} ${element.className.toString()} "${element.textContent.slice(0, 30)}"`;
    const clipped = [...document.querySelectorAll('p, button, label, legend, h2, h3, span, li')].filter((element) => {
      if (!shown(element)) return false;
      const { overflowX, overflowY } = getComputedStyle(element);
      const clips = overflowX !== 'visible' || overflowY !== 'visible';
      return (clips && element.scrollHeight > element.clientHeight + 1) || (element.tagName === 'BUTTON' && element.scrollWidth > element.clientWidth + 1);
    });
    const rows = [...document.querySelectorAll('.layer-row')];
    const over = rows.filter((row, index) => {
      const below = rows[index + 1]?.firstElementChild;
      return below !== undefined && below !== null && (row.lastElementChild?.getBoundingClientRect().bottom ?? 0) > below.getBoundingClientRect().top + 12;
    });
    return [...clipped, ...over].map(name);
  });
}

/** How far the writing on the axis lies from the ground, from 0 to 1. */
function axisContrast(lab: LabPage): Promise<number> {
  return lab.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#accuracy-chart canvas');
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx) return NaN;
    const ground = (getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g) ?? []).map(Number)[0] ?? 0;
    const { data } = ctx.getImageData(0, 0, Math.round(canvas.width * 0.05), canvas.height);
    let far = 0;
    for (let at = 0; at < data.length; at += 4) if ((data[at + 3] ?? 0) > 250) far = Math.max(far, Math.abs((data[at] ?? 0) - ground) / 255);
    return far;
  });
}
