/** @file What the browser keeps of lessons: how far a reader has come, the file that is open, the lesson that is being made. */

import { sentence } from '../workbench';
import type { Guess } from '../statistics';

/** How far a reader has come in a lesson. */
export interface Progress {
  /** The step that is open, from 0 on. */
  readonly step: number;
  /** What was predicted, by step. */
  readonly guesses: ReadonlyMap<number, Guess>;
}

export const AT_THE_START: Progress = { step: 0, guesses: new Map() };

const PREFIX = 'dropout-lab/lesson/';

/** Keeps texts under names. Where the browser refuses, they last as long as the page, and that is said once. */
export class Kept {
  readonly #onRefused: (reason: string) => void;
  readonly #storage: () => Storage;
  readonly #here = new Map<string, string>();
  #is_refused = false;

  constructor(onRefused: (reason: string) => void, storage: () => Storage = () => localStorage) {
    this.#onRefused = onRefused;
    this.#storage = storage;
  }

  read(name: string): string | undefined {
    const here = this.#here.get(name);
    if (here !== undefined) return here;
    return this.#try((storage) => storage.getItem(PREFIX + name)) ?? undefined;
  }

  /** An empty text is forgotten. */
  write(name: string, text: string): void {
    this.#here.set(name, text);
    this.#try((storage) => {
      if (text === '') storage.removeItem(PREFIX + name);
      else storage.setItem(PREFIX + name, text);
    });
  }

  /** How far a reader has come in the lesson of this name; at the start where nothing sensible is kept. */
  progress(name: string): Progress {
    return readProgress(this.read(`progress/${name}`) ?? '');
  }

  keepProgress(name: string, { step, guesses }: Progress): void {
    this.write(`progress/${name}`, JSON.stringify({ step, guesses: [...guesses] }));
  }

  #try<T>(use: (storage: Storage) => T): T | undefined {
    try {
      return use(this.#storage());
    } catch (error) {
      if (!this.#is_refused) this.#onRefused(sentence(error));
      this.#is_refused = true;
      return undefined;
    }
  }
}

/** Reads what was kept. Another version of the page, or anybody, may have written it. */
export function readProgress(text: string): Progress {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return AT_THE_START;
  }
  if (typeof kept !== 'object' || kept === null || !('step' in kept) || !isIndex(kept.step)) return AT_THE_START;
  const entries: readonly unknown[] = 'guesses' in kept && Array.isArray(kept.guesses) ? kept.guesses : [];
  const guesses = entries.flatMap((entry) => {
    const [step, guess] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    const read = readGuess(guess);
    return isIndex(step) && read ? [[step, read] as const] : [];
  });
  return { step: kept.step, guesses: new Map(guesses) };
}

function readGuess(guess: unknown): Guess | undefined {
  if (typeof guess !== 'object' || guess === null || !('kind' in guess)) return undefined;
  const kind = guess.kind as Guess['kind'];
  switch (kind) {
    case 'larger':
    case 'smaller':
    case 'alike':
      return { kind };
    case 'number':
      return 'number' in guess && typeof guess.number === 'number' && Number.isFinite(guess.number) ? { kind, number: guess.number } : undefined;
    default:
      return unknownKind(kind);
  }
}

/** A kind from elsewhere is no guess; one that is forgotten above does not compile. */
function unknownKind(kind: never): undefined {
  void (kind satisfies never);
  return undefined;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1000;
}
