/** @file Looks again whenever the pair has changed: one look at a time, and only at the newest. */

import { sentence } from '../workbench';
import { type Inspector, Stale, type Standing } from './inspector';

/** What is taken from a pair, and who is told. */
export interface Taking<T> {
  readonly take: (inspector: Inspector) => Promise<T>;
  readonly onTaken: (taken: T, standing: Standing) => void;
  readonly onFault: (words: string) => void;
}

/** Follows the pair from `begin` to `end`, and may begin again. */
export class Follow<T> {
  readonly #inspector: Inspector;
  readonly #taking: Taking<T>;
  #stop: (() => void) | undefined;
  #version: number | undefined;
  #looking = false;

  constructor(inspector: Inspector, taking: Taking<T>) {
    this.#inspector = inspector;
    this.#taking = taking;
  }

  begin(): void {
    if (this.#stop) return;
    this.#stop = this.#inspector.listen(() => this.#look());
    this.#look();
  }

  end(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #look(): void {
    const standing = this.#inspector.standing();
    if (!standing || standing.version === this.#version || this.#looking || !this.#stop) return;
    this.#looking = true;
    void this.#take(standing).finally(() => {
      this.#looking = false;
      // A change that came meanwhile has been told already.
      if (this.#inspector.standing()?.version !== standing.version) this.#look();
    });
  }

  async #take(standing: Standing): Promise<void> {
    try {
      const taken = await this.#taking.take(this.#inspector);
      if (!this.#stop) return;
      this.#version = standing.version;
      this.#taking.onTaken(taken, standing);
    } catch (error) {
      if (error instanceof Stale) return;
      this.#version = standing.version;
      this.#taking.onFault(sentence(error));
    }
  }
}
