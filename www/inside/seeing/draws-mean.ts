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
 * What that error is on average: a unit is kept in K of n draws, K binomial with the keep probability q, and the mean of its
 * masked outputs is h K / (n q). De Moivre: E|K - n q| = 2 m C(n, m) q^m (1 - q)^(n - m + 1) with m = floor(n q) + 1. For many
 * draws that nears sqrt(2 p / (pi (1 - p) n)), which falls as 1 / sqrt(n).
 */
export function expectedError(drop_prob: number, draws: number): number {
  if (drop_prob === 0) return 0;
  const keep_prob = 1 - drop_prob;
  const m = Math.floor(draws * keep_prob) + 1;
  let log = Math.log(2 * m) + m * Math.log(keep_prob) + (draws - m + 1) * Math.log(drop_prob);
  for (let factor = 1; factor <= m; factor += 1) log += Math.log((draws - m + factor) / factor);
  return Math.exp(log) / (draws * keep_prob);
}
