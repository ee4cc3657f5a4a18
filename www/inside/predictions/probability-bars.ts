/** @file The probabilities of ten classes as small bars, the true class marked beneath. */

import { makeSvg } from '../../svg';
import { CLASSES } from './class-names';

const [WIDTH, HEIGHT, MARK] = [100, 24, 5];
const STEP = WIDTH / CLASSES;

/** Bars that keep their shapes from one picture to the next. Read aloud is the text beside them. */
export class ProbabilityBars {
  readonly element = makeSvg('svg', { class: 'probability-bars', viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT + MARK)}`, 'aria-hidden': 'true' });
  readonly #bars = makeSvg('path', { class: 'bars' });
  readonly #mark = makeSvg('path', { class: 'true-mark' });

  constructor() {
    this.element.append(makeSvg('path', { class: 'ground', d: `M0,${String(HEIGHT)}H${String(WIDTH)}` }), this.#bars, this.#mark);
  }

  show(probabilities: readonly number[], true_class: number): void {
    this.#bars.setAttribute('d', probabilities.map((value, index) => barOf(index, value * HEIGHT)).join(''));
    const middle = (true_class + 0.5) * STEP;
    this.#mark.setAttribute('d', `M${String(middle)},${String(HEIGHT + 1)}l3,${String(MARK - 1)}h-6z`);
  }
}

function barOf(index: number, height: number): string {
  return `M${String(index * STEP + 1)},${String(HEIGHT)}v${(-height).toFixed(2)}h${String(STEP - 2)}V${String(HEIGHT)}z`;
}
