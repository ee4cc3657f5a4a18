/** @file Curves of runs: what each run measured at each evaluation, kept by run key. */

import type { TestTime } from './core';
import type { Measures } from './protocol';

/** The measures of one run at one step. */
export interface Point extends Measures {
  readonly step: number;
}

/** Which test examples a run told right at its last evaluation. */
export interface TestHits {
  readonly step: number;
  /** Bit `i & 7` of byte `i >> 3`, least significant first, is test example `i`. */
  readonly hits: Uint8Array;
}

/** How sure a run was of the test examples at the end of training, and what masks did to it at test time. */
export interface TestTimeAt {
  readonly step: number;
  readonly test_time: TestTime;
}

/** What is known of a run beside its points. */
export interface RunFacts {
  /** The step at which a loss stopped being finite. */
  readonly diverged_at: number | undefined;
  /** The step from which on the weights stay as they are: early stopping. */
  readonly stopped_at: number | undefined;
  /** Compute time, summed over all slices. */
  readonly millis: number;
  readonly test_hits: TestHits | undefined;
  /** One for each step at which training ended or was continued, by rising step. */
  readonly test_times: readonly TestTimeAt[];
}

const NO_FACTS: RunFacts = { diverged_at: undefined, stopped_at: undefined, millis: 0, test_hits: undefined, test_times: [] };

/**
 * The points of one run by rising step: a value that never changes.
 *
 * Appending shares the storage of the older value, which sees only its own length; so a long curve costs no copies.
 */
export class Curve implements RunFacts {
  static readonly empty = new Curve([], 0, NO_FACTS);

  readonly #points: Point[];
  readonly #facts: RunFacts;
  readonly length: number;

  private constructor(points: Point[], length: number, facts: RunFacts) {
    this.#points = points;
    this.#facts = facts;
    this.length = length;
  }

  /** The curve of these points by rising step. */
  static of(points: readonly Point[], facts: RunFacts): Curve {
    return new Curve([...points], points.length, facts);
  }

  get diverged_at(): number | undefined {
    return this.#facts.diverged_at;
  }

  get stopped_at(): number | undefined {
    return this.#facts.stopped_at;
  }

  get millis(): number {
    return this.#facts.millis;
  }

  get test_hits(): TestHits | undefined {
    return this.#facts.test_hits;
  }

  get test_times(): readonly TestTimeAt[] {
    return this.#facts.test_times;
  }

  /** The last one. */
  get test_time(): TestTimeAt | undefined {
    return this.test_times.at(-1);
  }

  at(index: number): Point | undefined {
    return index < this.length ? this.#points[index] : undefined;
  }

  /** The last step evaluated; -1 before the first. */
  get last_step(): number {
    return this.at(this.length - 1)?.step ?? -1;
  }

  /** Its weights will not change any more, however long it trains. */
  get has_ended(): boolean {
    return this.diverged_at !== undefined || this.stopped_at !== undefined;
  }

  /** Nothing is left to learn of this run up to a step. */
  reaches(step: number): boolean {
    return this.has_ended || this.last_step >= step;
  }

  /** How many of its points lie at or before a step. */
  countUpTo(step: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points[middle]?.step ?? Infinity) <= step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** With one more point. One that is known already changes nothing: a run trained again gives the same curve. */
  with(point: Point): Curve {
    if (point.step <= this.last_step) return this;
    const points = this.#points.length === this.length ? this.#points : this.#points.slice(0, this.length);
    points.push(point);
    return new Curve(points, this.length + 1, this.#facts);
  }

  withDivergence(step: number): Curve {
    return this.#with({ diverged_at: step });
  }

  withStop(step: number): Curve {
    return this.#with({ stopped_at: step });
  }

  /** With more compute time. */
  withMillis(millis: number): Curve {
    return this.#with({ millis: this.millis + millis });
  }

  withTestHits(test_hits: TestHits): Curve {
    return test_hits.step < (this.test_hits?.step ?? 0) ? this : this.#with({ test_hits });
  }

  /** With one more, which takes the place of one at the same step. */
  withTestTime(test_time: TestTimeAt): Curve {
    const others = this.test_times.filter(({ step }) => step !== test_time.step);
    return this.#with({ test_times: [...others, test_time].sort((a, b) => a.step - b.step) });
  }

  /** The part up to a step, that step included; of its compute time the same share as of its steps. */
  upTo(step: number): Curve {
    const length = this.countUpTo(step);
    if (length === this.length) return this.#with({ ...this.#endsBy(step) });
    const share = (this.at(length - 1)?.step ?? 0) / Math.max(1, this.last_step);
    return new Curve(this.#points, length, { ...this.#facts, ...this.#endsBy(step), millis: this.millis * share });
  }

  #with(facts: Partial<RunFacts>): Curve {
    return new Curve(this.#points, this.length, { ...this.#facts, ...facts });
  }

  #endsBy(step: number): Omit<RunFacts, 'millis'> {
    const by = (at: number | undefined): number | undefined => (at !== undefined && at <= step ? at : undefined);
    const { diverged_at, stopped_at, test_hits, test_times } = this.#facts;
    return { diverged_at: by(diverged_at), stopped_at: by(stopped_at), test_hits: test_hits && test_hits.step <= step ? test_hits : undefined, test_times: test_times.filter((at) => at.step <= step) };
  }
}

/** Curves by run key. */
export type Curves = ReadonlyMap<string, Curve>;

/** The curve of a run, empty where nothing was measured yet. */
export function curveOf(curves: Curves, key: string): Curve {
  return curves.get(key) ?? Curve.empty;
}

/** Whether a kept curve says more than the one at hand. */
export function saysMore(kept: Curve, at_hand: Curve): boolean {
  return !at_hand.has_ended && (kept.last_step > at_hand.last_step || (kept.has_ended && kept.last_step === at_hand.last_step));
}

/**
 * What a run measures at a step: its evaluation there, or its last one where it stopped at or before that step, because
 * its weights are still the same. `undefined` where it diverged or was not evaluated.
 */
export function valueAt(curve: Curve, step: number): Point | undefined {
  const last = curve.at(curve.countUpTo(step) - 1);
  if (last?.step === step) return last;
  return curve.diverged_at === undefined && curve.stopped_at !== undefined && curve.stopped_at <= step ? last : undefined;
}

/**
 * The last step at which all of these runs have a value, those that diverged left out; -1 before the first. Runs that
 * stopped have one at every step, so only where all have stopped does the last of them tell.
 */
export function commonStep(curves: Curves, keys: readonly string[]): number {
  const alive = keys.map((key) => curveOf(curves, key)).filter((curve) => curve.diverged_at === undefined);
  const training = alive.filter((curve) => curve.stopped_at === undefined);
  if (alive.length === 0) return -1;
  return training.length === 0 ? Math.max(...alive.map((curve) => curve.last_step)) : Math.min(...training.map((curve) => curve.last_step));
}
