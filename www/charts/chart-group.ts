/** @file Charts over one x that share a cursor. */

import type { ChartOptions } from './chart-model';
import { LineChart } from './line-chart';
import { onThemeChange } from './theme';

/** Pointing into one chart points into all, and what is picked in one is picked in all. */
export class ChartGroup {
  readonly #charts: LineChart[] = [];
  readonly #onPick: (x: number | undefined) => void;

  /** `onPick` is told the x that the reader picks; `undefined` = none any more. */
  constructor(onPick: (x: number | undefined) => void) {
    this.#onPick = onPick;
    onThemeChange(() => {
      for (const chart of this.#charts) chart.restyle();
    });
  }

  add(host: HTMLElement, options: ChartOptions): LineChart {
    const chart = new LineChart(host, options, { onPoint: (index) => this.#pointAll(index), onPick: this.#onPick });
    this.#charts.push(chart);
    return chart;
  }

  #pointAll(index: number | undefined): void {
    for (const chart of this.#charts) chart.pointAt(index);
  }
}
