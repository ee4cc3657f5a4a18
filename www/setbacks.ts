/** @file Setbacks: what went wrong of late, so that trying again has an end. */

/** Counts what happens again and again; what lies further back than the window is forgotten. */
export class Setbacks {
  readonly #window_millis: number;
  #times: readonly number[] = [];

  constructor(window_millis: number) {
    this.#window_millis = window_millis;
  }

  /** One more at this moment; how many there were of late, this one included. */
  count(now_millis: number): number {
    this.#times = [...this.#times.filter((time) => now_millis - time < this.#window_millis), now_millis];
    return this.#times.length;
  }

  forget(): void {
    this.#times = [];
  }
}
