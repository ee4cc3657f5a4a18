/** @file Follows the state: hands each run that is done, and each experiment that is finished, to the keeper. */

import { type Curve, curveOf } from '../curves';
import { phase, type State, wantedKeys } from '../state';
import { entryKey } from './entry';
import { type Describe, entryOf, type EntryContext } from './history';
import type { Keeper } from './keeper';
import { placeOf, recordKey } from './record';

/** What an entry is made with. */
export interface RecorderOptions extends Omit<EntryContext, 'describe' | 'place' | 'now'> {
  readonly describe: Describe;
  readonly now?: () => number;
}

/** Writes each run once for each length it is done at. */
export class Recorder {
  readonly #keeper: Keeper;
  readonly #options: RecorderOptions;
  /** What of each run was seen to be done, by record key. */
  readonly #seen = new Map<string, string>();
  /** Runs trained on this page that no entry tells of yet. */
  readonly #fresh = new Set<string>();

  constructor(keeper: Keeper, options: RecorderOptions) {
    this.#keeper = keeper;
    this.#options = options;
  }

  /** Takes in a change of the state. */
  follow(before: State, after: State): void {
    const { trainer, experiment } = after;
    if (trainer.kind !== 'open' || experiment.spec.data === 'files') return;
    const place = placeOf(trainer);
    const is_other = before.experiment !== experiment || before.trainer !== trainer;
    if (is_other) this.#keeper.protect(new Set(wantedKeys(experiment).map((key) => recordKey(place, key))));
    if (is_other || before.curves !== after.curves) this.#keepDone(after, place);
    if (before.checkpoints !== after.checkpoints) this.#keepUnfinished(before, after, place);
    if (phase(after) === 'finished' && (is_other || phase(before) !== 'finished')) this.#finish(after, place);
  }

  #keepDone(state: State, place: string): void {
    for (const key of wantedKeys(state.experiment)) {
      const kept_as = recordKey(place, key);
      const curve = state.curves.get(key);
      if (!curve?.reaches(state.experiment.steps)) {
        this.#seen.delete(kept_as);
        continue;
      }
      const extent = extentOf(curve);
      if (this.#seen.get(kept_as) === extent) continue;
      this.#seen.set(kept_as, extent);
      if (state.recalled.has(key)) continue;
      this.#fresh.add(kept_as);
      this.#keeper.keep(place, key, curve);
    }
  }

  #keepUnfinished(before: State, { experiment, curves, checkpoints }: State, place: string): void {
    for (const key of wantedKeys(experiment)) {
      const checkpoint = checkpoints.get(key);
      const curve = curveOf(curves, key);
      if (checkpoint && checkpoint !== before.checkpoints.get(key) && !curve.reaches(experiment.steps)) this.#keeper.keepUnfinished(place, key, { curve, checkpoint });
    }
  }

  /** The same runs again, under another reference, name or question, change nothing about their entry, unless some were trained again. */
  #finish(state: State, place: string): void {
    const keys = wantedKeys(state.experiment).map((key) => recordKey(place, key));
    const is_trained = keys.some((key) => this.#fresh.has(key));
    for (const key of keys) this.#fresh.delete(key);
    if (!is_trained && this.#keeper.knowsEntry(entryKey(keys, state.experiment.spec.epochs))) return;
    const { describe, settings, summarize, now = Date.now } = this.#options;
    this.#keeper.keepEntry(entryOf(state, { describe, settings, summarize, place, now: now() }));
  }
}

function extentOf({ length, last_step, diverged_at, stopped_at }: Curve): string {
  return [length, last_step, diverged_at, stopped_at].join(' ');
}
