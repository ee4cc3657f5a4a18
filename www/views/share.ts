/** @file Copies the link of the experiment, or shows it for copying where that is denied. */

import { byId, setText } from './element';
import { texts } from '../texts/texts';

/** Copies an address; the field beneath the button shows it in any case. */
export async function share(address: string): Promise<void> {
  const panel = byId('share-panel', HTMLElement);
  const field = byId('share-link', HTMLInputElement);
  const said = byId('share-text', HTMLElement);
  field.value = address;
  panel.hidden = false;
  try {
    await navigator.clipboard.writeText(address);
    setText(said, texts().share.copied);
  } catch {
    setText(said, texts().share.denied);
    field.focus();
    field.select();
  }
}
