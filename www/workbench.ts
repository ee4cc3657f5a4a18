/** @file The worker's loop: holds its shares of run sets, advances the one furthest behind, slice by slice. */

import type { Command, Event, Report, RunCheckpoint } from './protocol';
import { nextUnits } from './slice';
import { unreachable } from './unreachable';

/** Weights as the trainer hands them out: a copy with each reading, its own until freed. */
export interface WeightsLike {
  readonly step: number;
  readonly weights: Float32Array;
  free(): void;
}

/** Runs in lockstep, as the trainer makes them. */
export interface SessionLike {
  advance(units: number, until: number): Promise<Report>;
  retain(runs: string[]): void;
  update(link: string): void;
  weights(run: string): Promise<WeightsLike | undefined>;
  checkpoints(): Promise<{ readonly runs: readonly RunCheckpoint[] }>;
  free(): void;
}

/** What this loop needs of the trainer. */
export interface TrainerLike {
  set_data(train_pixels: Uint8Array, train_labels: Uint8Array, test_pixels: Uint8Array, test_labels: Uint8Array): void;
  start(link: string, runs: string[]): SessionLike;
  /** As `start`, from these checkpoints; an empty one is none. */
  go_on(link: string, runs: string[], checkpoints: Uint8Array[]): SessionLike;
}

/** The outside world, handed in so that the loop can be tested without one. */
export interface Surroundings {
  post(event: Event, transfer?: Transferable[]): void;
  now(): number;
  /** Lets messages in; must not be throttled in a hidden tab. */
  nextMacrotask(): Promise<void>;
}

/** A share of a run set. */
interface Held {
  readonly session: SessionLike;
  step: number;
  units: number;
  /** The step at which its runs' checkpoints were last told. */
  kept_step: number;
  /** Everything up to this step is done, evaluation included. */
  done_until: number;
}

/** Training goes on for so long before anything of it is kept: short experiments pay nothing. */
const KEEP_MILLIS = 5000;
/** Where there is much to keep it is kept more rarely: so many bytes a second. */
const KEEP_RATE = 500_000;

type Work = Exclude<Command, { kind: 'load' | 'open' }>;

/**
 * Pulls work from its sessions. Commands wait until the slice in progress is over, because a session must not be touched
 * while it advances; not pulling is pause, freeing is cancel.
 */
export class Workbench {
  readonly #trainer: TrainerLike;
  readonly #surroundings: Surroundings;
  readonly #held = new Map<number, Held>();
  readonly #waiting: Work[] = [];
  #until: number | undefined;
  #pulling = false;
  /** When checkpoints are due while it trains. */
  #keep_at = Infinity;

  constructor(trainer: TrainerLike, surroundings: Surroundings) {
    this.#trainer = trainer;
    this.#surroundings = surroundings;
  }

  /** Takes a command; it is carried out at the end of the slice in progress. */
  handle(command: Work): void {
    this.#waiting.push(command);
    if (!this.#pulling) void this.#pull();
  }

  async #pull(): Promise<void> {
    this.#pulling = true;
    try {
      for (;;) {
        for (let command = this.#waiting.shift(); command; command = this.#waiting.shift()) await this.#carryOut(command);
        const next = this.#furthestBehind();
        if (!next) return;
        await this.#slice(next);
        if (this.#surroundings.now() >= this.#keep_at) await this.#tellCheckpoints();
        await this.#surroundings.nextMacrotask();
      }
    } catch (error) {
      this.#until = undefined;
      this.#surroundings.post({ kind: 'failed', message: sentence(error) });
    } finally {
      this.#pulling = false;
    }
  }

  #carryOut(command: Work): Promise<void> | undefined {
    switch (command.kind) {
      case 'data': {
        const { train_pixels, train_labels, test_pixels, test_labels } = command.data;
        this.#trainer.set_data(train_pixels, train_labels, test_pixels, test_labels);
        return;
      }
      case 'start': {
        const session = this.#begin(command);
        this.#held.set(command.run_set_id, { session, step: 0, units: 1, kept_step: 0, done_until: -1 });
        return;
      }
      case 'retain':
        this.#held.get(command.run_set_id)?.session.retain([...command.runs]);
        return;
      case 'update': {
        const held = this.#held.get(command.run_set_id);
        if (!held) return;
        held.session.update(command.link);
        held.done_until = -1;
        return;
      }
      case 'drop':
        this.#held.get(command.run_set_id)?.session.free();
        this.#held.delete(command.run_set_id);
        return;
      case 'train':
        this.#until = command.until;
        this.#keep_at = Math.min(this.#keep_at, this.#surroundings.now() + KEEP_MILLIS);
        return;
      case 'keep':
        return this.#tellCheckpoints();
      case 'pause': {
        this.#until = undefined;
        this.#keep_at = Infinity;
        const steps = [...this.#held].map(([run_set_id, { step }]) => ({ run_set_id, step }));
        this.#surroundings.post({ kind: 'settled', ticket: command.ticket, steps });
        return;
      }
      case 'weights':
        return this.#tellWeights(command);
      default:
        return unreachable(command);
    }
  }

  /** Where checkpoints cannot be gone on from, their runs give the same curves from their seeds. */
  #begin({ link, runs, checkpoints, run_set_id }: Extract<Work, { kind: 'start' }>): SessionLike {
    if (checkpoints) {
      try {
        return this.#trainer.go_on(link, [...runs], runs.map((_, index) => checkpoints[index] ?? new Uint8Array()));
      } catch (error) {
        this.#surroundings.post({ kind: 'checkpoint-fault', run_set_id, message: sentence(error), is_restarted: true });
      }
    }
    return this.#trainer.start(link, [...runs]);
  }

  /** Tells where the runs are that trained since; the next time lies the further off, the more there was to tell. */
  async #tellCheckpoints(): Promise<void> {
    let bytes = 0;
    for (const [run_set_id, held] of this.#held) {
      // What is finished is kept as a curve.
      if (held.step === held.kept_step || held.done_until === Infinity) continue;
      try {
        const { runs } = await held.session.checkpoints();
        held.kept_step = held.step;
        bytes += runs.reduce((sum, run) => sum + run.bytes.byteLength, 0);
        if (runs.length > 0) this.#surroundings.post({ kind: 'checkpoints', run_set_id, runs }, runs.map((run) => run.bytes.buffer));
      } catch (error) {
        this.#surroundings.post({ kind: 'checkpoint-fault', run_set_id, message: sentence(error), is_restarted: false });
      }
    }
    this.#keep_at = this.#until === undefined ? Infinity : this.#surroundings.now() + Math.max(KEEP_MILLIS, (bytes / KEEP_RATE) * 1000);
  }

  /** Whoever asks is told why it fails; training goes on. */
  async #tellWeights({ ticket, run_set_id, run }: Extract<Work, { kind: 'weights' }>): Promise<void> {
    try {
      const found = await this.#held.get(run_set_id)?.session.weights(run);
      const held = found && { step: found.step, weights: found.weights };
      found?.free();
      this.#surroundings.post({ kind: 'weights', ticket, held }, held ? [held.weights.buffer] : []);
    } catch (error) {
      this.#surroundings.post({ kind: 'weights', ticket, held: undefined, fault: sentence(error) });
    }
  }

  #furthestBehind(): [number, Held] | undefined {
    const until = this.#until;
    if (until === undefined) return undefined;
    const open = [...this.#held].filter(([, held]) => held.done_until < until);
    return open.reduce<[number, Held] | undefined>((least, one) => (least && least[1].step <= one[1].step ? least : one), undefined);
  }

  async #slice([run_set_id, held]: [number, Held]): Promise<void> {
    const until = this.#until ?? held.step;
    const begun = this.#surroundings.now();
    const report = await held.session.advance(held.units, until);
    const millis = this.#surroundings.now() - begun;
    held.step = report.step;
    if (report.reached) held.done_until = report.step >= report.steps ? Infinity : until;
    if (report.units >= held.units) held.units = nextUnits(held.units, millis);
    else if (millis > 0) held.units = Math.min(held.units, nextUnits(Math.max(1, report.units), millis) * 2);
    this.#surroundings.post({ kind: 'report', run_set_id, report });
  }
}

/** What an error says, in one line. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
