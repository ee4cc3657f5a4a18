/** @file "Take it away": files with the terminal program's own bytes, pictures with their link, code and citations of this very experiment. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type LabPage, SMALL, terminalProgram, test } from './lab-page';

const SET = 'v=1&data=synthetic&hidden=16,16&batch=32&device=cpu';
/** Links that between them bring out every kind of line. */
const LINKS: readonly { readonly name: string; readonly link: string }[] = [
  { name: 'three arms, a change while training', link: `${SET}&train=200&test=100&epochs=4&evals=2&replicates=3&then=14:0,0.8,0.8&pin=O'Brien:0,0.2,0.2@77` },
  { name: 'probes and masked passes', link: `${SET}&train=96&test=64&epochs=2&replicates=2&probes=1&passes=3` },
  { name: 'early stopping', link: `${SET}&train=200&test=100&lr=1&patience=1&epochs=12&replicates=3` },
  { name: 'runs that diverge', link: `${SET}&train=100&test=100&epochs=5&replicates=3&lr=6&weight_decay=0.25` },
];

for (const { name, link } of LINKS) {
  test(`the records are the bytes that the terminal program writes: ${name}`, async ({ lab }) => {
    const { stdout, status } = spawnSync(terminalProgram(), ['run', link], { encoding: 'utf8' });
    expect(status).toBe(0);
    await lab.finish(link);
    await open(lab);
    expect(await saved(lab, 'All records as JSON Lines')).toBe(stdout);
  });
}

test('curves and effects as tables hold what the records hold', async ({ lab }) => {
  await lab.finish(`${SMALL}&then=3:0,0.1,0.1`);
  await open(lab);
  const lines = (await saved(lab, 'All records as JSON Lines')).trimEnd().split('\n');
  const rows = async (button: string): Promise<string[][]> => {
    const [link, ...table] = (await saved(lab, button)).trimEnd().split('\n');
    expect(link).toBe(`# ${lab.page.url()}`);
    return table.map((row) => row.replaceAll(/"([^"]*)"/g, (_, cell: string) => cell.replaceAll(',', ' ')).split(','));
  };
  const cells = (line: string): string[] => Object.values(JSON.parse(line) as Record<string, string | number | number[] | null>).map((value) => (Array.isArray(value) ? value.join(' ') : String(value ?? '')));
  expect((await rows('Curves as CSV')).slice(1)).toEqual(lines.filter((line) => line.includes('"train_loss":')).map(cells));
  expect((await rows('Effects as CSV')).slice(1)).toEqual(lines.filter((line) => line.startsWith('{"effect"')).map(cells));
});

test('while training nothing claims to be whole', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  await open(lab);
  await expect(lab.button('All records as JSON Lines')).toBeDisabled();
  await lab.button('Step').click();
  await lab.reaches('paused');
  await expect(lab.button('Effects as CSV')).toBeDisabled();
  expect(await saved(lab, 'All records as JSON Lines')).not.toContain('"records":');
});

test('code follows the settings, in every form, and is what the terminal program prints', async ({ lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open(SMALL);
  await lab.reaches('ready');
  await open(lab);
  await lab.setSlider('Hidden 1', '0.3');
  const forms = { PyTorch: 'pytorch', 'a notebook cell (D2L)': 'd2l', 'burn (Rust)': 'burn', 'the terminal': 'terminal' };
  for (const [name, form] of Object.entries(forms)) {
    await lab.page.getByRole('radio', { name, exact: true }).check();
    const printed = spawnSync(terminalProgram(), ['code', lab.page.url(), '--as', form], { encoding: 'utf8' }).stdout;
    await expect.poll(() => shown(lab, 'Code')).toBe(printed);
    await lab.button('Copy: Code').click();
    await expect(lab.page.locator('#take-away').getByText('Copied.')).toBeVisible();
    expect(await lab.page.evaluate(() => navigator.clipboard.readText())).toBe(printed);
  }
  expect(await shown(lab, 'Code')).toContain('drop=0,0.3,0.5');
  await lab.page.getByRole('radio', { name: 'a notebook cell (D2L)' }).check();
  const notebook = JSON.parse(await saved(lab, 'Download dropout-lab.ipynb')) as { cells: { source: string[] }[] };
  expect(notebook.cells[0]?.source.join('')).toBe((await shown(lab, 'Code')).trimEnd());
});

test('a citation names version, link, day and device, and what the experiment rests on', async ({ lab }) => {
  await lab.finish(SMALL);
  await open(lab);
  for (const form of ['BibTeX', 'plain text']) {
    await lab.page.getByRole('radio', { name: form }).check();
    const text = await shown(lab, 'Citation');
    for (const part of [lab.page.url(), 'rained on the CPU', new Date().getFullYear().toString(), 'Srivastava', 'Dive into Deep Learning']) expect(text).toContain(part);
    expect(text).not.toContain('Xiao');
  }
});

for (const chart of ['Accuracy', 'Accuracy gap', 'Loss', 'Loss gap']) {
  test(`a picture carries its settings and its link: ${chart}`, async ({ lab, page }) => {
    await lab.finish(SMALL);
    const svg = (await savedBytes(lab, `Save picture: ${chart} as SVG`)).toString();
    const parsed = await page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml');
      const textOf = (name: string): string => root.querySelector(name)?.textContent ?? '';
      return { is_svg: root.documentElement.tagName === 'svg', title: textOf('title'), description: textOf('desc'), link: textOf('metadata'), texts: [...root.querySelectorAll('text')].map((one) => one.textContent) };
    }, svg);
    expect(parsed.is_svg).toBe(true);
    expect(parsed.title).toBe(`${chart} · Dropout Lab`);
    expect(parsed.description).toContain('Data: the first 64 training and 64 test examples of the synthetic set.');
    expect(parsed.link).toBe(page.url());
    expect(parsed.texts.join(' ')).toContain('treatment');
    // Another picture of the same state is the same file.
    expect((await savedBytes(lab, `Save picture: ${chart} as SVG`)).toString()).toBe(svg);

    const png = await savedBytes(lab, `Save picture: ${chart} as PNG`);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.toString('latin1')).toContain(`tEXtSource\0${page.url()}`);
    expect(png.readUInt32BE(16)).toBe(1760);
    // It has more than one colour, so something was drawn: a plain ground packs to a few kilobytes.
    expect(png.length).toBeGreaterThan(20_000);
  });
}

test('a line that is hidden on the chart is not on its picture', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.page.locator('#gap-chart').getByRole('button', { name: /^baseline/ }).click();
  const svg = (await savedBytes(lab, 'Save picture: Accuracy gap as SVG')).toString();
  expect(svg).toContain('treatment');
  expect(svg).not.toContain('>baseline');
});

test('everything is within reach of the keyboard', async ({ lab }) => {
  await lab.finish(SMALL);
  await lab.page.locator('#take-away > summary').focus();
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.locator('#take-away pre').first()).toBeVisible();
  const reached: string[] = [];
  for (let press = 0; press < 14; press += 1) {
    await lab.page.keyboard.press('Tab');
    reached.push(await lab.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''));
  }
  for (const name of ['Curves as CSV', 'Effects as CSV', 'All records as JSON Lines', 'Code', 'Copy: Code', 'Download dropout_lab.py', 'Citation', 'Copy: Citation']) expect(reached).toContain(name);
});

for (const colors of ['light', 'dark'] as const) {
  test.describe(`in ${colors} colours`, () => {
    test.use({ colorScheme: colors });

    test('axe finds nothing in the open section and beneath the charts', async ({ lab }) => {
      await lab.finish(SMALL);
      await open(lab);
      const { violations } = await new AxeBuilder({ page: lab.page }).include('#take-away').include('.charts').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
    });
  });
}

test.describe('at 360 pixels', () => {
  test.use({ viewport: { width: 360, height: 780 } });

  test('the open section fits, and only the texts scroll sideways', async ({ lab }) => {
    await lab.finish(SMALL);
    await open(lab);
    const widths = await lab.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(widths[0]).toBe(widths[1]);
  });
});

async function open(lab: LabPage): Promise<void> {
  await lab.page.locator('#take-away > summary').click();
  await expect(lab.page.locator('#take-away pre').first()).not.toBeEmpty();
}

function shown(lab: LabPage, name: string): Promise<string> {
  return lab.page.locator('#take-away').getByRole('region', { name, exact: true }).evaluate((element) => element.textContent);
}

async function saved(lab: LabPage, button: string): Promise<string> {
  return (await savedBytes(lab, button)).toString('utf8');
}

async function savedBytes(lab: LabPage, button: string): Promise<Buffer> {
  const [download] = await Promise.all([lab.page.waitForEvent('download'), lab.button(button).click()]);
  return readFile(await download.path());
}
