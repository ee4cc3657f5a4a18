/** @file Asks for what an experiment lacks before anything of it trains, and tells the store what was kept of it. */

import type { Unfinished } from '../checkpoints';
import type { Experiment } from '../core';
import { type Curve, curveOf, type Curves } from '../curves';
import type { LeftRunning } from '../left-running';
import { asMeasuredFor, probedKey } from '../probed';
import { type State, wantedKeys } from '../state';
import type { Store } from '../store';
import type { Keeper } from './keeper';
import { texts } from '../texts/texts';

/** A lookup takes milliseconds; one that takes so long will hardly come. */
const PATIENCE_MILLIS = 2000;
/** Where training was interrupted there is more to read, and more to lose. */
const LONGER_PATIENCE_MILLIS = 10_000;

/** The place where curves are trained, as far as it is known, and what is kept for it. */
export class Recall {
  readonly #store: Store;
  readonly #keeper: Keeper;
  readonly #has_gpu: boolean;
  /** Where the curves in the state come from; a prediction until the trainer is open. */
  #place: string | undefined;
  /** What was training when the page was last left, until it is known whether it can go on. */
  #left_running: LeftRunning | undefined;

  constructor(store: Store, keeper: Keeper, has_gpu: boolean, left_running?: LeftRunning) {
    this.#store = store;
    this.#keeper = keeper;
    this.#has_gpu = has_gpu;
    this.#left_running = left_running;
  }

  /** Finished runs are still there when the page is opened again. */
  get lasts(): boolean {
    return this.#keeper.lasts;
  }

  /** Another device was chosen: where its curves come from must be found out anew. */
  forgetPlace(): void {
    this.#place = undefined;
  }

  /** The trainer is open. True where curves at hand come from another place. */
  arrived(place: string, device: string): { readonly was_elsewhere: boolean; readonly is_news: boolean } {
    const predicted = this.#place;
    this.#place = place;
    this.#keeper.rememberPlace(device, place);
    return { was_elsewhere: predicted !== undefined && predicted !== place, is_news: predicted !== place };
  }

  /** Looks for the runs that this experiment lacks. Where the place cannot be known yet, that waits for the trainer. */
  async ask(experiment: Experiment): Promise<void> {
    const { link, spec } = experiment;
    if (this.#left_running?.link !== link) this.#left_running = undefined;
    const tell = (curves: Curves, unfinished: ReadonlyMap<string, Unfinished> = new Map()): void => {
      const left_running = this.#left_running;
      if (unfinished.size > 0) this.#left_running = undefined;
      this.#store.dispatch({ kind: 'recalled', link, curves, unfinished, left_running });
    };
    const patience = this.#left_running ? LONGER_PATIENCE_MILLIS : PATIENCE_MILLIS;
    const timer = setTimeout(() => {
      this.#store.dispatch({ kind: 'notice', text: texts().kept.too_slow(patience / 1000) });
      tell(new Map());
    }, patience);
    try {
      const place = this.#place ?? (await this.#predict(spec.device));
      // Chosen meanwhile: another device, whose own lookup is under way.
      if (place === undefined || this.#store.state.experiment.spec.device !== spec.device) return;
      this.#place ??= place;
      const keys = lacking(experiment, this.#store.state.curves);
      const curves = await this.#recall(place, keys);
      const open = keys.filter((key) => !curveOf(curves, key).reaches(experiment.steps));
      const unfinished = open.length === 0 ? undefined : await this.#keeper.recallUnfinished(place, open);
      if (this.#place === place) tell(curves, unfinished);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The reader wants to begin again: what this tab keeps of the way there goes. */
  forgetUnfinished(experiment: Experiment): void {
    if (this.#place !== undefined) this.#keeper.forgetUnfinished(this.#place, wantedKeys(experiment));
  }

  /** Keeps what was measured of runs that cannot go on where they were. */
  keepCurves({ experiment, curves }: State): void {
    if (this.#place === undefined || experiment.spec.data === 'files') return;
    for (const key of wantedKeys(experiment)) if (curves.has(key)) this.#keeper.keep(this.#place, key, curveOf(curves, key));
  }

  /** What is kept of these runs, or of the same runs with probes. */
  async #recall(place: string, keys: readonly string[]): Promise<Map<string, Curve>> {
    const probed = new Map(keys.map((key) => [key, probedKey(key)]));
    const kept = await this.#keeper.recall(place, [...keys, ...[...probed.values()].filter((key) => key !== undefined)]);
    const curveFor = (key: string): Curve | undefined => {
      const richer = kept.get(probed.get(key) ?? '');
      return kept.get(key) ?? (richer && asMeasuredFor(key, richer));
    };
    return new Map(keys.flatMap((key) => {
      const curve = curveFor(key);
      return curve ? [[key, curve]] : [];
    }));
  }

  async #predict(device: string): Promise<string | undefined> {
    if (device === 'cpu' || !this.#has_gpu) return 'cpu';
    const last = await this.#keeper.lastPlace(device);
    return this.#place ?? last;
  }
}

/** Runs that are not at hand in their full length. What was trained on the reader's own files is not kept: its key does not name their contents. */
export function lacking(experiment: Experiment, curves: Curves): string[] {
  if (experiment.spec.data === 'files') return [];
  return wantedKeys(experiment).filter((key) => !curveOf(curves, key).reaches(experiment.steps));
}
