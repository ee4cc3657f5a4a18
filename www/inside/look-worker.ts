/** @file The inspector's worker as the page sees it: one request at a time, those overtaken meanwhile never sent. */

import type { Backend, Command, DataBytes, Event, LookCommand, LookEvent, Move } from '../protocol';
import { Stale } from './inspector';
import type { Look, Seen } from '../looks';
import { texts } from '../texts/texts';

/** What is needed of a worker. */
export interface WorkerLike {
  postMessage(command: Command | LookCommand): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Event | LookEvent>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What a worker begins with. */
export interface Equipment {
  readonly module: WebAssembly.Module;
  readonly device: Backend;
  readonly data: DataBytes;
}

/** What a worker tells of itself. */
export interface LookWorkerCallbacks {
  /** The device is open. */
  readonly onOpened: (backend: Backend, reason: string) => void;
  /** It cannot go on; what was asked for is rejected with the same sentence. */
  readonly onFailed: (message: string) => void;
  /** All that was asked for is answered. */
  readonly onIdle: () => void;
}

/** Where a move ended. */
export interface Moved {
  readonly step: number;
  readonly reached: boolean;
}

type Question = { readonly kind: 'move'; readonly network: number; readonly move: Move } | { readonly kind: 'look'; readonly network: number; readonly look: Look };

interface Request {
  readonly question: Question;
  /** Whether anybody still wants to know. */
  readonly isCurrent: () => boolean;
  readonly resolve: (answer: LookEvent) => void;
  readonly reject: (error: Error) => void;
}

/** A worker with a queue before it. */
export class LookWorker {
  readonly #worker: WorkerLike;
  readonly #callbacks: LookWorkerCallbacks;
  readonly #waiting: Request[] = [];
  #asked: Request | undefined;
  #ticket = 0;
  #has_ended = false;

  constructor(worker: WorkerLike, { module, device, data }: Equipment, callbacks: LookWorkerCallbacks) {
    this.#worker = worker;
    this.#callbacks = callbacks;
    worker.onmessage = ({ data: event }) => this.#hear(event);
    worker.onerror = (error) => {
      error.preventDefault();
      this.#fail(error.message ? texts().run.worker_stopped(error.message) : texts().run.worker_failed);
    };
    worker.postMessage({ kind: 'load', module });
    worker.postMessage({ kind: 'open', device });
    worker.postMessage({ kind: 'data', data });
  }

  /** Nothing is asked or waits. */
  get is_idle(): boolean {
    return this.#asked === undefined && this.#waiting.length === 0;
  }

  async move(network: number, move: Move, isCurrent: () => boolean): Promise<Moved> {
    const answer = await this.#ask({ kind: 'move', network, move }, isCurrent);
    if (answer.kind !== 'moved') throw new Error(`A move was answered by ${answer.kind}.`);
    return answer;
  }

  async look<L extends Look>(network: number, look: L, isCurrent: () => boolean): Promise<Seen<L>> {
    const answer = await this.#ask({ kind: 'look', network, look }, isCurrent);
    if (answer.kind !== 'looked') throw new Error(`A look was answered by ${answer.kind}.`);
    // The worker answers each kind of look with its own kind of answer.
    return answer.seen as Seen<L>;
  }

  /** Whoever waits is told that this is over. */
  end(): void {
    this.#has_ended = true;
    this.#worker.terminate();
    this.#rejectAll(() => new Stale());
  }

  #ask(question: Question, isCurrent: () => boolean): Promise<LookEvent> {
    if (this.#has_ended) return Promise.reject(new Stale());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, isCurrent, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (!this.#asked) {
      const next = this.#waiting.shift();
      if (!next) return;
      if (!next.isCurrent()) {
        next.reject(new Stale());
        continue;
      }
      this.#asked = next;
      this.#ticket += 1;
      this.#worker.postMessage({ ...next.question, ticket: this.#ticket });
    }
  }

  #hear(event: Event | LookEvent): void {
    if (this.#has_ended) return;
    switch (event.kind) {
      case 'opened':
        return this.#callbacks.onOpened(event.backend, event.reason);
      case 'failed':
        return this.#fail(event.is_crash === true ? texts().run.worker_stopped(event.message) : event.message);
      case 'moved':
      case 'looked':
      case 'look-failed':
        return this.#answered(event);
      default:
        // What only workers that train have to say.
        return;
    }
  }

  #answered(event: LookEvent): void {
    const asked = this.#asked;
    if (!asked || event.ticket !== this.#ticket) return;
    this.#asked = undefined;
    if (event.kind === 'look-failed') asked.reject(new Error(event.message));
    // A move has happened, whether or not it is still wanted; what was seen is of a network that is no more.
    else if (event.kind === 'looked' && !asked.isCurrent()) asked.reject(new Stale());
    else asked.resolve(event);
    this.#next();
    if (this.is_idle) this.#callbacks.onIdle();
  }

  #fail(message: string): void {
    if (this.#has_ended) return;
    this.#has_ended = true;
    this.#worker.terminate();
    this.#rejectAll(() => new Error(message));
    this.#callbacks.onFailed(message);
  }

  #rejectAll(error: () => Error): void {
    const all = [...(this.#asked ? [this.#asked] : []), ...this.#waiting.splice(0)];
    this.#asked = undefined;
    for (const { reject } of all) reject(error());
  }
}
