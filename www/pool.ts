/** @file The workers: started as they are needed, told what changed from one state to the next. */

import { fetchFile, FileError } from './download';
import type { HeldWeights } from './looks';
import type { Command, DataBytes, Event } from './protocol';
import type { RunSet } from './run-sets';
import { type Texts, texts } from './texts/texts';
import { Watch } from './watch';
import worker_url from './worker.ts?worker&url';

/** What the pool asks of the page. */
export interface PoolCallbacks {
  readonly onEvent: (worker: number, event: Event) => void;
  /** The link of a run set with other epochs and changes. */
  readonly linkOf: (set: RunSet) => string;
  /** The checkpoint of a run that goes on from one. */
  readonly checkpointOf: (key: string) => Uint8Array<ArrayBuffer> | undefined;
}

/** A worker, and what tells that it lives. */
interface Held {
  readonly worker: Worker;
  readonly watch: Watch;
}

const TICK_MILLIS = 1000;

/**
 * Worker 0 fetches and compiles the trainer and picks the device; further ones take its module and the CPU. It fetches from
 * the first moment on; what is heard of it before `begin` is told then.
 */
export class Pool {
  #callbacks: PoolCallbacks = { onEvent: () => undefined, linkOf: ({ link }) => link, checkpointOf: () => undefined };
  #resolveBegun: () => void = () => undefined;
  readonly #begun = new Promise<void>((resolve) => (this.#resolveBegun = resolve));
  #workers: Held[] = [];
  /** What worker 0 is to open, once that is known. */
  #device: string | undefined;
  #module: WebAssembly.Module | undefined;
  #data: DataBytes | undefined;
  /** What the workers were told last; `undefined` = paused. */
  #until: number | undefined;
  #ticket = 0;
  /** What the workers hold. */
  #run_sets: readonly RunSet[] = [];
  readonly #asked = new Map<number, { worker: number; resolve: (held: HeldWeights | undefined) => void; reject: (fault: Error) => void }>();
  readonly #settling = new Map<number, { waiting: Set<number>; steps: Map<number, number>; resolve: (steps: Map<number, number>) => void }>();

  constructor() {
    this.#open(0);
  }

  /** Opens a device for training, and tells of all workers from here on. */
  begin(device: string, callbacks: PoolCallbacks): void {
    this.#callbacks = callbacks;
    this.#device = device;
    this.#tell(0, { kind: 'open', device });
    this.#resolveBegun();
    setInterval(() => this.#tick(), TICK_MILLIS);
  }

  /** How many workers there are. */
  get size(): number {
    return this.#workers.length;
  }

  /** The compiled trainer, once some worker has it. */
  get module(): WebAssembly.Module | undefined {
    return this.#module;
  }

  /** The examples that the workers have. */
  get data(): DataBytes | undefined {
    return this.#data;
  }

  /** Ends all workers and begins again on this device. */
  restart(device: string): void {
    for (const { worker } of this.#workers) worker.terminate();
    for (const index of this.#workers.keys()) this.#expectNothing(index);
    this.#workers = [];
    this.#until = undefined;
    this.#device = device;
    this.#open(0);
  }

  /** Ends one worker and puts a new one in its place, which holds nothing yet. */
  replace(index: number): void {
    this.#workers[index]?.worker.terminate();
    this.#expectNothing(index);
    this.#open(index);
  }

  /** Does with so many workers, where more cannot be started. */
  limit(count: number): void {
    const surplus = this.#workers.splice(count);
    for (const [index, { worker }] of surplus.entries()) {
      worker.terminate();
      this.#expectNothing(count + index);
    }
  }

  /** Gives every worker these examples, now and when it starts. */
  setData(data: DataBytes): void {
    this.#data = data;
    this.#tellAll({ kind: 'data', data });
  }

  /** Brings the workers from one list of run sets to the next, and lets them train up to `until`. */
  follow(before: readonly RunSet[], after: readonly RunSet[], until: number | undefined): void {
    this.#run_sets = after;
    if (until === undefined && this.#until !== undefined) {
      this.#tellAll({ kind: 'pause', ticket: 0 });
      this.keep();
    }
    if (before !== after) {
      for (const set of before) this.#change(set, after.find((one) => one.run_set_id === set.run_set_id));
      for (const set of after) if (!before.some((one) => one.run_set_id === set.run_set_id)) this.#start(set);
    }
    // While workers settle, none of them may go on.
    if (this.#settling.size > 0) return;
    if (until !== undefined && until !== this.#until) {
      this.#tellAll({ kind: 'train', until });
      for (const { run_set_id, shares } of after) {
        for (const { worker } of shares) this.#workers[worker]?.watch.allowed(run_set_id, until);
      }
    }
    this.#until = until;
  }

  /** Has all workers tell where their runs are. */
  keep(): void {
    this.#tellAll({ kind: 'keep' });
  }

  /** Pauses all workers; resolves with the largest step that each run set has reached. */
  settle(): Promise<Map<number, number>> {
    this.#ticket += 1;
    const ticket = this.#ticket;
    this.#until = undefined;
    if (this.#workers.length === 0) return Promise.resolve(new Map<number, number>());
    return new Promise((resolve) => {
      this.#settling.set(ticket, { waiting: new Set(this.#workers.keys()), steps: new Map(), resolve });
      this.#tellAll({ kind: 'pause', ticket });
    });
  }

  /** The weights of a run at the step it has reached, while it trains or not; `undefined` where no worker holds it (any more). */
  weights(run_set_id: number, run: string): Promise<HeldWeights | undefined> {
    const set = this.#run_sets.find((one) => one.run_set_id === run_set_id);
    const share = set?.shares.find(({ runs }) => runs.some(({ name }) => name === run));
    if (!share) return Promise.resolve(undefined);
    this.#ticket += 1;
    const ticket = this.#ticket;
    return new Promise((resolve, reject) => {
      this.#asked.set(ticket, { worker: share.worker, resolve, reject });
      this.#tell(share.worker, { kind: 'weights', ticket, run_set_id, run });
    });
  }

  #start(set: RunSet): void {
    const { run_set_id, link } = set;
    for (const share of set.shares) {
      const runs = share.runs.map((run) => run.name);
      const goes_on = share.runs.some((run) => run.from_step !== undefined);
      const checkpoints = share.runs.map((run) => (run.from_step === undefined ? undefined : this.#callbacks.checkpointOf(run.key)));
      this.#tell(share.worker, { kind: 'start', run_set_id, link, runs, ...(goes_on && { checkpoints }) });
      this.#workers[share.worker]?.watch.begun(run_set_id);
    }
  }

  #change(before: RunSet, after: RunSet | undefined): void {
    if (before === after) return;
    const { run_set_id } = before;
    for (const share of before.shares) {
      const next = after?.shares.find((one) => one.worker === share.worker);
      if (!after || !next) {
        this.#tell(share.worker, { kind: 'drop', run_set_id });
        this.#workers[share.worker]?.watch.forget(run_set_id);
        continue;
      }
      if (next.runs.length < share.runs.length) this.#tell(share.worker, { kind: 'retain', run_set_id, runs: next.runs.map((run) => run.name) });
      const updated = after.epochs !== before.epochs || after.then !== before.then;
      if (!updated) continue;
      this.#tell(share.worker, { kind: 'update', run_set_id, link: this.#callbacks.linkOf(after) });
      this.#workers[share.worker]?.watch.begun(run_set_id);
    }
  }

  #tell(index: number, command: Command): void {
    // Only what is to begin needs a worker that is not there.
    if (this.#workers.length <= index && command.kind !== 'start') return;
    while (this.#workers.length <= index) this.#open(this.#workers.length);
    this.#workers[index]?.worker.postMessage(command);
  }

  #tellAll(command: Command): void {
    for (const { worker } of this.#workers) worker.postMessage(command);
  }

  #open(index: number): void {
    const worker = startWorker(`trainer ${String(index)}`);
    const is_here = (): boolean => this.#workers[index]?.worker === worker;
    const hear = async (eventOf: () => Event | Promise<Event>): Promise<void> => {
      await this.#begun;
      const event = await eventOf();
      if (is_here()) this.#hear(index, event);
    };
    const fail = (why: (words: Texts['resume']) => string): Promise<void> => hear(() => ({ kind: 'failed', message: why(texts().resume), is_crash: true }));
    const alive = `dropout-lab ${Math.random().toString(36)} ${String(performance.now())}`;
    worker.onmessage = ({ data: event }: MessageEvent<Event>) => {
      if (event.kind === 'alive') void navigator.locks.request(alive, () => fail(({ ended }) => ended));
      else void hear(() => event);
    };
    worker.onmessageerror = () => void fail(({ unreadable }) => unreadable);
    worker.onerror = (error) => {
      error.preventDefault();
      void hear(() => whyStopped(error.message));
    };
    this.#workers[index] = { worker, watch: new Watch() };
    worker.postMessage({ kind: 'load', module: this.#module, alive } satisfies Command);
    const device = index === 0 ? this.#device : 'cpu';
    if (device !== undefined) worker.postMessage({ kind: 'open', device } satisfies Command);
    if (this.#data) worker.postMessage({ kind: 'data', data: this.#data } satisfies Command);
    if (this.#until !== undefined) worker.postMessage({ kind: 'train', until: this.#until } satisfies Command);
  }

  #hear(index: number, event: Event): void {
    const watch = this.#workers[index]?.watch;
    watch?.heard();
    if (event.kind === 'compiled') this.#module = event.module;
    if (event.kind === 'report') watch?.reported(event.run_set_id, event.report, this.#until);
    if (event.kind === 'settled') this.#settled(index, event);
    if (event.kind === 'weights') this.#answered(event);
    if (event.kind === 'failed') this.#expectNothing(index);
    this.#callbacks.onEvent(index, event);
  }

  /** Whether all that should be training still says so. */
  #tick(): void {
    if (this.#until === undefined) return;
    for (const [index, { watch }] of this.#workers.entries()) {
      if (watch.tick()) this.#hear(index, { kind: 'failed', message: texts().resume.silent, is_crash: true });
    }
  }

  /** A worker that is gone answers nothing. */
  #expectNothing(index: number): void {
    for (const [ticket, { worker, resolve }] of this.#asked) {
      if (worker !== index) continue;
      this.#asked.delete(ticket);
      resolve(undefined);
    }
    for (const ticket of this.#settling.keys()) this.#settled(index, { kind: 'settled', ticket, steps: [] });
  }

  #answered({ ticket, held, fault }: Extract<Event, { kind: 'weights' }>): void {
    const asked = this.#asked.get(ticket);
    this.#asked.delete(ticket);
    if (fault === undefined) asked?.resolve(held);
    else asked?.reject(new Error(fault));
  }

  #settled(index: number, { ticket, steps }: Extract<Event, { kind: 'settled' }>): void {
    const settling = this.#settling.get(ticket);
    if (!settling) return;
    for (const { run_set_id, step } of steps) settling.steps.set(run_set_id, Math.max(step, settling.steps.get(run_set_id) ?? 0));
    settling.waiting.delete(index);
    if (settling.waiting.size > 0) return;
    this.#settling.delete(ticket);
    settling.resolve(settling.steps);
  }
}

/**
 * A worker that is loaded from an address stands under no policy of the page's; one that begins as a blob stands under all of it.
 * So it begins as a blob of one line, which imports the real script.
 */
export function startWorker(name: string): Worker {
  const line = `import ${JSON.stringify(new URL(worker_url, location.href).href)};`;
  const blob = URL.createObjectURL(new Blob([line], { type: 'text/javascript' }));
  const worker = new Worker(blob, { type: 'module', name });
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}

/** An error without a word means that the worker never ran: its script did not come. */
async function whyStopped(message: string): Promise<Extract<Event, { kind: 'failed' }>> {
  if (message) return { kind: 'failed', message, is_crash: true };
  try {
    await fetchFile(new URL(worker_url, location.href), 'worker', { cache: 'no-store' });
  } catch (error) {
    if (error instanceof FileError) return { kind: 'failed', message: error.message, trouble: error.trouble };
  }
  return { kind: 'failed', message: texts().resume.notStarted, is_crash: true };
}

declare global {
  /** Set before the page loads, by tests: how many workers to use on the CPU. */
  var dropoutLabWorkers: number | undefined;
}

/** Workers to spread runs over: on the CPU one for each core, less one that the page itself keeps on more than two. */
export function workerCount(backend: 'webgpu' | 'cpu', cores: number): number {
  if (backend === 'webgpu') return 1;
  return Math.max(1, globalThis.dropoutLabWorkers ?? (cores > 2 ? cores - 1 : cores));
}
