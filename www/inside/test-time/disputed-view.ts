/** @file The test pictures on which a network's masked passes disagree most. */

import { signed } from '../../format';
import { insideTexts } from '../../texts/inside';
import { make } from '../../views/element';
import { drawGrey, greyCanvas } from '../grey-picture';
import type { Inspector } from '../inspector';
import type { Disputed } from './pass-record';

/** What the pictures are of. */
export interface DisputedOf {
  readonly arm: string;
  readonly names: readonly string[];
  /** The class predicted with masks off. */
  readonly predicted: (example: number) => number;
}

/** A row of pictures with their entropies. */
export class DisputedView {
  readonly element = make('section', 'disputed');
  readonly #inspector: Inspector;
  readonly #title = make('h4');
  readonly #list = make('ul', 'disputed-pictures');

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
    this.element.append(this.#title, this.#list);
  }

  show(disputed: readonly Disputed[], { arm, names, predicted }: DisputedOf): void {
    this.element.hidden = disputed.length === 0;
    this.#title.textContent = insideTexts().test_time.disputed(arm);
    this.#list.replaceChildren(
      ...disputed.map(({ example, entropy, information }) => {
        const canvas = greyCanvas('small');
        canvas.setAttribute('aria-hidden', 'true');
        drawGrey(canvas, this.#inspector.pixels('test', example));
        const label = names[this.#inspector.label('test', example) ?? -1] ?? '';
        const texts = [insideTexts().gallery.truth(label), insideTexts().test_time.predicted(names[predicted(example)] ?? ''), insideTexts().test_time.information_of(signed(information, 2), signed(entropy, 2))];
        return make('li', '', canvas, ...texts.map((text) => make('span', '', text)));
      }),
    );
  }
}
