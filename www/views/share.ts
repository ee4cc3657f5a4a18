/** @file Copies the link of the experiment, or shows it for copying where that is denied. */

import { byId, setText } from './element';

/** Copies an address; the field beneath the button shows it in any case. */
export async function share(address: string): Promise<void> {
  const panel = byId('share-panel', HTMLElement);
  const field = byId('share-link', HTMLInputElement);
  const said = byId('share-text', HTMLElement);
  field.value = address;
  panel.hidden = false;
  try {
    await navigator.clipboard.writeText(address);
    setText(said, 'The link is copied. Whoever opens it trains the same experiment from the same seeds.');
  } catch {
    setText(said, 'This browser did not let the page copy. The link is selected: copy it by hand.');
    field.focus();
    field.select();
  }
}
