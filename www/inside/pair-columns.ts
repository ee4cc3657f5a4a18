/** @file Two columns, one for each network, headed by the arms' names in their colours. */

import { make, setText } from '../views/element';
import { colorOf } from '../views/arm-look';
import type { Standing } from './inspector';

/** Side by side, the reference first. */
export class PairColumns {
  readonly element = make('div', 'pair');
  readonly places: readonly [HTMLElement, HTMLElement] = [make('div', 'pair-place'), make('div', 'pair-place')];
  readonly #names = [make('span'), make('span')];

  constructor() {
    const columns = this.places.map((place, side) => make('div', 'pair-side', make('p', 'pair-name', make('span', 'arm-sample'), this.#names[side] ?? ''), place));
    this.element.append(...columns);
  }

  /** Names the columns, and gives them the arms' colours as `--arm`. */
  name({ arms }: Standing): void {
    arms.forEach(({ id, name }, side) => {
      const label = this.#names[side];
      if (label) setText(label, name);
      this.places[side]?.parentElement?.style.setProperty('--arm', `var(${colorOf(id)})`);
    });
  }
}
