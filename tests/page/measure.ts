/** @file Measures what a reader feels, on a machine that does nothing else: waiting times, long tasks, memory. Prints, judges nothing. */
import { availableParallelism } from 'node:os';
import { test } from './lab-page';
import { megabytes, rendererOf } from './process-memory';

/** Many examples on two workers. */
const ALL_EXAMPLES = 'v=1&train=60000&test=10000&batch=256&epochs=10&replicates=1&device=cpu';
const ONE_STEP = 'v=1&data=synthetic&train=64&test=64&batch=64&epochs=1&replicates=2&device=cpu';

interface LongTasks {
  readonly durations: number[];
}

declare global {
  var longTasks: LongTasks;
  /** When the first values stood in the legend, as `performance.now()` counts. */
  var firstValueAt: number | undefined;
}

/** One figure to a line, easy to find among what else is printed. */
function print(name: string, value: number, unit: string): void {
  console.log(`measured: ${name}: ${String(Math.round(value * 100) / 100)} ${unit}`);
}

test.describe.configure({ mode: 'serial' });

test('waiting: controls, ready, first values after Run, whole default preset', async ({ lab }) => {
  await lab.page.addInitScript(watchFirstValue);
  const begun = Date.now();
  await lab.open('v=1&device=cpu', { workers: workersOfReader() });
  await lab.slider('Hidden 1').waitFor();
  print('controls usable after', Date.now() - begun, 'ms');
  await lab.reaches('ready');
  print('ready to run after', Date.now() - begun, 'ms');
  const pressed = await lab.page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('#run')?.click();
    return performance.now();
  });
  await lab.page.waitForFunction(() => globalThis.firstValueAt !== undefined);
  print('first chart values after Run', (await lab.page.evaluate(() => globalThis.firstValueAt ?? NaN)) - pressed, 'ms');
  await lab.reaches('finished');
  print('default preset finished after Run', (await lab.page.evaluate(() => performance.now())) - pressed, 'ms');
});

test('long tasks of the main thread while the default preset trains, a slider is moved and the table is open', async ({ lab }) => {
  await lab.page.addInitScript(watchLongTasks);
  await lab.open('v=1&device=cpu&evals=5', { workers: workersOfReader() });
  await lab.reaches('ready');
  await lab.page.evaluate(() => {
    globalThis.longTasks.durations.length = 0;
  });
  await lab.button('Run').click();
  await lab.passesEpoch(3);
  await lab.page.locator('#table-details summary').click();
  await lab.passesEpoch(6);
  await lab.slider('Hidden 1').fill('0.8');
  await lab.page.waitForURL(/drop=/);
  await lab.passesEpoch(20);
  const { durations } = await lab.page.evaluate(() => globalThis.longTasks);
  print('tasks over 50 ms while training', durations.length, '');
  print('longest of them', Math.max(0, ...durations), 'ms');
});

test('memory of the tab with all 60,000 examples on two CPU workers', async ({ lab }) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  await lab.open(ALL_EXAMPLES, { workers: 2 });
  await lab.reaches('ready');
  const pid = await rendererOf(lab);
  print('tab with 60,000 examples loaded', megabytes(pid), 'MB');
  await lab.button('Run').click();
  await lab.passesEpoch(1);
  print('tab after one epoch on two workers', megabytes(pid), 'MB');
  print('most that this tab ever held', megabytes(pid, 'most'), 'MB');
});

test('memory of the tab over fifty restarts', async ({ lab }) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  await lab.finish(ONE_STEP);
  const pid = await rendererOf(lab);
  await lab.restart(10);
  const before = megabytes(pid);
  await lab.restart(50);
  const after = megabytes(pid);
  print('tab before fifty restarts', before, 'MB');
  print('tab after fifty restarts', after, 'MB');
  print('growth', (after / before - 1) * 100, '%');
});

/** As many workers as the page would take by itself on this machine. */
function workersOfReader(): number {
  const cores = availableParallelism();
  return cores > 2 ? cores - 1 : cores;
}

function watchLongTasks(): void {
  globalThis.longTasks = { durations: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longTasks.durations.push(duration);
  }).observe({ type: 'longtask' });
}

/** Looks at each frame whether the legend of the accuracy chart has a number. */
function watchFirstValue(): void {
  const look = (): void => {
    if (/\d/.test(document.querySelector('#accuracy-chart .legend-value')?.textContent ?? '')) globalThis.firstValueAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
