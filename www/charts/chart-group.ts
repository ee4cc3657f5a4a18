/** @file Charts over one x that share a cursor. */

import type { ChartOptions } from './chart-model';
import { LineChart } from './line-chart';
import { onThemeChange } from './theme';

/** Pointing into one chart points into all. */
export class ChartGroup {
  readonly #charts: LineChart[] = [];

  constructor() {
    onThemeChange(() => {
      for (const chart of this.#charts) chart.restyle();
    });
  }

  add(host: HTMLElement, options: ChartOptions): LineChart {
    const chart = new LineChart(host, options, (index) => this.#pointAll(index));
    this.#charts.push(chart);
    return chart;
  }

  #pointAll(index: number | undefined): void {
    for (const chart of this.#charts) chart.pointAt(index);
  }
}
