/** @file Curves of runs: what each run measured at each evaluation, kept by run key. */

import type { Measures } from './protocol';

/** The measures of one run at one step. */
export interface Point extends Measures {
  readonly step: number;
}

/**
 * The points of one run by rising step: a value that never changes.
 *
 * Appending shares the storage of the older value, which sees only its own length; so a long curve costs no copies.
 */
export class Curve {
  static readonly empty = new Curve([], 0, undefined);

  readonly #points: Point[];
  readonly length: number;
  /** The step at which a loss stopped being finite. */
  readonly diverged_at: number | undefined;

  private constructor(points: Point[], length: number, diverged_at: number | undefined) {
    this.#points = points;
    this.length = length;
    this.diverged_at = diverged_at;
  }

  at(index: number): Point | undefined {
    return index < this.length ? this.#points[index] : undefined;
  }

  /** The last step evaluated; -1 before the first. */
  get last_step(): number {
    return this.at(this.length - 1)?.step ?? -1;
  }

  /** Nothing is left to learn of this run up to a step. */
  reaches(step: number): boolean {
    return this.diverged_at !== undefined || this.last_step >= step;
  }

  /** With one more point. One that is known already changes nothing: a run trained again gives the same curve. */
  with(point: Point): Curve {
    if (point.step <= this.last_step) return this;
    const points = this.#points.length === this.length ? this.#points : this.#points.slice(0, this.length);
    points.push(point);
    return new Curve(points, this.length + 1, this.diverged_at);
  }

  withDivergence(step: number): Curve {
    return new Curve(this.#points, this.length, step);
  }

  /** The part up to a step, that step included. */
  upTo(step: number): Curve {
    let length = this.length;
    while (length > 0 && (this.#points[length - 1]?.step ?? 0) > step) length -= 1;
    const diverged = this.diverged_at !== undefined && this.diverged_at <= step ? this.diverged_at : undefined;
    return new Curve(this.#points, length, diverged);
  }
}

/** Curves by run key. */
export type Curves = ReadonlyMap<string, Curve>;

/** The curve of a run, empty where nothing was measured yet. */
export function curveOf(curves: Curves, key: string): Curve {
  return curves.get(key) ?? Curve.empty;
}

/** The last step at which all of these runs were evaluated, those that diverged left out; -1 before the first. */
export function commonStep(curves: Curves, keys: readonly string[]): number {
  const steps = keys.map((key) => curveOf(curves, key)).filter((curve) => curve.diverged_at === undefined);
  return steps.length === 0 ? -1 : Math.min(...steps.map((curve) => curve.last_step));
}
