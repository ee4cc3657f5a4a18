/** @file Measures what a reader feels, on a machine that does nothing else: waiting times, long tasks, memory. Prints, judges nothing. */
import { availableParallelism } from 'node:os';
import { test } from './lab-page';
import { megabytes, rendererOf } from './process-memory';

/** Many examples on two workers. */
const ALL_EXAMPLES = 'v=1&train=60000&test=10000&batch=256&epochs=10&replicates=1&device=cpu';
const ONE_STEP = 'v=1&data=synthetic&train=64&test=64&batch=64&epochs=1&replicates=2&device=cpu';

/** A span of a thread in a trace, in microseconds: by the clock, and computing. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

declare global {
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

test('tasks of the main thread while the default preset trains, the table opens and a slider is moved', async ({ lab, browser }) => {
  await lab.open('v=1&device=cpu&evals=5', { workers: workersOfReader() });
  await lab.reaches('ready');
  await browser.startTracing(lab.page, { categories: ['toplevel'] });
  await lab.button('Run').click();
  await lab.passesEpoch(3);
  await lab.page.locator('#table-details summary').click();
  await lab.passesEpoch(6);
  await lab.slider('Hidden 1').fill('0.8');
  await lab.page.waitForURL(/drop=/);
  await lab.passesEpoch(20);
  const tasks = mainThreadTasks(await browser.stopTracing());
  print('tasks of the main thread', tasks.length, '');
  print('longest by the clock', Math.max(...tasks.map(({ dur }) => dur)) / 1000, 'ms');
  print('over 50 ms by the clock', tasks.filter(({ dur }) => dur > 50_000).length, '');
  // The rest of a task's time it was kept waiting: by the drawing process, or for a core.
  print('longest by its own computing', Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000, 'ms');
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
  await lab.restart(20);
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

/** Tasks of the page's own thread: the main thread of the process that also has the trainers' threads. */
function mainThreadTasks(trace: Buffer): TraceEvent[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = traceEvents.filter(({ name }) => name === 'thread_name');
  const with_workers = new Set(threads.filter(({ args }) => args.name?.startsWith('DedicatedWorker')).map(({ pid }) => pid));
  const main = threads.find(({ pid, args }) => with_workers.has(pid) && args.name === 'CrRendererMain');
  return traceEvents.filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && pid === main?.pid && tid === main.tid);
}

/** Looks at each frame whether the legend of the accuracy chart has a number. */
function watchFirstValue(): void {
  const look = (): void => {
    if (/\d/.test(document.querySelector('#accuracy-chart .legend-value')?.textContent ?? '')) globalThis.firstValueAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
