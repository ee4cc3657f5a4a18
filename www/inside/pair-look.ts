/** @file One look at both networks, taken again whenever it is wanted of another pair, step or place. */

import { sentence } from '../workbench';
import { type Inspector, Stale, type Standing } from './inspector';
import type { Look, Seen } from '../looks';

/** Who is told. */
export interface PairLookCallbacks<L extends Look> {
  readonly onSeen: (pair: readonly [Seen<L>, Seen<L>], look: L, standing: Standing) => void;
  readonly onFault: (words: string) => void;
  /** Something has come: time to say what is wanted next. */
  readonly redraw: () => void;
}

/** At most one look is under way; the newest that is wanted follows it. */
export class PairLook<L extends Look> {
  readonly #inspector: Inspector;
  readonly #callbacks: PairLookCallbacks<L>;
  /** What was looked at last, or is being looked at. */
  #looked = '';
  #is_looking = false;

  constructor(inspector: Inspector, callbacks: PairLookCallbacks<L>) {
    this.#inspector = inspector;
    this.#callbacks = callbacks;
  }

  /** Something was looked at before, or is being looked at. */
  get has_begun(): boolean {
    return this.#looked !== '';
  }

  /** Looks, unless this very look was taken already. Wanted again with each rendering. */
  want(look: L): void {
    const standing = this.#inspector.standing();
    if (!standing || standing.is_busy || this.#is_looking) return;
    const wanted = `${String(standing.version)} ${JSON.stringify(look)}`;
    if (wanted === this.#looked) return;
    this.#looked = wanted;
    this.#is_looking = true;
    void this.#take(look, standing);
  }

  async #take(look: L, standing: Standing): Promise<void> {
    const { onSeen, onFault, redraw } = this.#callbacks;
    try {
      onSeen(await Promise.all([this.#inspector.look(0, look), this.#inspector.look(1, look)]), look, standing);
    } catch (error) {
      if (error instanceof Stale) this.#looked = '';
      else onFault(sentence(error));
    } finally {
      this.#is_looking = false;
      redraw();
    }
  }
}
