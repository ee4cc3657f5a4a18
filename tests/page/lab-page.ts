/** @file The page as the tests see it: opened at a link, waited for, and its workers listened to. */
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { DropoutLab } from '../../www/api/lab-api';
import type { Command, Event, Measures, Report } from '../../www/protocol';

/** One run at one step, as a worker reported it, in full precision. */
export interface Measured {
  readonly run_set_id: number;
  readonly arm: string;
  readonly replicate: number;
  readonly step: number;
  readonly train_loss: number;
  readonly train_accuracy: number;
  readonly test_loss: number;
  readonly test_accuracy: number;
  /** With masks on, averaged over the epoch that ends at the step; absent at step 0. */
  readonly batch_accuracy?: number | null | undefined;
  /** What goes on inside, where it was asked for. */
  readonly probes?: Measures['probes'];
}

/** What masks do at test time, as a worker reported it of a run. */
export type AtTestTime = Report['test_time'][number];

/** An effect as the evidence panel shows it. */
export interface EffectRow {
  readonly label: string;
  readonly verdict: string;
  readonly sentence: string;
  /** What a screen reader is told of the strip. */
  readonly strip: string;
  readonly has_interval: boolean;
  /** The dots' titles, one for each replicate. */
  readonly dots: readonly string[];
}

/** The evidence panel, read at one moment. */
export interface Evidence {
  readonly heading: string;
  readonly note: string;
  readonly arms: readonly { readonly name: string; readonly rows: readonly EffectRow[] }[];
  readonly notes: readonly string[];
}

/** Runs that the page told a worker to begin. */
export interface Started {
  readonly run_set_id: number;
  readonly worker: number;
  readonly runs: readonly string[];
  /** Some of them go on from a checkpoint. */
  readonly goes_on: boolean;
}

/** What was said between the page and its workers. */
export interface Witness {
  readonly started: Started[];
  readonly measured: Measured[];
  readonly test_time: AtTestTime[];
  /** Largest step that each run set was reported at. */
  readonly steps: Record<number, number>;
  /** How often a worker said that it trains no more. */
  settled: number;
  /** Numbers of the workers whose end the page would miss at once, in the order in which they said so. */
  readonly watched: number[];
}

export type Phase = 'loading' | 'ready' | 'running' | 'paused' | 'finished' | 'failed';

interface OpenOptions {
  /** A folder of the server: `lab`, or one with a fault. */
  readonly folder?: string;
  /** Workers to use on the CPU; two without it, as on a small machine. */
  readonly workers?: number;
  /** Milliseconds that its training may take; a minute without it. */
  readonly timeout?: number;
}

/** Small enough to finish in a second or two on one core. */
export const SMALL = 'v=1&data=synthetic&train=64&test=64&hidden=16,16&batch=32&epochs=3&replicates=2&device=cpu';
/** Long enough to act while it trains; it never finishes by itself within a test. */
export const LONG = 'v=1&data=synthetic&train=512&test=64&hidden=16,16&batch=16&epochs=1000&replicates=2&device=cpu';

/** The measures by the labels of the evidence panel, in its order. */
export const MEASURES: Readonly<Record<string, (run: Measured) => number>> = {
  'Accuracy gap': (run) => run.train_accuracy - run.test_accuracy,
  'Loss gap': (run) => run.test_loss - run.train_loss,
  'Test accuracy': (run) => run.test_accuracy,
  'Test loss': (run) => run.test_loss,
  'Train accuracy': (run) => run.train_accuracy,
  'Train loss': (run) => run.train_loss,
};

/** Student's t, 97.5%, by degrees of freedom from 1 on (any table of it). */
const STUDENT = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622];

/** Mean and half the 95% interval of some values, computed apart from the page. */
export function intervalOf(values: readonly number[]): { readonly mean: number; readonly half_width: number } {
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, half_width: (STUDENT[values.length - 2] ?? NaN) * Math.sqrt(variance / values.length) };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A number as the page writes it, whatever its unit: "−1.33 pp" -> -1.33. */
export function numberIn(text: string): number {
  return parseFloat(text.replace('−', '-').replace('±', ''));
}

/** The terminal program; where the environment does not name it, the test is skipped aloud. */
export function terminalProgram(): string {
  const path = process.env['DROPOUT_LAB_TERMINAL'];
  test.skip(path === undefined, 'DROPOUT_LAB_TERMINAL does not name the terminal program: the Rust tests build it');
  return path ?? '';
}

/** The runs of an arm at a step, by replicate. */
export function runsAt(measured: readonly Measured[], arm: string, step: number): Measured[] {
  const found = new Map(measured.filter((run) => run.arm === arm && run.step === step).map((run) => [run.replicate, run]));
  return [...found.values()].sort((a, b) => a.replicate - b.replicate);
}

/** The step of an arm's lowest mean test loss, the first of several. */
export function bestStepOf(measured: readonly Measured[], arm: string): number {
  const steps = [...new Set(measured.filter((run) => run.arm === arm).map(({ step }) => step))].sort((a, b) => a - b);
  const losses = steps.map((step) => meanOf(runsAt(measured, arm, step).map((run) => run.test_loss)));
  return steps[losses.indexOf(Math.min(...losses))] ?? NaN;
}

/** Each run of an arm at the step at which the others' mean test loss was lowest: its own chance dip has no say in that. */
export function bestRunsByOthers(measured: readonly Measured[], arm: string): Measured[] {
  return runsAt(measured, arm, 0).map((run) => runOf(measured, run, bestStepOf(measured.filter(({ replicate }) => replicate !== run.replicate), arm)));
}

/** The same run at another step. */
export function runOf(measured: readonly Measured[], { arm, replicate }: Pick<Measured, 'arm' | 'replicate'>, step: number): Measured {
  const run = runsAt(measured, arm, step).find((one) => one.replicate === replicate);
  if (!run) throw new Error(`${arm}/${String(replicate)} was not measured at step ${String(step)}.`);
  return run;
}

/** The measures of every run, in one fixed order whatever the order of the reports. */
export function curvesOf(measured: readonly Omit<Measured, 'run_set_id'>[]): string[] {
  const words = measured.map(
    ({ arm, replicate, step, train_loss, train_accuracy, test_loss, test_accuracy }) =>
      `${arm}/${String(replicate)} at ${String(step).padStart(6, '0')}: ${[train_loss, train_accuracy, test_loss, test_accuracy].join(' ')}`,
  );
  return words.sort();
}

export class LabPage {
  readonly page: Page;
  readonly root: Locator;
  /** What must never happen on any page: errors nobody caught, requests to others, breaches of the policy. */
  readonly faults: string[] = [];

  readonly #base: string;

  constructor(page: Page, base: string) {
    const { origin } = new URL(base);
    this.#base = base;
    this.page = page;
    this.root = page.locator('html');
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== origin) this.faults.push(`request to ${url.href}`);
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.faults.push(message.text());
    });
  }

  /** Opens the page at a fragment, in a context that knows nothing yet. */
  async open(link: string, { folder = 'lab', workers = 2 }: OpenOptions = {}): Promise<void> {
    await this.page.addInitScript(listenToWorkers, workers);
    await this.page.goto(`../${folder}/${link === '' ? '' : `#${link}`}`);
  }

  /** Another link in the same tab, as a reader pastes it into the address bar. */
  async follow(link: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, link);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  slider(layer: 'Input' | 'Hidden 1' | 'Hidden 2'): Locator {
    return this.page.getByRole('slider', { name: `${layer} drop probability` });
  }

  get notices(): Locator {
    return this.page.locator('#notices');
  }

  async reaches(phase: Phase, timeout = 60_000): Promise<void> {
    await expect(this.root).toHaveAttribute('data-state', phase, { timeout });
  }

  /** Trains to the end of an epoch and pauses there; from then on training goes to the end. */
  async pauseAt(epoch: number): Promise<void> {
    const field = this.page.getByLabel('Pause at epoch');
    await field.fill(String(epoch));
    await this.button('Run').click();
    await this.reaches('paused');
    await field.fill('');
    await field.press('Enter');
  }

  /** Waits until every run was evaluated at this epoch or a later one. */
  async passesEpoch(epoch: number): Promise<void> {
    await expect.poll(() => this.epoch(), { timeout: 60_000 }).toBeGreaterThanOrEqual(epoch);
  }

  /** The last epoch evaluated; -1 before the first. */
  async epoch(): Promise<number> {
    return Number((await this.root.getAttribute('data-epoch')) ?? -1);
  }

  /** Opens a link, runs it to its end and gives back what was measured. */
  async finish(link: string, options: OpenOptions = {}): Promise<Measured[]> {
    await this.open(link, options);
    await this.reaches('ready');
    await this.button('Run').click();
    await this.reaches('finished', options.timeout);
    return (await this.witness()).measured;
  }

  /** Back to step 0 and to the end again, from a finished run. */
  async restart(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await this.button('Reset').click();
      await this.reaches('ready');
      await this.button('Run').click();
      await this.reaches('finished');
    }
  }

  /** Moves a slider as a script would, and waits until the link tells of it. */
  async setSlider(layer: 'Input' | 'Hidden 1' | 'Hidden 2', drop_prob: string): Promise<void> {
    const before = this.page.url();
    await this.slider(layer).fill(drop_prob);
    await expect.poll(() => this.page.url()).not.toBe(before);
  }

  witness(): Promise<Witness> {
    return this.page.evaluate(() => globalThis.dropoutLabWitness);
  }

  /** The evidence panel, once all that waits for its turn has been drawn: one chart or block takes one frame. */
  async evidence(): Promise<Evidence> {
    await this.page.evaluate(framesPass, 30);
    return this.page.evaluate(readEvidence);
  }

  /** What a chart's cursor says at each evaluation from step 0 on, read with the keyboard. */
  async readAloud(chart: string, evaluations: number): Promise<string[]> {
    const spoken = this.page.locator(`#${chart} [aria-live]`);
    await this.page.locator(`#${chart} [role=group]`).focus();
    const lines: string[] = [];
    for (let index = 0; index < evaluations; index += 1) {
      await this.page.keyboard.press(index === 0 ? 'Home' : 'ArrowRight');
      lines.push(await spoken.innerText());
    }
    return lines;
  }

  /** The fragment of the address. */
  get link(): string {
    return new URL(this.page.url()).hash.slice(1);
  }

  /** Waits until the browser's database holds so much: a page that is left a moment after training has not written all yet. */
  async keeps(wanted: { readonly runs: number; readonly entries: number }): Promise<void> {
    await expect.poll(() => this.page.evaluate(countKept)).toEqual(wanted);
  }

  /** Waits until the browser's database holds where so many unfinished runs are. */
  async keepsUnfinished(runs: number): Promise<void> {
    await expect.poll(() => this.page.evaluate(countUnfinished)).toBe(runs);
  }

  /** Opens a link and trains it: in mid-run, with a checkpoint of each of its runs behind it. */
  async trainsAlready(link: string, runs: number): Promise<void> {
    await this.open(link);
    await this.reaches('ready');
    await this.pauseAt(2);
    await this.keepsUnfinished(runs);
    await this.button('Run').click();
    await this.passesEpoch(3);
  }

  /** Ends a worker as nobody would: at once, and without a word to the page, which by then watches over it. */
  async endWorker(worker: number): Promise<void> {
    await this.page.waitForFunction((index) => globalThis.dropoutLabWitness.watched.includes(index), worker);
    await this.page.evaluate((index) => globalThis.dropoutLabTrainers[index]?.terminate(), worker);
  }

  /** How many workers were started, those that are gone included. */
  workersStarted(): Promise<number> {
    return this.page.evaluate(() => globalThis.dropoutLabTrainers.length);
  }

  /** Loads the page again at the address it is at; what its workers say counts from nothing. */
  async reload(): Promise<void> {
    await this.page.reload();
  }

  /** The same reader in another tab: what the browser keeps is the same. */
  async newTab(): Promise<LabPage> {
    return new LabPage(await this.page.context().newPage(), this.#base);
  }

  /** Names of the runs that workers were told to begin, from the `from`-th order on. */
  async begun(from = 0): Promise<string[]> {
    const { started } = await this.witness();
    return started.slice(from).flatMap(({ runs }) => runs).toSorted();
  }

  /** The history, opened. */
  async openHistory(): Promise<Locator> {
    const details = this.page.locator('#history-details');
    if (!(await details.evaluate((element: HTMLDetailsElement) => element.open))) await details.locator('summary').click();
    return details;
  }

  /** Ticks the two newest experiments of the history, so that they are compared. */
  async compareTwo(): Promise<Locator> {
    const boxes = (await this.openHistory()).getByLabel('Compare');
    for (const index of [0, 1]) await boxes.nth(index).check();
    return this.page.getByRole('region', { name: 'Comparison of two experiments' });
  }

  /** Picks the first evaluation after training began on the accuracy chart; the evidence is then about that. */
  async pickFirst(): Promise<void> {
    const chart = this.page.getByRole('group', { name: 'Accuracy chart' });
    for (const key of ['Home', 'ArrowRight', 'Enter']) await chart.press(key);
    await expect(this.page.getByRole('radio', { name: 'Step picked on the charts' })).toBeChecked();
    // The evidence is written anew, frame by frame: what stands beneath it moves.
    await this.page.evaluate(framesPass, 30);
  }

  /** A second reader: the page in a context of its own. */
  async stranger(): Promise<LabPage> {
    const context = await this.page.context().browser()?.newContext({ baseURL: this.#base });
    if (!context) throw new Error('This page has no browser.');
    return new LabPage(await context.newPage(), this.#base);
  }

  /** The open table's cells of an arm, row by row. */
  async table(arm: string): Promise<string[]> {
    const details = this.page.locator('#table-details');
    if (!(await details.evaluate((element: HTMLDetailsElement) => element.open))) await details.locator('summary').click();
    await expect(details.locator(`tr.arm-${arm}`).first()).toBeVisible();
    return details.locator(`tr.arm-${arm}`).allInnerTexts();
  }
}

declare global {
  /** Of which only the promise is there from the first moment on. */
  var dropoutLab: Pick<DropoutLab, 'ready'>;
  var dropoutLabWitness: Witness;
  var dropoutLabWorkers: number | undefined;
  /** All workers in the order of their start. */
  var dropoutLabTrainers: Worker[];
}

/** Runs in the page: lets so many frames pass. */
function framesPass(count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const onFrame = (): void => {
      left -= 1;
      if (left > 0) requestAnimationFrame(onFrame);
      else resolve();
    };
    requestAnimationFrame(onFrame);
  });
}

/** Runs in the page. */
function readEvidence(): Evidence {
  const textOf = (element: Element | null): string => element?.textContent ?? '';
  const rowOf = (row: Element): EffectRow => ({
    label: textOf(row.querySelector('.effect-label')),
    verdict: textOf(row.querySelector('.verdict-word')),
    sentence: textOf(row.querySelector('.effect-sentence')),
    strip: row.querySelector('svg')?.getAttribute('aria-label') ?? '',
    has_interval: row.querySelector('.strip-bar:not([hidden])') !== null,
    dots: [...row.querySelectorAll('circle')].map(textOf),
  });
  return {
    heading: textOf(document.querySelector('#effects-heading')),
    note: textOf(document.querySelector('#compare-note')),
    arms: [...document.querySelectorAll('#effects-arms > section')].map((arm) => ({ name: textOf(arm.querySelector('h3')), rows: [...arm.querySelectorAll('li')].map(rowOf) })),
    notes: [...document.querySelectorAll('#effects-notes li')].map(textOf),
  };
}

/** Runs in the page, which has made the database by then. */
async function countKept(): Promise<{ runs: number; entries: number }> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(String(request.error)));
    });
  const db = await done(indexedDB.open('dropout-lab'));
  try {
    const tx = db.transaction(['runs', 'entries']);
    const [runs, entries] = await Promise.all([done(tx.objectStore('runs').count()), done<unknown[]>(tx.objectStore('entries').getAll())]);
    // An entry that was deleted leaves a mark.
    return { runs, entries: entries.filter((entry) => !(entry instanceof Object && 'deleted_at' in entry)).length };
  } finally {
    db.close();
  }
}

/** Runs in the page, which has made the database by then. A tab keeps each of its unfinished runs under a key of two lines. */
async function countUnfinished(): Promise<number> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(String(request.error)));
    });
  const db = await done(indexedDB.open('dropout-lab'));
  try {
    const keys = await done(db.transaction('runs').objectStore('runs').getAllKeys());
    return keys.filter((key) => typeof key === 'string' && key.includes('\n')).length;
  } finally {
    db.close();
  }
}

/** Runs in the page before its own code: writes down what crosses the thread line, and changes none of it. */
function listenToWorkers(worker_count: number): void {
  globalThis.dropoutLabWorkers = worker_count;
  const witness: Witness = { started: [], measured: [], test_time: [], steps: {}, settled: 0, watched: [] };
  globalThis.dropoutLabWitness = witness;
  globalThis.dropoutLabTrainers = [];
  let next_worker = 0;
  globalThis.Worker = class extends Worker {
    readonly #number = next_worker++;

    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      globalThis.dropoutLabTrainers.push(this);
      this.addEventListener('message', ({ data }: MessageEvent<Event>) => {
        if (data.kind === 'settled') witness.settled += 1;
        if (data.kind === 'alive') witness.watched.push(this.#number);
        if (data.kind !== 'report') return;
        const { run_set_id, report } = data;
        witness.steps[run_set_id] = Math.max(witness.steps[run_set_id] ?? 0, report.step);
        for (const { step, results } of report.evaluations) for (const result of results) witness.measured.push({ run_set_id, step, ...result });
        witness.test_time.push(...report.test_time);
      });
    }

    override postMessage(command: Command): void {
      if (command.kind === 'start') witness.started.push({ run_set_id: command.run_set_id, worker: this.#number, runs: command.runs, goes_on: command.checkpoints !== undefined });
      super.postMessage(command);
    }
  };
}

/** Tests with the page at hand; each fails if the page let an error escape or spoke to anybody else. */
export const test = base.extend<{ lab: LabPage }>({
  lab: async ({ page, baseURL }, use) => {
    const lab = new LabPage(page, baseURL ?? '');
    await use(lab);
    expect(lab.faults).toEqual([]);
  },
});

export { expect } from '@playwright/test';
