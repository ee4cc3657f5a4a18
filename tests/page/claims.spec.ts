/** @file Links with results: claimed in one browser, confirmed in another; what was altered, damaged or withdrawn is told as such. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type LabPage, SMALL, terminalProgram, test } from './lab-page';

/** Test examples enough for half a point to be told from one example. */
const LINK = SMALL.replace('test=64', 'test=500').replace('&device=cpu', '');
const ON_CPU = `${LINK}&device=cpu`;

test('a link with its result is confirmed to the last digit in a fresh browser, and kept runs are not passed off as new ones', async ({ lab }) => {
  await lab.finish(ON_CPU);
  const link = await claimedLink(lab);
  expect(link.length).toBeLessThanOrEqual(2000);

  const stranger = await lab.stranger();
  await stranger.open(fragment(link), { workers: 1 });
  await shows(stranger, 'open');
  await expect(panel(stranger)).toBeInViewport();
  await expect(panel(stranger)).toContainText('This link came with a result');
  await expect(panel(stranger)).toContainText('on the CPU: means over 2 replicates');
  await expect(panel(stranger).getByRole('row')).toHaveCount(3);
  await stranger.button('Train it here').click();
  await stranger.reaches('finished');
  await shows(stranger, 'exact');
  await expect(panel(stranger)).toContainText('Reproduced to the last digit');
  await expect(panel(stranger).getByRole('status')).toHaveText(/^Reproduced to the last digit\. All 4 curves are the same/);
  expect(fragment(stranger.page.url()), 'nothing is lost when the page is loaded again').toBe(fragment(link));

  await stranger.keeps({ runs: 4, entries: 1 });
  await stranger.reload();
  await stranger.reaches('finished');
  await shows(stranger, 'exact');
  await expect(panel(stranger)).toContainText('Agrees to the last digit, with runs kept from before');
  await expect(panel(stranger)).toContainText('4 of 4 runs were kept in this browser from before and not trained now');
  await stranger.button('Train it again here').click();
  await shows(stranger, 'exact');
  await expect(panel(stranger)).toContainText('Reproduced to the last digit');
  expect(await stranger.begun()).toEqual(['baseline/0', 'baseline/1', 'treatment/0', 'treatment/1']);
  expect(stranger.faults).toEqual([]);
});

test('on WebGPU a claim of the CPU is confirmed within the stated tolerance, and on the CPU to the last digit', async ({ lab }) => {
  await lab.finish(ON_CPU);
  const link = fragment(await claimedLink(lab)).replace('&device=cpu', '&device=webgpu');
  const stranger = await lab.stranger();
  await stranger.open(link.replace('&result', '&autorun=1&result'));
  await stranger.reaches('finished');
  await expect(stranger.root).toHaveAttribute('data-backend', 'webgpu');
  await shows(stranger, 'close');
  await expect(panel(stranger)).toContainText('Reproduced within tolerance');
  await expect(panel(stranger)).toContainText("Tolerance: an arm's mean may be off by 0.78 points (train) or 0.20 points (test) in accuracy");
  await stranger.button('Train it on the CPU, to the last digit').click();
  await shows(stranger, 'exact');
  await expect(panel(stranger)).toContainText('Reproduced to the last digit');
  await expect(stranger.root).toHaveAttribute('data-backend', 'cpu');

  const altered = fragment(forged(`#${link}`, byHalfAPoint));
  const third = await lab.stranger();
  await third.open(altered.replace('&result', '&autorun=1&result'));
  await third.reaches('finished');
  await shows(third, 'differs');
  await expect(panel(third)).toContainText('Differs from the claim');
  await expect(panel(third)).toContainText('treatment, test accuracy, mean at the end: claimed');
});

test('a number that was altered differs, and the page says where', async ({ lab }) => {
  await lab.finish(ON_CPU);
  const link = forged(await claimedLink(lab), byHalfAPoint);
  const stranger = await lab.stranger();
  await stranger.open(`${fragment(link).replace('&result', '&autorun=1&result')}`);
  await stranger.reaches('finished');
  await shows(stranger, 'differs');
  await expect(panel(stranger)).toContainText('Differs from the claim');
  await expect(panel(stranger)).toContainText(/treatment, test accuracy, mean at the end: claimed \d+\.\d+%, found \d+\.\d+%\./);
  await expect(panel(stranger).getByRole('status')).toHaveText(/^Differs from the claim/);
});

test('a claim that is damaged, of other settings or of a newer form is told apart, and the settings stand', async ({ lab }) => {
  await lab.finish(ON_CPU);
  const link = fragment(await claimedLink(lab));
  const stranger = await lab.stranger();
  const cases: readonly (readonly [string, string])[] = [
    [link.slice(0, -20), 'the link seems to be cut off'],
    [link.replace('/0.1.0-', '/0.1.9-'), 'its checksum does not fit'],
    [link.replace('epochs=3', 'epochs=4'), 'Found the result of other settings'],
    [link.replace('result=1/', 'result=2/'), 'this version of Dropout Lab is the older one; reload the page'],
    [`${ON_CPU}&result=<img src=x onerror=alert(1)>`, 'found no result that begins with 1/'],
  ];
  await stranger.open(SMALL);
  await stranger.reaches('ready');
  for (const [altered, told] of cases) {
    await stranger.follow(altered);
    await shows(stranger, 'unreadable');
    await expect(panel(stranger), altered).toContainText('The result in this link cannot be read');
    await expect(panel(stranger), altered).toContainText(told);
    await expect(stranger.page.getByLabel('Epochs'), altered).toHaveValue(altered.includes('epochs=4') ? '4' : '3');
    await expect(stranger.button('Train it here')).toHaveCount(0);
  }
  await stranger.follow(link.replace('v=1', 'v=2'));
  await expect(stranger.notices).toContainText('v: found version 2, expected 1: this version of Dropout Lab is older than the link, so reload the page');
  await expect(panel(stranger)).toContainText('This link came with a result');
  expect(stranger.faults).toEqual([]);
});

test('another setting withdraws the claim and says so, and there is a way back', async ({ lab }) => {
  await lab.finish(ON_CPU);
  const link = fragment(await claimedLink(lab));
  const stranger = await lab.stranger();
  await stranger.open(link);
  await shows(stranger, 'open');
  await stranger.setSlider('Hidden 1', '0.2');
  await expect(panel(stranger)).toContainText('The result no longer belongs to these settings');
  expect(stranger.link).not.toContain('result=');
  await stranger.button('Back to the settings of the result').click();
  await expect(panel(stranger)).toContainText('This link came with a result');
  await expect(panel(stranger).getByRole('heading')).toBeFocused();
  expect(stranger.link).toBe(link);
  await stranger.button('Close result').click();
  await expect(panel(stranger)).toBeHidden();
  await expect(stranger.button('Share')).toBeFocused();
});

test('page and terminal confirm each other', async ({ lab }) => {
  const program = terminalProgram();
  const printed = execFileSync(program, ['run', ON_CPU, '--result'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  await lab.open(printed);
  await lab.reaches('ready');
  await lab.button('Train it here').click();
  await shows(lab, 'exact');
  await expect(panel(lab)).toContainText('Reproduced to the last digit');
  const link = await claimedLink(lab);
  expect(fragment(link).split('&result=')[1]).toBe(printed.split('&result=')[1]);
  const confirm = (of: string): { status: number | null; stderr: string } => spawnSync(program, ['run', of], { encoding: 'utf8' });
  const confirmed = confirm(link);
  expect([confirmed.status, confirmed.stderr]).toEqual([0, expect.stringContaining('Reproduced to the last digit')]);
  const refused = confirm(forged(link, byHalfAPoint));
  expect(refused.status).toBe(3);
  expect(refused.stderr).toMatch(/Differs from the claim\n[^]*treatment, test accuracy, mean at the end: claimed/);
  expect(confirm(link.slice(0, -9)).status).toBe(2);
});

for (const colors of ['light', 'dark'] as const) {
  test(`at 360 pixels in ${colors} colours a claim and its verdict fit, and axe finds nothing`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme: colors });
    await lab.page.setViewportSize({ width: 360, height: 740 });
    await lab.finish(`${ON_CPU}&pin=a longer name of it:0,0.2,0.2;0,0.8,0.8`);
    const link = await claimedLink(lab);
    for (const altered of [link, forged(link, byHalfAPoint)]) {
      await lab.follow(fragment(altered));
      await shows(lab, altered === link ? 'exact' : 'differs');
      expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      const { violations } = await new AxeBuilder({ page: lab.page }).include('#claim').analyze();
      expect(violations).toEqual([]);
    }
  });
}

/** Waits until the panel has come to a verdict, or to none yet. */
async function shows(lab: LabPage, verdict: 'open' | 'exact' | 'close' | 'differs' | 'unreadable'): Promise<void> {
  await expect(panel(lab)).toHaveAttribute('data-verdict', verdict, { timeout: 60_000 });
}

function panel(lab: LabPage): ReturnType<LabPage['page']['locator']> {
  return lab.page.locator('#claim');
}

/** The link with its result, as Share offers it. */
async function claimedLink(lab: LabPage): Promise<string> {
  await lab.button('Share').click();
  const field = lab.page.getByLabel('Link with result');
  await expect(field).toHaveValue(/&result=/, { timeout: 60_000 });
  return field.inputValue();
}

function fragment(link: string): string {
  return link.slice(link.indexOf('#') + 1);
}

/** The link with its claim's arms changed and the checksum made to fit, as a forger would. */
function forged(link: string, change: (arms: string) => string): string {
  const [before = '', text = ''] = link.split('&result=');
  const parts = text.split('/');
  const body = [...parts.slice(0, 5), change(parts[5] ?? ''), ...parts.slice(6, -1), ''].join('/');
  return `${before}&result=${body}${createHash('sha256').update(body).digest('hex').slice(0, 8)}`;
}

/** The treatment's test accuracy half a point higher. */
function byHalfAPoint(arms: string): string {
  const [baseline = '', treatment = '', ...pinned] = arms.split(';');
  const [test_accuracy = '', ...others] = treatment.split(',').toReversed();
  return [baseline, [(Number(test_accuracy) + 0.005).toFixed(5), ...others].toReversed().join(','), ...pinned].join(';');
}
