/** @file Command and Event: all that crosses the thread line. */

import type { Report, RunResult } from './core';
import type { FileTrouble } from './download';
import type { HeldWeights, Look, Seen } from './looks';

export type { Report };

/** Where one run is in the midst of training. */
export interface RunCheckpoint extends RunName {
  readonly step: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Where tensors live. */
export type Backend = 'webgpu' | 'cpu';

/** Both splits of a data set as raw bytes: 784 pixels and one label for each example. */
export interface DataBytes {
  readonly train_pixels: Uint8Array;
  readonly train_labels: Uint8Array;
  readonly test_pixels: Uint8Array;
  readonly test_labels: Uint8Array;
}

/** What one run measured at one step: four measures with masks off, two with masks on. */
export type Measures = Omit<RunResult, 'arm' | 'replicate'>;

/** A run, as the trainer names it. */
export type RunName = Pick<RunResult, 'arm' | 'replicate'>;

/** From the page to a worker; carried out in order, between two slices. */
export type Command =
  /** Load the trainer: compiled already, or fetched here. Hold the lock of this name to the end. Comes first, once. */
  | { readonly kind: 'load'; readonly module: WebAssembly.Module | undefined; readonly alive?: string }
  /** Open a device. Comes second, once. */
  | { readonly kind: 'open'; readonly device: string }
  /** Use this data from now on; no session is held when it comes. */
  | { readonly kind: 'data'; readonly data: DataBytes }
  /**
   * Begin runs, named `arm/replicate`, as this worker's share of a run set: each from the checkpoint at the same place, or at
   * step 0 where there is none.
   */
  | { readonly kind: 'start'; readonly run_set_id: number; readonly link: string; readonly runs: readonly string[]; readonly checkpoints?: readonly (Uint8Array<ArrayBuffer> | undefined)[] }
  /** Keep only these runs of a share. */
  | { readonly kind: 'retain'; readonly run_set_id: number; readonly runs: readonly string[] }
  /** More epochs, or a later change of drop probabilities. */
  | { readonly kind: 'update'; readonly run_set_id: number; readonly link: string }
  /** Forget a share and its weights. */
  | { readonly kind: 'drop'; readonly run_set_id: number }
  /** Train every share up to a step. */
  | { readonly kind: 'train'; readonly until: number }
  /** Stop; answered by `settled` with the same ticket. */
  | { readonly kind: 'pause'; readonly ticket: number }
  /** Tell where all runs are that have trained since this was told last. */
  | { readonly kind: 'keep' }
  /** Copy the weights of a run at the step it has reached; answered by `weights` with the same ticket. */
  | { readonly kind: 'weights'; readonly ticket: number; readonly run_set_id: number; readonly run: string };

/** From a worker to the page. What is about a run set carries its id; the page drops those it no longer holds. */
export type Event =
  /** Nothing of a file has come for a while. */
  | { readonly kind: 'stalled'; readonly file: string }
  /** The trainer is on its way. */
  | { readonly kind: 'downloading'; readonly loaded_bytes: number; readonly total_bytes: number }
  /** The trainer has been compiled; other workers take this module. */
  | { readonly kind: 'compiled'; readonly module: WebAssembly.Module }
  /** The device is open. */
  | { readonly kind: 'opened'; readonly backend: Backend; readonly reason: string; readonly adapter: string | undefined }
  /** A slice of work was done. */
  | { readonly kind: 'report'; readonly run_set_id: number; readonly report: Report }
  /** Where the runs of a share are; after some seconds of training, at each pause, and when asked. */
  | { readonly kind: 'checkpoints'; readonly run_set_id: number; readonly runs: readonly RunCheckpoint[] }
  /** Checkpoints could not be taken, or gone on from; with `is_restarted`, these runs begin at step 0 instead. */
  | { readonly kind: 'checkpoint-fault'; readonly run_set_id: number; readonly message: string; readonly is_restarted: boolean }
  /** The lock that tells that this worker lives is held. */
  | { readonly kind: 'alive' }
  /** Nothing trains any more; the steps that each share has reached. */
  | { readonly kind: 'settled'; readonly ticket: number; readonly steps: readonly { readonly run_set_id: number; readonly step: number }[] }
  /** A run's weights, or none where they are not held (any more); with the reason where they could not be read. */
  | { readonly kind: 'weights'; readonly ticket: number; readonly held: HeldWeights | undefined; readonly fault?: string }
  /** This worker cannot go on. Where a file is at fault, the page words it; with `is_crash`, the message is no sentence of its own. */
  | { readonly kind: 'failed'; readonly message: string; readonly trouble?: FileTrouble; readonly is_crash?: boolean };

/** Brings one of the networks that are looked at to another step. */
export type Move =
  /** Another run, at step 0. */
  | { readonly kind: 'begin'; readonly link: string; readonly run: string }
  /** On from the weights that the same run had elsewhere. */
  | { readonly kind: 'resume'; readonly held: HeldWeights }
  /** One slice of training towards a step. */
  | { readonly kind: 'advance'; readonly until: number }
  /** One training step. */
  | { readonly kind: 'batch' };

/** From the page to the worker that looks inside networks, numbered 0 and 1; carried out in order, each answered under its ticket. */
export type LookCommand =
  | { readonly kind: 'move'; readonly ticket: number; readonly network: number; readonly move: Move }
  | { readonly kind: 'look'; readonly ticket: number; readonly network: number; readonly look: Look };

/** What such a worker answers. */
export type LookEvent =
  /** The step the network is at now, and whether that is all that was asked for. */
  | { readonly kind: 'moved'; readonly ticket: number; readonly step: number; readonly reached: boolean }
  | { readonly kind: 'looked'; readonly ticket: number; readonly seen: Seen<Look> }
  | { readonly kind: 'look-failed'; readonly ticket: number; readonly message: string };
