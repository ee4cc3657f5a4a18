/** @file The head of a panel that looks: which pair of networks it shows, at which step, and the way back to the experiment. */

import type { State } from '../state';
import { insideTexts } from '../texts/inside';
import { make, setText } from '../views/element';
import { otherArms } from './aim';
import { type Field, selectField } from './fields';
import type { Inspector } from './inspector';

/** One choice for all panels, shown in each. */
export class PairHead {
  readonly element = make('div', 'pair-head');
  readonly #inspector: Inspector;
  readonly #words = make('p', 'pair-words');
  readonly #arm: Field<HTMLSelectElement>;
  readonly #replicate: Field<HTMLSelectElement>;
  readonly #back = make('button', '', insideTexts().pair.back);
  #shown = '';

  constructor(panel: string, inspector: Inspector) {
    this.#inspector = inspector;
    const [arm, replicate] = [selectField(`${panel}-arm`, insideTexts().pair.arm), selectField(`${panel}-replicate`, insideTexts().pair.replicate)];
    [this.#arm, this.#replicate] = [arm, replicate];
    this.#back.type = 'button';
    for (const { control } of [arm, replicate]) control.addEventListener('change', () => inspector.choose(arm.control.value, Number(replicate.control.value)));
    this.#back.addEventListener('click', () => {
      // The button goes with its press; the focus must not go with it.
      this.#words.focus();
      inspector.back();
    });
    this.#words.tabIndex = -1;
    this.element.append(this.#words, make('div', 'pair-choice', arm.element, replicate.element, this.#back));
  }

  render(state: State): void {
    const standing = this.#inspector.standing();
    setText(this.#words, this.#inspector.says());
    this.#back.hidden = standing?.is_apart !== true;
    const others = otherArms(state);
    const { replicates } = state.experiment.spec;
    const shown = JSON.stringify([others, replicates]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      fill(this.#arm.control, others.map(({ id, name }) => [id, name]));
      fill(this.#replicate.control, Array.from({ length: replicates }, (_, index) => [String(index), String(index + 1)]));
      this.#arm.element.hidden = others.length < 2;
      this.#replicate.element.hidden = replicates < 2;
    }
    if (!standing) return;
    this.#arm.control.value = standing.arms[1].id;
    this.#replicate.control.value = String(standing.replicate);
  }
}

function fill(select: HTMLSelectElement, choices: readonly (readonly [string, string])[]): void {
  const { value } = select;
  select.replaceChildren(...choices.map(([id, name]) => new Option(name, id)));
  if (choices.some(([id]) => id === value)) select.value = value;
}
