/** @file Calibration: is a network right as often as it is sure? Diagrams, sentences, and the bins as a table. */

import { count, percent } from '../../format';
import { insideTexts } from '../../texts/inside';
import { colorOf } from '../../views/arm-look';
import { make } from '../../views/element';
import { headCell } from '../../views/quantities';
import { binningText, calibrationText } from './calibration-words';
import { type CalibrationBin, SIDES } from '../inspector';
import type { PairPredictions } from './pair-predictions';
import { reliabilityDiagram } from './reliability-diagram';

/** Written anew for each pair of predictions. */
export class CalibrationView {
  readonly element = make('section', 'inside-part');
  readonly #sentences = make('ul', 'sentences');
  readonly #diagrams = make('div', 'reliabilities');
  readonly #binning = make('p', 'help');
  readonly #table = make('table', 'calibration-bins');

  constructor() {
    const { calibration } = insideTexts();
    const region = make('div', 'table-scroll', this.#table);
    region.tabIndex = 0;
    region.setAttribute('role', 'region');
    region.setAttribute('aria-label', calibration.table);
    this.element.append(make('h3', '', calibration.title), make('p', 'help', calibration.help), this.#sentences, this.#diagrams, this.#binning, make('details', '', make('summary', '', calibration.summary), region));
  }

  show(pair: PairPredictions): void {
    const { arms, seen } = pair;
    this.#sentences.replaceChildren(...SIDES.map((side) => make('li', '', calibrationText(arms[side].name, seen[side]))));
    this.#diagrams.replaceChildren(
      ...SIDES.map((side) => {
        const figure = make('figure', 'reliability-figure', make('figcaption', '', arms[side].name), reliabilityDiagram(seen[side].calibration, arms[side].name));
        figure.style.setProperty('--hue', `var(${colorOf(arms[side].id)})`);
        return figure;
      }),
    );
    this.#binning.textContent = binningText(seen[0].calibration.bins.length, count(pair.labels.length));
    this.#writeTable(pair);
  }

  #writeTable({ arms, seen }: PairPredictions): void {
    const { calibration } = insideTexts();
    const heads = SIDES.flatMap((side) => [calibration.pictures, calibration.confidence, calibration.accuracy].map((word) => headCell(`${arms[side].name} ${word}`, 'col')));
    const rows = seen[0].calibration.bins.map(({ lower, upper }, index) => {
      const cells = SIDES.flatMap((side) => binCells(seen[side].calibration.bins[index]));
      return make('tr', '', headCell(calibration.range(percent(lower, 1), percent(upper, 1)), 'row'), ...cells);
    });
    const sums = SIDES.flatMap((side) => [make('td', '', count(sumOf(seen[side].calibration.bins))), make('td', '', percent(seen[side].mean_confidence, 1)), make('td', '', percent(seen[side].accuracy, 1))]);
    this.#table.replaceChildren(
      make('caption', '', calibration.caption),
      make('thead', '', make('tr', '', headCell(calibration.bin, 'col'), ...heads)),
      make('tbody', '', ...rows),
      make('tfoot', '', make('tr', '', headCell(calibration.all, 'row'), ...sums)),
    );
  }
}

function binCells(bin: CalibrationBin | undefined): HTMLElement[] {
  if (!bin || bin.count === 0) return ['0', '–', '–'].map((text) => make('td', '', text));
  return [make('td', '', count(bin.count)), make('td', '', percent(bin.confidence, 1)), make('td', '', percent(bin.accuracy, 1))];
}

function sumOf(bins: readonly CalibrationBin[]): number {
  return bins.reduce((sum, bin) => sum + bin.count, 0);
}
