/** @file The confusion matrices of both networks and their difference, with sentences made from them. */

import { count, withSign } from '../../format';
import { insideTexts } from '../../texts/inside';
import { colorOf } from '../../views/arm-look';
import { make } from '../../views/element';
import { confusionTable } from './confusion-table';
import { confusionText, differenceOf, differenceText, largestConfusions } from './confusions';
import { SIDES } from '../inspector';
import type { PairPredictions } from './pair-predictions';

/** Written anew for each pair of predictions. */
export class ConfusionView {
  readonly element = make('section', 'inside-part');
  readonly #sentences = make('ul', 'sentences');
  readonly #tables = make('div', 'confusions');

  constructor() {
    const { confusion } = insideTexts();
    this.element.append(make('h3', '', confusion.title), make('p', 'help', confusion.help), this.#sentences, this.#tables);
  }

  show({ arms, seen }: PairPredictions, names: readonly string[]): void {
    const [first, second] = [seen[0].confusion, seen[1].confusion];
    const difference = differenceOf(first, second);
    const most = Math.max(1, ...SIDES.map((side) => largestConfusions(seen[side].confusion, 1)[0]?.examples ?? 0));
    const most_apart = Math.max(1, ...difference.map(Math.abs));
    const texts = [...SIDES.map((side) => confusionText(arms[side].name, seen[side].confusion, names)), differenceText([arms[0].name, arms[1].name], difference, names)];
    this.#sentences.replaceChildren(...texts.map((text) => make('li', '', text)));
    this.#tables.replaceChildren(
      ...SIDES.map((side) =>
        confusionTable(seen[side].confusion, names, {
          caption: insideTexts().confusion.caption(arms[side].name),
          write: count,
          depth: (value, is_diagonal) => (is_diagonal ? 0 : value / most),
          hues: [colorOf(arms[side].id), '--line'],
        }),
      ),
      confusionTable(difference, names, {
        caption: insideTexts().confusion.difference(arms[1].name, arms[0].name),
        write: (value) => withSign(value, 0),
        depth: (value) => value / most_apart,
        hues: ['--above', '--below'],
      }),
    );
  }
}
