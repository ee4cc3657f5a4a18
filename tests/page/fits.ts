/** @file Whether a page fits the screen it is shown on, and whether fingers reach its controls. */
import { expect, type LabPage } from './lab-page';

/** Every control lies on the screen and receives a tap, but the first, which is seen only while it has the focus. */
export async function canBeTapped(lab: LabPage): Promise<void> {
  const screen = lab.page.viewportSize()?.width ?? 0;
  const controls = lab.page.locator('button:visible:enabled:not(#skip), input:visible, select:visible, summary:visible, a:visible');
  for (const control of await controls.all()) {
    await control.scrollIntoViewIfNeeded();
    const box = await control.boundingBox();
    const name = await control.evaluate((element) => element.id || element.textContent.slice(0, 30));
    expect(box, name).not.toBeNull();
    if (!box) continue;
    expect(box.x, name).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width, name).toBeLessThanOrEqual(screen);
    await control.tap({ trial: true });
  }
}

/** Nothing reaches beyond the screen, but for what scrolls by itself. */
export async function fits(lab: LabPage): Promise<void> {
  const wider = await lab.page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolled = (element: Element): boolean => element.parentElement?.closest('.table-scroll') !== null && element.parentElement !== null;
    const outside = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolled(element));
    return document.documentElement.scrollWidth > width ? [`page of ${String(document.documentElement.scrollWidth)}`, ...outside.map((one) => `${one.tagName} ${one.id} ${one.className.toString()}`)] : [];
  });
  expect(wider).toEqual([]);
}

/** Controls that are smaller than this many CSS pixels in either direction; a label counts for its box, and a link within a sentence for its line. */
export function smallerThan(lab: LabPage, pixels: number, selector = 'button, input:not([type=hidden]), select, summary, a, [tabindex="0"]'): Promise<string[]> {
  return lab.page.evaluate(
    ([least, wanted]) =>
      [...document.querySelectorAll<HTMLElement>(wanted)]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled, .skip'))
        .filter((element) => !(element.tagName === 'A' && getComputedStyle(element).display === 'inline'))
        .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
        .filter(({ box }) => box.width < least - 0.5 || box.height < least - 0.5)
        .map(({ element, box }) => `${element.tagName} ${element.id} ${element.className} "${element.textContent.slice(0, 20)}": ${box.width.toFixed(0)} by ${box.height.toFixed(0)}`),
    [pixels, selector] as const,
  );
}
