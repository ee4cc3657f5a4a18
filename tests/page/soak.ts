/** @file A page that is kept open and used for long: its memory stays within a tenth, and it trains no slower. */
import { inOwnBrowser, visibility } from './own-browser';
import { expect, LabPage, test } from './lab-page';
import { megabytes } from './process-memory';

/** Run alone, `--workers 1`. */
const MINUTES = Number(process.env['DROPOUT_LAB_SOAK_MINUTES'] ?? 20);
/** How much the memory may differ, and how much slower the last third may be than the first. */
const MEMORY_TOLERANCE = 0.1;
const PACE_TOLERANCE = 0.15;
/** The part of the time in which heap and caches come to their working size. */
const WARM_UP = 0.15;
/** What is timed: the same steps each time. */
const TIMED = 'v=1&data=synthetic&train=1024&test=128&hidden=64,64&batch=32&epochs=20&replicates=2&evals=1&device=cpu';
/** Steps of its four runs. */
const TIMED_STEPS = 4 * 20 * (1024 / 32);
/** What a reader plays with meanwhile: it goes on for longer than one lap. */
const PLAYED = 'v=1&data=synthetic&train=1024&test=128&hidden=64,64&batch=32&epochs=1000&replicates=2&device=cpu';
const PANELS = ['inside-layers', 'inside-seeing', 'inside-predictions', 'inside-test-time'];
const PLAYS = 12;

/** What one lap found. */
interface Lap {
  readonly at_seconds: number;
  readonly megabytes: number;
  readonly steps_per_second: number;
  /** The same arithmetic each time, on the page's own thread: how fast the machine was just then. */
  readonly calibration_millis: number;
}

test('a page that is kept open and used for long stays as it is', async ({ baseURL }) => {
  test.skip(process.platform !== 'linux', 'reads the resident memory of the tab from /proc');
  test.setTimeout((MINUTES + 10) * 60_000);
  await inOwnBrowser(async (context) => {
    const lab = new LabPage(await context.newPage(), baseURL ?? '');
    const other = await context.newPage();
    await lab.page.bringToFront();
    await lab.page.addInitScript(() => {
      globalThis.dropoutLabWorkers = 2;
    });
    await lab.page.goto(`${baseURL ?? ''}#${TIMED}`);
    await lab.reaches('ready');
    const pid = await rendererOfTab(lab);
    const laps: Lap[] = [];
    const begun = Date.now();
    const elapsed = (): number => (Date.now() - begun) / 60_000;
    for (let lap = 0; elapsed() < MINUTES; lap += 1) {
      const timed = await timedRun(lab, lap);
      await play(lab, lap, async () => {
        await other.bringToFront();
        await expect.poll(() => visibility(lab)).toBe('hidden');
        await lab.passesEpoch((await lab.epoch()) + 5);
        await lab.page.bringToFront();
        await expect.poll(() => visibility(lab)).toBe('visible');
      });
      await collectGarbage(lab);
      laps.push({ ...timed, at_seconds: (Date.now() - begun) / 1000, megabytes: megabytes(pid) });
      report(laps.at(-1));
    }
    expect(lab.faults).toEqual([]);
    await expect(lab.notices).not.toContainText(/wrong|lost|cannot/);
    judge(laps);
  });
});

/** Trains what is timed from its seeds to its end, with a calibration before and after. */
async function timedRun(lab: LabPage, lap: number): Promise<Pick<Lap, 'steps_per_second' | 'calibration_millis'>> {
  await lab.follow(TIMED);
  if (lap > 0) {
    await lab.reaches('finished');
    await lab.button('Reset').click();
  }
  await lab.reaches('ready');
  const before = await lab.page.evaluate(calibrate);
  const seconds = await lab.page.evaluate(runToEnd);
  const after = await lab.page.evaluate(calibrate);
  return { steps_per_second: TIMED_STEPS / seconds, calibration_millis: (before + after) / 2 };
}

/** What readers do while it trains, a little otherwise in each lap. */
async function play(lab: LabPage, lap: number, hide: () => Promise<void>): Promise<void> {
  await lab.follow(PLAYED);
  await expect.poll(() => lab.root.getAttribute('data-state')).toMatch(/ready|paused/);
  await lab.button('Run').click();
  for (let index = 0; index < PLAYS; index += 1) {
    const turn = lap * PLAYS + index;
    const layer = (['Input', 'Hidden 1', 'Hidden 2'] as const)[turn % 3] ?? 'Input';
    const value = ((turn * 7) % 19) / 20;
    await lab.slider(layer).fill(String(value));
    await lab.passesEpoch(1);
    if (index % 4 === 1) await toggle(lab, `#${PANELS[(lap + index) % PANELS.length] ?? ''}`);
    if (index % 4 === 2) await toggle(lab, '#table-details');
    if (index % 6 === 3) await lab.button('Reset').click();
    if (index % 6 === 3) await lab.button('Run').click();
    if (index % 6 === 5) await lab.button('Pause').click();
    if (index % 6 === 5) await lab.button('Run').click();
  }
  await hide();
  await toggle(lab, '#history-details');
}

/** Opens what is closed, lets it be drawn, and closes it. */
async function toggle(lab: LabPage, details: string): Promise<void> {
  const summary = lab.page.locator(`${details} > summary`);
  await summary.click();
  const epoch = await lab.epoch();
  if ((await lab.root.getAttribute('data-state')) === 'running') await lab.passesEpoch(epoch + 3);
  await summary.click();
}

function report(lap: Lap | undefined): void {
  if (!lap) return;
  const { at_seconds, megabytes: size, steps_per_second, calibration_millis } = lap;
  console.log(`measured: after ${at_seconds.toFixed(0)} s: ${size.toFixed(1)} MB, ${steps_per_second.toFixed(0)} steps/s, calibration ${calibration_millis.toFixed(1)} ms, ${paceOf(lap).toFixed(1)} steps per calibration`);
}

/** Steps in the time that the calibration took just then: what other work takes from the machine takes it from both. */
function paceOf({ steps_per_second, calibration_millis }: Lap): number {
  return (steps_per_second * calibration_millis) / 1000;
}

function judge(laps: readonly Lap[]): void {
  const total = laps.at(-1)?.at_seconds ?? 0;
  const warm = laps.filter(({ at_seconds }) => at_seconds > total * WARM_UP);
  const third = Math.max(1, Math.floor(warm.length / 3));
  const [first, last] = [warm.slice(0, third), warm.slice(-third)];
  const memory = median(last.map((lap) => lap.megabytes)) / median(first.map((lap) => lap.megabytes)) - 1;
  const pace = median(last.map(paceOf)) / median(first.map(paceOf)) - 1;
  const raw = median(last.map((lap) => lap.steps_per_second)) / median(first.map((lap) => lap.steps_per_second)) - 1;
  console.log(`measured: soak of ${(total / 60).toFixed(1)} min, ${String(laps.length)} laps: memory ${percent(memory)} from the first third after warm-up to the last`);
  console.log(`measured: steps per calibration ${percent(pace)}, steps per second ${percent(raw)}`);
  expect(Math.abs(memory), 'memory, relative').toBeLessThan(MEMORY_TOLERANCE);
  expect(pace, 'pace, relative').toBeGreaterThan(-PACE_TOLERANCE);
}

function percent(share: number): string {
  return `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)}%`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** The process that renders the page: of all renderers the largest. */
async function rendererOfTab(lab: LabPage): Promise<number> {
  const session = await lab.page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('This page has no browser.');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return renderers.toSorted((a, b) => megabytes(b) - megabytes(a))[0] ?? 0;
}

async function collectGarbage(lab: LabPage): Promise<void> {
  const session = await lab.page.context().newCDPSession(lab.page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
}

/** Runs in the page: the same arithmetic each time; how many milliseconds it took. */
function calibrate(): number {
  const begun = performance.now();
  let state = 1;
  for (let index = 0; index < 6e7; index += 1) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return performance.now() - begun + (state === 0 ? 1 : 0);
}

/** Runs in the page: presses Run and waits for the end; how many seconds that took. */
function runToEnd(): Promise<number> {
  return new Promise((resolve) => {
    const begun = performance.now();
    const root = document.documentElement;
    const observer = new MutationObserver(() => {
      if (root.dataset['state'] !== 'finished') return;
      observer.disconnect();
      resolve((performance.now() - begun) / 1000);
    });
    observer.observe(root, { attributes: true, attributeFilter: ['data-state'] });
    document.querySelector<HTMLButtonElement>('#run')?.click();
  });
}
