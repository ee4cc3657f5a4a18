/** @file Watches one worker: what it still has to train, and whether it keeps saying so. */

import { Silence } from './silence';

/** Where a share of a run set is, as its worker reports it. */
interface Reported {
  readonly step: number;
  readonly steps: number;
  /** All is done that was asked for. */
  readonly reached: boolean;
}

/** Silence counts only while there is something to train: a worker that is done has nothing to say. */
export class Watch {
  readonly #silence = new Silence();
  /** Run sets of which something is still to be trained. */
  readonly #open = new Set<number>();
  /** The step up to which a share of a run set is trained; infinity where no more can come. */
  readonly #done = new Map<number, number>();

  /** A share was started, or changed. */
  begun(run_set_id: number): void {
    this.forget(run_set_id);
    this.#open.add(run_set_id);
    this.#silence.begun();
  }

  /** A share that is held may train up to this step. */
  allowed(run_set_id: number, until: number): void {
    if ((this.#done.get(run_set_id) ?? -1) >= until) return;
    this.#open.add(run_set_id);
    this.#silence.begun();
  }

  /** A share is held no more. */
  forget(run_set_id: number): void {
    this.#open.delete(run_set_id);
    this.#done.delete(run_set_id);
  }

  heard(): void {
    this.#silence.heard();
  }

  /** `until` is what was allowed last. More may be allowed meanwhile: what trains on is open again with its next report. */
  reported(run_set_id: number, { step, steps, reached }: Reported, until: number | undefined): void {
    if (!reached) return void this.#open.add(run_set_id);
    this.#open.delete(run_set_id);
    this.#done.set(run_set_id, step >= steps ? Infinity : (until ?? step));
  }

  /** One tick more; true where it should train and has been silent for too long. */
  tick(): boolean {
    return this.#open.size > 0 && this.#silence.tick();
  }
}
