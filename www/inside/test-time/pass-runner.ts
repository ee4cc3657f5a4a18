/** @file Takes masked passes of both networks one by one, as many as are wanted, until it is stopped or the pair changes. */

import { sentence } from '../../workbench';
import { type Inspector, type Predictions, type Side, SIDES, Stale, type Standing } from '../inspector';
import { bothPredictions } from '../predictions/pair-predictions';
import { type PassPoint, pointOf, type PassTrack } from './pass-record';

/** Which passes are wanted. */
export interface Wanted {
  readonly passes: number;
  /** Passes without the masks' scaling, too. */
  readonly unscaled: boolean;
}

/** What was found of one pair at one step. */
export interface Found {
  readonly standing: Standing;
  /** Masks off. */
  readonly plain: readonly [Predictions, Predictions];
  readonly tracks: readonly PassTrack[];
  /** How long each masked pass took, asked and answered; by network. */
  readonly millis: readonly [number[], number[]];
}

export interface RunnerCallbacks {
  /** Something was found, or nothing is any more. */
  readonly onChange: () => void;
  readonly onFault: (words: string) => void;
}

/** The passes that the trainer's average holds, for each network; others begin anew. */
interface Held {
  readonly scaled: boolean;
  readonly passes: number;
}

/** Goes on by itself as long as something is wanted. */
export class PassRunner {
  readonly #inspector: Inspector;
  readonly #callbacks: RunnerCallbacks;
  #wanted: Wanted | undefined;
  #found: Found | undefined;
  #held: Partial<Record<Side, Held>> = {};
  #running = false;
  /** A pair that gave a fault is not asked again. */
  #faulty: number | undefined;

  constructor(inspector: Inspector, callbacks: RunnerCallbacks) {
    this.#inspector = inspector;
    this.#callbacks = callbacks;
  }

  get found(): Found | undefined {
    return this.#found;
  }

  get is_running(): boolean {
    return this.#running;
  }

  /** From now on this is wanted; 0 passes want nothing but the measures with masks off. */
  want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.follow();
  }

  /** After the pass under way nothing goes on. */
  stop(): void {
    this.#wanted = undefined;
  }

  /** The pair may have changed. */
  follow(): void {
    const standing = this.#inspector.standing();
    if (this.#running || !this.#wanted || !standing || standing.is_busy || standing.version === this.#faulty || !this.#lacks(standing)) return;
    this.#running = true;
    void this.#run(standing);
  }

  #lacks(standing: Standing): boolean {
    return this.#found?.standing.version !== standing.version || this.#next() !== undefined;
  }

  async #run(standing: Standing): Promise<void> {
    // The pair stays as it is while passes add up, although training goes on.
    const release = this.#inspector.hold();
    try {
      if (this.#found?.standing.version !== standing.version) await this.#begin(standing);
      for (let track = this.#next(); track; track = this.#next()) await this.#pass(track);
    } catch (error) {
      if (!(error instanceof Stale)) {
        this.#faulty = standing.version;
        this.#callbacks.onFault(sentence(error));
      }
    }
    this.#running = false;
    release();
    this.#callbacks.onChange();
    if (this.#inspector.standing()?.version !== standing.version) this.follow();
  }

  async #begin(standing: Standing): Promise<void> {
    const plain = await bothPredictions(this.#inspector);
    const tracks = [true, false].flatMap((scaled) => SIDES.map((side): PassTrack => ({ side, scaled, points: [] })));
    this.#held = {};
    this.#found = { standing, plain, tracks, millis: [[], []] };
    this.#callbacks.onChange();
  }

  /** The track with most passes to come; scaled ones come first. */
  #next(): PassTrack | undefined {
    const wanted = this.#wanted;
    const due = this.#found?.tracks.filter(({ points }) => points.length < (wanted?.passes ?? 0)) ?? [];
    const scaled = due.filter((track) => track.scaled);
    const first = scaled.length > 0 ? scaled : wanted?.unscaled ? due : [];
    return first.toSorted((a, b) => this.#heldOf(a) - this.#heldOf(b))[0];
  }

  /** How many passes of a track the trainer's average holds. */
  #heldOf({ side, scaled }: PassTrack): number {
    const held = this.#held[side];
    return held?.scaled === scaled ? held.passes : 0;
  }

  /** One more pass. Passes that the track has already are taken again where the trainer's average holds others: the numbers are the same. */
  async #pass(track: PassTrack): Promise<void> {
    const { side, scaled, points } = track;
    const before = performance.now();
    const summary = await this.#inspector.look(side, { kind: 'passes', scaled, begin: this.#heldOf(track) === 0 });
    this.#found?.millis[side].push(performance.now() - before);
    this.#held[side] = { scaled, passes: summary.passes };
    if (summary.passes > points.length) points.push(pointOf(summary));
    this.#callbacks.onChange();
  }
}

/** The passes of a network; empty before there are any. */
export function pointsOf(found: Found | undefined, side: Side, scaled: boolean): readonly PassPoint[] {
  return found?.tracks.find((track) => track.side === side && track.scaled === scaled)?.points ?? [];
}
