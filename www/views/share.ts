/** @file Copies the link of the experiment, or shows it for copying where that is denied; what else can be passed on follows beneath. */

import { addressOf } from '../address';
import type { Lab } from '../lab';
import { later } from '../later';
import type { Offers } from '../sharing/offers';
import { texts } from '../texts/texts';
import { byId, setText } from './element';
import { noticeMissing } from './missing-part';

/** The panel beneath the button. */
export class ShareView {
  readonly #lab: Lab;
  readonly #panel = byId('share-panel', HTMLElement);
  readonly #field = byId('share-link', HTMLInputElement);
  #offers: Promise<Offers> | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Copies the address; the field beneath the button shows it in any case. */
  async share(): Promise<void> {
    this.#field.value = addressOf(this.#lab.store.state);
    this.#panel.hidden = false;
    await copyFrom(this.#field, texts().share.copied);
    const load = async (): Promise<Offers> => new (await later(() => import('../sharing/offers'))).Offers(this.#lab);
    this.#offers ??= load();
    try {
      await (await this.#offers).show();
    } catch (error) {
      // Tried again at the next press.
      this.#offers = undefined;
      noticeMissing(this.#lab, error);
    }
  }
}

/** Copies what a field shows, and says so; where the browser denies it, the text is selected for copying by hand. */
export async function copyFrom(field: HTMLInputElement | HTMLTextAreaElement, copied: string): Promise<void> {
  const said = byId('share-text', HTMLElement);
  try {
    await navigator.clipboard.writeText(field.value);
    setText(said, copied);
  } catch {
    setText(said, texts().share.denied);
    field.focus();
    field.select();
  }
}
