/** @file What a link claims that its experiment came to: the panel about it is fetched when there is such a claim. */

import type { Lab } from '../lab';
import type { ClaimPanel } from '../sharing/claim-panel';
import { later } from '../later';
import type { State } from '../state';
import { byId } from './element';
import { lookFirstAt } from './first-look';
import { noticeMissing } from './missing-part';

/** Waits for a claim. */
export class ClaimView {
  readonly #lab: Lab;
  #panel: Promise<ClaimPanel> | undefined;
  #state: State | undefined;
  #is_shown = false;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  render(state: State): void {
    this.#state = state;
    if (state.claim === '' && !this.#panel) return;
    this.#panel ??= this.#load();
    const show = (panel: ClaimPanel): void => {
      if (this.#state !== state) return;
      panel.render(state);
      if (!this.#is_shown) lookFirstAt(byId('claim', HTMLElement));
      this.#is_shown = true;
    };
    void this.#panel.then(show, () => undefined);
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
