/** @file The presets, as links. */

import { type Catalog, open_link } from '../core';
import type { State } from '../state';
import { byId, make } from './element';

/** Links to the presets; the one that is open is marked. */
export class PresetsView {
  readonly #presets: readonly { readonly anchor: HTMLAnchorElement; readonly link: string }[];

  constructor(presets: Catalog['presets']) {
    this.#presets = presets.map(({ name, about, link }) => {
      const anchor = make('a', '', make('strong', '', name), make('span', '', about));
      anchor.href = `#${link}`;
      return { anchor, link: open_link(link).link };
    });
    byId('presets', HTMLElement).replaceChildren(...this.#presets.map(({ anchor }) => make('li', '', anchor)));
  }

  render({ experiment }: State): void {
    for (const { anchor, link } of this.#presets) {
      if (link === experiment.link) anchor.setAttribute('aria-current', 'true');
      else anchor.removeAttribute('aria-current');
    }
  }
}
