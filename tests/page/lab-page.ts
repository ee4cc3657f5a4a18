/** @file The page as the tests see it: opened at a link, waited for, and its workers listened to. */
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { Command, Event } from '../../www/protocol';

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
}

/** Runs that the page told a worker to begin. */
export interface Started {
  readonly run_set_id: number;
  readonly worker: number;
  readonly runs: readonly string[];
}

/** What was said between the page and its workers. */
export interface Witness {
  readonly started: Started[];
  readonly measured: Measured[];
  /** Largest step that each run set was reported at. */
  readonly steps: Record<number, number>;
  /** How often a worker said that it trains no more. */
  settled: number;
}

export type Phase = 'loading' | 'ready' | 'running' | 'paused' | 'finished' | 'failed';

interface OpenOptions {
  /** A folder of the server: `lab`, or one with a fault. */
  readonly folder?: string;
  /** Workers to use on the CPU; two without it, as on a small machine. */
  readonly workers?: number;
}

/** Small enough to finish in a second or two on one core. */
export const SMALL = 'v=1&data=synthetic&train=64&test=64&hidden=16,16&batch=32&epochs=3&replicates=2&device=cpu';
/** Long enough to act while it trains; it never finishes by itself within a test. */
export const LONG = 'v=1&data=synthetic&train=512&test=64&hidden=16,16&batch=16&epochs=1000&replicates=2&device=cpu';

/** The measures of every run, in one fixed order whatever the order of the reports. */
export function curvesOf(measured: readonly Measured[]): string[] {
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

  async reaches(phase: Phase): Promise<void> {
    await expect(this.root).toHaveAttribute('data-state', phase, { timeout: 60_000 });
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
    await this.reaches('finished');
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

  /** Waits until the browser's database holds so much: a page that is left a moment after training has not written all yet. */
  async keeps(wanted: { readonly runs: number; readonly entries: number }): Promise<void> {
    await expect.poll(() => this.page.evaluate(countKept)).toEqual(wanted);
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
  var dropoutLabWitness: Witness;
  var dropoutLabWorkers: number | undefined;
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
    const [runs, entries] = await Promise.all([done(tx.objectStore('runs').count()), done(tx.objectStore('entries').count())]);
    return { runs, entries };
  } finally {
    db.close();
  }
}

/** Runs in the page before its own code: writes down what crosses the thread line, and changes none of it. */
function listenToWorkers(worker_count: number): void {
  globalThis.dropoutLabWorkers = worker_count;
  const witness: Witness = { started: [], measured: [], steps: {}, settled: 0 };
  globalThis.dropoutLabWitness = witness;
  let next_worker = 0;
  globalThis.Worker = class extends Worker {
    readonly #number = next_worker++;

    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<Event>) => {
        if (data.kind === 'settled') witness.settled += 1;
        if (data.kind !== 'report') return;
        const { run_set_id, report } = data;
        witness.steps[run_set_id] = Math.max(witness.steps[run_set_id] ?? 0, report.step);
        for (const { step, results } of report.evaluations) for (const result of results) witness.measured.push({ run_set_id, step, ...result });
      });
    }

    override postMessage(command: Command): void {
      if (command.kind === 'start') witness.started.push({ run_set_id: command.run_set_id, worker: this.#number, runs: command.runs });
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
