/** @file Silence: notices a worker that should be training and has said nothing for far longer than it ever took. */

/** A worker that has just begun something may have a program to compile, or a long first step. */
const FIRST_TICKS = 180;
/** Words after which its pace is known. */
const WORDS = 5;
/** As many times as the longest silence so far, and never less than so many ticks. */
const PATIENCE = 20;
const LEAST_TICKS = 30;

/** Counts ticks instead of looking at a clock: ticks stand still while the page sleeps, and clocks are set. */
export class Silence {
  #ticks = 0;
  #longest = 0;
  #words = 0;

  /** It began something else: how long that takes is not known yet. */
  begun(): void {
    this.#ticks = 0;
    this.#longest = 0;
    this.#words = 0;
  }

  /** It said something. */
  heard(): void {
    if (this.#words > 0) this.#longest = Math.max(this.#longest, this.#ticks);
    this.#words += 1;
    this.#ticks = 0;
  }

  /** One tick more without a word; true where that is too long. */
  tick(): boolean {
    this.#ticks += 1;
    const most = this.#words < WORDS ? FIRST_TICKS : Math.max(LEAST_TICKS, PATIENCE * (this.#longest + 1));
    return this.#ticks > most;
  }
}
