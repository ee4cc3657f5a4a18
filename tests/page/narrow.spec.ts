/** @file On a narrow screen everything fits: no sideways scrolling, every control within reach. */
import { canBeTapped, fits } from './fits';
import { expect, SMALL, test } from './lab-page';

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

test('at 360 pixels nothing scrolls sideways, from first paint to the end', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await fits(lab);
  await lab.button('Run').click();
  await lab.reaches('finished');
  await lab.table('baseline');
  await lab.page.getByText('More settings').click();
  await lab.button('Share').click();
  await fits(lab);
});

test('at 360 pixels long names, values and notices wrap', async ({ lab }) => {
  const pins = Array.from({ length: 6 }, (_, index) => `0.${String(index + 1)}5,0.${String(index + 2)}5,0.15`).join(';');
  await lab.open(`${SMALL}&pin=${pins}&then=2:0.123,0.456,0.789;4:0.1,0.2,0.3&${'x'.repeat(300)}=${'y'.repeat(300)}`);
  await lab.reaches('ready');
  await lab.button('Run').click();
  await lab.reaches('finished');
  await fits(lab);
});

test('at 360 pixels every control lies on the screen and can be tapped', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.page.getByText('More settings').click();
  await canBeTapped(lab);
});

test('at 360 pixels three pinned arms, an answer, the evidence and a comparison in the history fit, and each control can be tapped', async ({ lab }) => {
  await lab.finish(`${SMALL}&question=swap&drop=0,0.5,0.2&pin=unswapped and a longer name:0,0.2,0.5;0,0.8,0.8;again:0,0.5,0.2@1000001&reference=pinned-1`);
  await lab.setSlider('Hidden 2', '0.9');
  await lab.reaches('finished');
  await expect(lab.page.locator('#card-conclusion')).not.toBeEmpty();
  await lab.pickFirst();
  await expect(lab.page.locator('.effects-arm')).toHaveCount(4);
  await lab.page.getByText('The test set is finite, too').click();
  await expect(await lab.compareTwo()).toBeVisible();
  await lab.button('Delete everything kept').click();
  await fits(lab);
  await canBeTapped(lab);
});
