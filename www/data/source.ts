/** @file Brings the data that an experiment asks for: served, generated, or the reader's own. */

import { type Experiment, Split } from '../core';
import { told } from '../file-troubles';
import type { DataBytes } from '../protocol';
import type { DataState } from '../state';
import { texts } from '../texts/texts';
import { unreachable } from '../unreachable';
import { bytesOf } from './own-files';
import { loadServed } from './shards';

/** Test examples of the synthetic set begin here, beyond the largest training set. */
const FIRST_SYNTHETIC_TEST = 100_000;

/** What the source tells the page. */
export interface SourceCallbacks {
  readonly onState: (data: DataState) => void;
  readonly onData: (data: DataBytes) => void;
  readonly onNotice: (text: string) => void;
}

/** Holds the data in use. A request that a newer one has overtaken says nothing any more. */
export class DataSource {
  readonly #callbacks: SourceCallbacks;
  readonly #folder: URL;
  #request = 0;
  #own: DataBytes | undefined;

  constructor(folder: URL, callbacks: SourceCallbacks) {
    this.#folder = folder;
    this.#callbacks = callbacks;
  }

  /** Sizes of the reader's own set, if there is one. */
  get own_counts(): { readonly train: number; readonly test: number } | undefined {
    return this.#own && { train: this.#own.train_labels.length, test: this.#own.test_labels.length };
  }

  /** Takes files that were read and found good. */
  setOwn(data: DataBytes): void {
    this.#own = data;
  }

  /** Loads what the experiment asks for and hands it over. */
  async bring({ spec }: Experiment): Promise<void> {
    this.#request += 1;
    const request = this.#request;
    const { onState, onData, onNotice } = this.#callbacks;
    const current = (): boolean => request === this.#request;
    const progress = (loaded_bytes: number, total_bytes: number): void => {
      if (current()) onState({ kind: 'loading', name: spec.data, loaded_bytes, total_bytes });
    };
    progress(0, 0);
    try {
      const data = await this.#load(spec, progress, onNotice);
      if (!current()) return;
      if (!data) return onState({ kind: 'awaiting-files' });
      const [train_count, test_count] = [data.train_labels.length, data.test_labels.length];
      // A shorter set of another version would otherwise be waited for without end.
      if (train_count < spec.train || test_count < spec.test) throw new Error(texts().files.too_few(train_count, test_count, spec.train, spec.test));
      onData(data);
      onState({ kind: 'ready', name: spec.data, train_count, test_count });
    } catch (error) {
      if (!current()) return;
      // The files that are still on their way count no more.
      this.#request += 1;
      onState({ kind: 'missing', message: told(error) });
    }
  }

  async #load(spec: Experiment['spec'], onLoaded: (loaded: number, total: number) => void, onNotice: (text: string) => void): Promise<DataBytes | undefined> {
    switch (spec.data) {
      case 'fashion-mnist':
        return loadServed(new URL('fashion-mnist/', this.#folder), spec.train, spec.test, { onLoaded, onNotice });
      case 'synthetic':
        return bytesOf(Split.synthetic(0, spec.train), Split.synthetic(FIRST_SYNTHETIC_TEST, spec.test));
      case 'files':
        return this.#own;
      default:
        return unreachable(spec.data);
    }
  }
}
