/** @file The inspector: looks inside a pair of networks, the reference arm's and another's, in a worker of its own. */

import type { Look, Seen } from '../looks';
import { insideTexts } from '../texts/inside';

export type * from '../looks';

/** Which of the two networks: 0 = of the reference arm, 1 = of the arm compared with it. */
export type Side = 0 | 1;

export const SIDES: readonly Side[] = [0, 1];

/** The pair that is looked at. */
export interface Standing {
  /** The reference first. */
  readonly arms: readonly [ArmName, ArmName];
  readonly replicate: number;
  /** Training steps behind both networks. */
  readonly step: number;
  readonly epoch: number;
  /** Another number whenever the networks or their step are others. */
  readonly version: number;
  /** The networks are being replaced: what is seen now is soon of an earlier step. */
  readonly is_busy: boolean;
  /** The reader has stepped on from the experiment, batch by batch, in the inspector alone. */
  readonly is_apart: boolean;
  /** One sentence: what is looked at, or what is going on. */
  readonly words: string;
}

/** An arm and what the page calls it. */
export interface ArmName {
  readonly id: string;
  readonly name: string;
}

/** A look was overtaken: the networks are others than those that were to be looked at. Ask again after the change. */
export class Stale extends Error {
  constructor() {
    super(insideTexts().pair.moved_on);
  }
}

/** What panels ask of the inspector. */
export interface Inspector {
  /** `undefined` before the first pair is there. */
  standing(): Standing | undefined;
  /** One sentence, also before there is a pair: what is looked at, what is going on, or what is missing. */
  says(): string;
  /** Asks are answered in order. Rejects with `Stale` where the pair has changed meanwhile, else with a sentence. */
  look<L extends Look>(side: Side, look: L): Promise<Seen<L>>;
  /** Calls back after each change of standing or of what it says; gives the way to stop. */
  listen(listener: () => void): () => void;
  /** The 784 pixels of an example of the data in use. */
  pixels(split: 'train' | 'test', example: number): Uint8Array | undefined;
  label(split: 'train' | 'test', example: number): number | undefined;
  /** Which pair is looked at; an arm or a replicate that the experiment does not have gives way to the first that it has. */
  choose(arm: string, replicate: number): void;
  /** Both networks learn one more batch, in the inspector alone; resolves once they have. */
  stepBatch(): Promise<void>;
  /** Follows the experiment again after `stepBatch`. */
  back(): void;
  /** The pair stays as it is although training goes on, until what this gives back is called: for what takes many looks. */
  hold(): () => void;
  /** A panel that looks was opened or closed; the worker lives while one is open. */
  open(): void;
  close(): void;
}
