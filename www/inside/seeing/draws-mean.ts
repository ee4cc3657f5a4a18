/** @file The mean of a layer's outputs over draws of its mask, and how far it is from the outputs with masks off. */

/** How far the mean was after so many draws. */
export interface ErrorAt {
  readonly draws: number;
  /** Mean over the units of |mean(h') - h|, divided by the mean of h. */
  readonly error: number;
}

/** Errors are kept at numbers of draws this far apart: enough for a line over a logarithmic axis. */
const APART = 1.12;

/** Grows draw by draw. */
export class DrawsMean {
  readonly plain: ArrayLike<number>;
  readonly #sums: Float64Array;
  readonly #errors: ErrorAt[] = [];
  #draws = 0;

  constructor(plain: ArrayLike<number>) {
    this.plain = plain;
    this.#sums = new Float64Array(plain.length);
  }

  get draws(): number {
    return this.#draws;
  }

  /** From few draws to many, the last one at the number of now. */
  get errors(): readonly ErrorAt[] {
    const last = this.#errors.at(-1);
    return last === undefined || last.draws === this.#draws ? this.#errors : [...this.#errors, { draws: this.#draws, error: this.error }];
  }

  /** More draws, one after the other. */
  add(masked: ArrayLike<number>): void {
    const width = this.plain.length;
    for (let from = 0; from + width <= masked.length; from += width) {
      for (let unit = 0; unit < width; unit += 1) this.#sums[unit] = (this.#sums[unit] ?? 0) + (masked[from + unit] ?? 0);
      this.#draws += 1;
      if (this.#draws >= (this.#errors.at(-1)?.draws ?? 0) * APART) this.#errors.push({ draws: this.#draws, error: this.error });
    }
  }

  /** A unit's mean over the draws. */
  meanOf(unit: number): number {
    return (this.#sums[unit] ?? 0) / Math.max(1, this.#draws);
  }

  /** See `ErrorAt`; NaN where no unit is active. */
  get error(): number {
    let [off, size] = [0, 0];
    for (let unit = 0; unit < this.plain.length; unit += 1) {
      off += Math.abs(this.meanOf(unit) - (this.plain[unit] ?? 0));
      size += this.plain[unit] ?? 0;
    }
    return off / size;
  }
}

/**
 * What that error comes to by the law of large numbers: one masked output has the standard deviation h sqrt(p / (1 - p)), the
 * mean of n of them that over sqrt(n), and a normal error is on average sqrt(2 / pi) of its standard deviation away.
 */
export function expectedError(drop_prob: number, draws: number): number {
  return Math.sqrt((2 * drop_prob) / (Math.PI * (1 - drop_prob) * draws));
}
