/** @file What a link claims that its experiment came to: the panel about it is fetched when there is such a claim. */

import type { Lab } from '../lab';
import type { ClaimPanel } from '../sharing/claim-panel';
import { later } from '../later';
import type { State } from '../state';
import { noticeMissing } from './missing-part';

/** Waits for a claim. */
export class ClaimView {
  readonly #lab: Lab;
  #panel: Promise<ClaimPanel> | undefined;
  #state: State | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  render(state: State): void {
    this.#state = state;
    if (state.claim === '' && !this.#panel) return;
    this.#panel ??= this.#load();
    void this.#panel.then((panel) => this.#state === state && panel.render(state), () => undefined);
  }

  async #load(): Promise<ClaimPanel> {
    try {
      const { loadClaimPanel } = await later(() => import('../sharing/claim-panel'));
      return await loadClaimPanel(this.#lab);
    } catch (error) {
      noticeMissing(this.#lab, error);
      throw error;
    }
  }
}
