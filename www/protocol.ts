/** @file Command and Event: all that crosses the thread line. */

import type { Report, RunResult } from './core';

export type { Report };

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
  /** Load the trainer (compiled already, or fetched here) and open a device. Comes first, once. */
  | { readonly kind: 'open'; readonly module: WebAssembly.Module | undefined; readonly device: string }
  /** Use this data from now on; no session is held when it comes. */
  | { readonly kind: 'data'; readonly data: DataBytes }
  /** Begin runs at step 0, named `arm/replicate`, as this worker's share of a run set. */
  | { readonly kind: 'start'; readonly run_set_id: number; readonly link: string; readonly runs: readonly string[] }
  /** Keep only these runs of a share. */
  | { readonly kind: 'retain'; readonly run_set_id: number; readonly runs: readonly string[] }
  /** More epochs, or a later change of drop probabilities. */
  | { readonly kind: 'update'; readonly run_set_id: number; readonly link: string }
  /** Forget a share and its weights. */
  | { readonly kind: 'drop'; readonly run_set_id: number }
  /** Train every share up to a step. */
  | { readonly kind: 'train'; readonly until: number }
  /** Stop; answered by `settled` with the same ticket. */
  | { readonly kind: 'pause'; readonly ticket: number };

/** From a worker to the page. What is about a run set carries its id; the page drops those it no longer holds. */
export type Event =
  /** The trainer is on its way. */
  | { readonly kind: 'downloading'; readonly loaded_bytes: number; readonly total_bytes: number }
  /** The trainer has been compiled; other workers take this module. */
  | { readonly kind: 'compiled'; readonly module: WebAssembly.Module }
  /** The device is open. */
  | { readonly kind: 'opened'; readonly backend: Backend; readonly reason: string; readonly adapter: string | undefined }
  /** A slice of work was done. */
  | { readonly kind: 'report'; readonly run_set_id: number; readonly report: Report }
  /** Nothing trains any more; the steps that each share has reached. */
  | { readonly kind: 'settled'; readonly ticket: number; readonly steps: readonly { readonly run_set_id: number; readonly step: number }[] }
  /** This worker cannot go on. */
  | { readonly kind: 'failed'; readonly message: string };
