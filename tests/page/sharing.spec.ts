/** @file What Share offers: by keyboard, with reasons where something is not to be had, and a code that a camera reads. */
import AxeBuilder from '@axe-core/playwright';
import decodeQR from 'qr/decode.js';
import { expect, type LabPage, SMALL, test } from './lab-page';

test('what is shared follows the experiment: no result before it has finished, none of others after a change', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await lab.button('Share').click();
  await expect(lab.page.locator('#share-result-help')).toHaveText('A link with its result is here once the experiment has finished.');
  await expect(lab.page.getByLabel('Link with result')).toBeHidden();
  await expect(text(lab)).toHaveValue(/^Dropout Lab: baseline, treatment \(0 \/ 0\.5 \/ 0\.5\); 2 replicates, 3 epochs\nhttp\S+$/);
  await lab.button('Run').click();
  await lab.reaches('finished');
  await expect(lab.page.getByLabel('Link with result')).toHaveValue(/&result=1\/cpu\//);
  await lab.setSlider('Hidden 1', '0.25');
  await expect(lab.page.getByLabel('Link to this experiment')).toHaveValue(lab.page.url());
  await lab.reaches('finished');
  await expect(lab.page.getByLabel('Link with result')).toHaveValue(/drop=0,0\.25,0\.5.*&result=/);
});

test('the short text holds the sentences of the evidence and the link with its result', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.button('Share').click();
  await expect(text(lab)).toHaveValue(/&result=/);
  const lines = (await text(lab).inputValue()).split('\n');
  const { arms } = await lab.evidence();
  const told = ['Accuracy gap', 'Loss gap', 'Test accuracy'].map((label) => arms[0]?.rows.find((row) => row.label === label)?.sentence);
  expect(lines.slice(1, 4)).toEqual(told);
  expect(lines[4]).toBe(await lab.page.getByLabel('Link with result').inputValue());
  expect(lines).toHaveLength(5);
});

test('everything is copied by keyboard alone, and closing gives the focus back', async ({ lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.finish(SMALL);
  await lab.button('Share').focus();
  await lab.page.keyboard.press('Enter');
  const said = lab.page.locator('#share-text');
  await expect(said).toContainText('The link is copied');
  const read = (): Promise<string> => lab.page.evaluate(() => navigator.clipboard.readText());
  for (const [name, told, field] of [
    ['Copy link with result', 'The link with its result is copied', lab.page.getByLabel('Link with result')],
    ['Copy text', 'The text is copied', text(lab)],
    ['Copy link', 'The link is copied', lab.page.getByLabel('Link to this experiment')],
  ] as const) {
    await tabTo(lab, name);
    await lab.page.keyboard.press('Enter');
    await expect(said).toContainText(told);
    expect(await read()).toBe(await field.inputValue());
  }
  await lab.page.keyboard.press('Escape');
  await expect(lab.page.locator('#share-panel')).toBeHidden();
  await expect(lab.button('Share')).toBeFocused();
});

test('where copying is denied each text is selected for copying by hand', async ({ lab, context }) => {
  await context.grantPermissions(['geolocation']);
  await lab.finish(SMALL);
  await lab.button('Share').click();
  await lab.button('Copy text').click();
  await expect(lab.page.locator('#share-text')).toContainText('copy it by hand');
  await expect(text(lab)).toBeFocused();
});

test('a camera reads the link in the QR code, and of a link that is too long the page says so', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.button('Share').click();
  await lab.page.getByText('QR code', { exact: true }).click();
  await expect(lab.page.getByRole('img', { name: 'QR code of the link to this experiment' })).toBeVisible();
  expect(await readCode(lab)).toBe(lab.page.url());

  const then = Array.from({ length: 32 }, (_, step) => `${String(step + 1)}:0,0.1234567890${String(step + 1)},0.25`).join(';');
  await lab.follow(`${SMALL.replace('epochs=3', 'epochs=90')}&then=${then}`);
  await expect(lab.page.locator('.share-code')).toContainText(/This link has \d+ characters; a code that telephones can read holds at most 800/);
  await expect(lab.page.locator('.share-code svg')).toHaveCount(0);
  await expect(lab.button('Save QR code as SVG')).toBeHidden();
});

for (const colors of ['light', 'dark'] as const) {
  test(`at 360 pixels in ${colors} colours all that is offered fits, and axe finds nothing`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme: colors });
    await lab.page.setViewportSize({ width: 360, height: 740 });
    await lab.finish(SMALL);
    await lab.button('Share').click();
    await lab.page.getByText('QR code', { exact: true }).click();
    await expect(lab.page.locator('.share-code svg')).toBeVisible();
    expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    const { violations } = await new AxeBuilder({ page: lab.page }).include('#share-panel').analyze();
    expect(violations).toEqual([]);
  });
}

function text(lab: LabPage): ReturnType<LabPage['page']['locator']> {
  return lab.page.getByLabel('Text for a forum post or a slide');
}

/** Presses Tab until a button has the focus. */
async function tabTo(lab: LabPage, name: string): Promise<void> {
  const button = lab.button(name);
  for (let pressed = 0; pressed < 200; pressed += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) return;
    await lab.page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach the button ${name}.`);
}

/** What the drawing says, as pixels of a picture. */
async function readCode(lab: LabPage): Promise<string> {
  const [size, dark] = await lab.page.locator('.share-code svg').evaluate((drawing) => {
    const squares = [...(drawing.querySelector('path')?.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)/g)];
    return [Number(drawing.getAttribute('viewBox')?.split(' ')[2]), squares.map(([, x, y]) => [Number(x), Number(y)] as const)] as const;
  });
  const scale = 4;
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [x, y] of dark) {
    for (let row = 0; row < scale; row += 1) for (let column = 0; column < scale; column += 1) data.fill(0, ((y * scale + row) * width + x * scale + column) * 4, ((y * scale + row) * width + x * scale + column) * 4 + 3);
  }
  return decodeQR({ width, height: width, data });
}
