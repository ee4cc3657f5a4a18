/** @file Owns the trainer and its sessions on a thread of their own; the only file that imports pkg/trainer. */

import init, { Trainer } from '../pkg/trainer/trainer.js';
import trainer_url from '../pkg/trainer/trainer_bg.wasm?url';
import { FileError, type FileFault, fetchIntact, sha256 } from './download';
import { LookBench } from './look-bench';
import type { Command, Event, LookCommand, LookEvent } from './protocol';
import { sentence, Workbench } from './workbench';

declare const self: DedicatedWorkerGlobalScope;
declare global {
  /** Why the trainer's code came to an end, once it has. */
  var trainer_panic: string | undefined;
}

const post = (event: Event | LookEvent, transfer: Transferable[] = []): void => {
  const told = event.kind === 'failed' ? { ...event, message: reasonOf(event.message) } : event;
  self.postMessage(told, transfer);
};

/** A message to itself: the next macrotask without the throttling of timers in hidden tabs. */
const channel = new MessageChannel();
const nextMacrotask = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(undefined);
  });

/** What is done with an open trainer. */
interface Benches {
  readonly work: Workbench;
  readonly looks: LookBench;
}

/** Of a panic, JavaScript sees no more than that an instruction was unreachable; the trainer leaves its reason. */
const reasonOf = (message: string): string => globalThis.trainer_panic?.replaceAll(/\s+/g, ' ').slice(0, 200) ?? message;

// What nobody awaits, for instance an error that the GPU reports, ends up here.
self.addEventListener('error', (event) => {
  event.preventDefault();
  post({ kind: 'failed', message: event.message, is_crash: true });
});

let loaded: Promise<void> | undefined;
let benches: Promise<Benches> | undefined;

self.onmessage = ({ data: command }: MessageEvent<Command | LookCommand>) => {
  if (command.kind === 'load') {
    if (command.alive !== undefined) holdAlive(command.alive);
    loaded = load(command.module);
    // Posted below: without the trainer no device opens.
    loaded.catch(() => undefined);
    return;
  }
  if (command.kind === 'open') {
    benches = open(command.device);
    benches.catch((error: unknown) => post({ kind: 'failed', message: sentence(error), ...(error instanceof FileError && { trouble: error.trouble }) }));
    return;
  }
  benches
    ?.then(({ work, looks }) => (command.kind === 'move' || command.kind === 'look' ? looks.handle(command) : work.handle(command)))
    // The failure to open has been posted once, above.
    .catch(() => undefined);
};

/** A lock that only the end of this worker frees, whatever ends it. Absent where the page is not served securely. */
function holdAlive(name: string): void {
  const locks = (navigator as Partial<WorkerNavigator>).locks;
  const toTheEnd = (): Promise<never> => {
    post({ kind: 'alive' });
    return new Promise(() => undefined);
  };
  // Where locks are denied, the page waits for words alone.
  locks?.request(name, toTheEnd).catch(() => undefined);
}

async function load(given: WebAssembly.Module | undefined): Promise<void> {
  const module = given ?? (await fetchTrainer());
  if (!given) post({ kind: 'compiled', module });
  await init({ module_or_path: module });
}

async function open(device: string): Promise<Benches> {
  await loaded;
  const trainer = await Trainer.open(device);
  const { backend, reason, adapter } = trainer.device();
  post({ kind: 'opened', backend, reason, adapter });
  const now = (): number => performance.now();
  return { work: new Workbench(trainer, { post, now, nextMacrotask }), looks: new LookBench(trainer, { post, now }) };
}

async function fetchTrainer(): Promise<WebAssembly.Module> {
  // Against this script's own address: a worker that began as a blob has no other base.
  const url = new URL(trainer_url, import.meta.url);
  const onLoaded = (loaded_bytes: number): void => post({ kind: 'downloading', loaded_bytes, total_bytes: __TRAINER_BYTES__ });
  // Compiled while it comes: browsers then keep the compiled code for the next visit.
  let compiling: Promise<WebAssembly.Module | undefined> = Promise.resolve(undefined);
  const onBegun = (response: Response): void => {
    compiling = WebAssembly.compileStreaming(response).catch(() => undefined);
  };
  const onStalled = (): void => post({ kind: 'stalled', file: 'trainer' });
  const bytes = await fetchIntact(url, 'trainer', { onLoaded, onStalled, faultOf: faultOfTrainer, onBegun });
  try {
    // Servers that give it another type get no streaming; whatever else was wrong is met once more here, and said.
    return (await compiling) ?? (await WebAssembly.compile(bytes));
  } catch (error) {
    throw new FileError('trainer', { kind: 'unusable', why: sentence(error) });
  }
}

/** A trainer of another build could give curves of other bits under the names of this one's. */
async function faultOfTrainer(bytes: Uint8Array<ArrayBuffer>): Promise<FileFault | undefined> {
  // The development server builds modules anew beneath an open page.
  if (typeof __TRAINER_DIGEST__ === 'undefined' || __TRAINER_DIGEST__ === '') return undefined;
  if (bytes.length !== __TRAINER_BYTES__) return { kind: 'length', found: bytes.length, expected: __TRAINER_BYTES__ };
  const found = (await sha256(bytes))?.slice(0, __TRAINER_DIGEST__.length) ?? __TRAINER_DIGEST__;
  return found === __TRAINER_DIGEST__ ? undefined : { kind: 'digest', found, expected: __TRAINER_DIGEST__ };
}
