/** @file Owns the trainer and its sessions on a thread of their own; the only file that imports pkg/trainer. */

import init, { Trainer } from '../pkg/trainer/trainer.js';
import trainer_url from '../pkg/trainer/trainer_bg.wasm?url';
import { counted, fetchFile } from './download';
import type { Command, Event } from './protocol';
import { sentence, Workbench } from './workbench';

declare const self: DedicatedWorkerGlobalScope;

const post = (event: Event): void => self.postMessage(event);

/** A message to itself: the next macrotask without the throttling of timers in hidden tabs. */
const channel = new MessageChannel();
const nextMacrotask = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(undefined);
  });

let workbench: Promise<Workbench> | undefined;

self.onmessage = ({ data: command }: MessageEvent<Command>) => {
  if (command.kind === 'open') {
    workbench = open(command.module, command.device);
    workbench.catch((error: unknown) => post({ kind: 'failed', message: sentence(error) }));
    return;
  }
  // The failure to open has been posted once, above.
  workbench?.then((ready) => ready.handle(command)).catch(() => undefined);
};

async function open(given: WebAssembly.Module | undefined, device: string): Promise<Workbench> {
  const module = given ?? (await fetchTrainer());
  if (!given) post({ kind: 'compiled', module });
  await init({ module_or_path: module });
  const trainer = await Trainer.open(device);
  const { backend, reason, adapter } = trainer.device();
  post({ kind: 'opened', backend, reason, adapter });
  return new Workbench(trainer, { post, now: () => performance.now(), nextMacrotask });
}

/** Compiles while it downloads. */
async function fetchTrainer(): Promise<WebAssembly.Module> {
  // Against this script's own address: a worker that began as a blob has no other base.
  const response = await fetchFile(new URL(trainer_url, import.meta.url), 'The trainer');
  const onLoaded = (loaded_bytes: number): void => post({ kind: 'downloading', loaded_bytes, total_bytes: __TRAINER_BYTES__ });
  const body = await counted(response, onLoaded).arrayBuffer();
  return WebAssembly.compile(body);
}
