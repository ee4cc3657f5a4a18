/** @file The page inside another one: tells its height, and leads to itself as a whole. */

import type { Lab } from '../lab';
import { addressLink } from '../state';
import { texts } from '../texts/texts';
import { make } from './element';

/**
 * Tells the page around this one how high it is, whenever that changes. Any origin may hear it: a height says nothing of the
 * reader. Nothing is taken from that page in return: this one listens to no message.
 */
export function tellHeight(): void {
  if (parent === window) return;
  let told = 0;
  new ResizeObserver(() => {
    const height_px = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height_px === told) return;
    told = height_px;
    parent.postMessage({ dropout_lab: 'height', height_px }, '*');
  }).observe(document.documentElement);
}

/** The link that opens the same experiment, as it stands, on the whole page. */
export function offerWholePage(lab: Lab): void {
  const anchor = make('a', '', texts().steering.open_outside);
  Object.assign(anchor, { target: '_blank', rel: 'noopener' });
  const follow = (): void => {
    const fragment = addressLink(lab.store.state).split('&').filter((pair) => pair !== 'embed=1');
    anchor.href = new URL(`#${fragment.join('&')}`, location.href).href;
  };
  follow();
  lab.store.listen(follow);
  document.querySelector('main')?.after(make('p', 'open-outside', anchor));
}
