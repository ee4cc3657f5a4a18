/** @file Goes on from the experiment batch by batch, in the inspector alone: by a button, or by itself. */

import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';
import { sentence } from '../../workbench';
import { type Inspector, Stale, type Standing } from '../inspector';

/** From one batch to the next, so that a mask can be looked at. */
const PLAY_MILLIS = 600;
/** Where the reader wants little motion. */
const CALM_MILLIS = 2500;

/** Two buttons and a sentence. */
export class BatchStepper {
  readonly words = make('p', 'help');
  readonly #inspector: Inspector;
  readonly #step = make('button', 'primary', insideTexts().seeing.step);
  readonly #play = make('button', '', insideTexts().seeing.play);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #is_playing = false;
  /** Counts up with each press of Play, so that a step still under way from the one before plays on no more. */
  #run = 0;

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
    for (const button of [this.#step, this.#play]) button.type = 'button';
    this.#step.addEventListener('click', () => void this.#onward());
    this.#play.addEventListener('click', () => (this.#is_playing ? this.stop() : this.#begin()));
    setText(this.words, insideTexts().seeing.step_help);
  }

  get controls(): readonly HTMLElement[] {
    return [this.#step, this.#play];
  }

  render(standing: Standing): void {
    // Someone has gone back to the experiment, or opened another one.
    if (this.#is_playing && !standing.is_apart) this.stop();
  }

  stop(): void {
    this.#is_playing = false;
    clearTimeout(this.#timer);
    setText(this.#play, insideTexts().seeing.play);
  }

  #begin(): void {
    this.#is_playing = true;
    this.#run += 1;
    setText(this.#play, insideTexts().seeing.stop_playing);
    void this.#next(this.#run);
  }

  async #next(run: number): Promise<void> {
    const before = this.#inspector.standing()?.step;
    const went_on = await this.#onward();
    if (!this.#is_playing || run !== this.#run) return;
    if (!went_on || this.#inspector.standing()?.step === before) return this.stop();
    const is_calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#timer = setTimeout(() => void this.#next(run), is_calm ? CALM_MILLIS : PLAY_MILLIS);
  }

  async #onward(): Promise<boolean> {
    try {
      await this.#inspector.stepBatch();
      return true;
    } catch (error) {
      if (!(error instanceof Stale)) setText(this.words, sentence(error));
      return false;
    }
  }
}
