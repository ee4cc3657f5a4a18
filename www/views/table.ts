/** @file The numbers of the charts as a table. */

import { epochText } from '../format';
import { byId, make } from './element';
import { headCell, meanText, quantityName, WRITTEN } from './quantities';
import type { Drawing, DrawnArm } from './series';
import { laterTexts } from '../texts/later';

/** Longer tables help nobody; the last rows are those that matter. */
const MOST_ROWS = 200;
/** Laying out a long table takes a while, so it grows at most so often. */
const PAUSE_MILLIS = 500;

/** Rows are written only while the table is open, and only those that are new. */
export class TableView {
  readonly #details = byId('table-details', HTMLDetailsElement);
  readonly #table = byId('table', HTMLTableElement);
  #arms = '';
  #written = new Set<string>();
  #last_step = -1;
  #pausing = false;
  #skipped = false;
  readonly #redraw: () => void;

  constructor(redraw: () => void) {
    this.#redraw = redraw;
    this.#details.addEventListener('toggle', redraw);
  }

  render(drawing: Drawing): void {
    if (!this.#details.open) return;
    if (this.#pausing) {
      this.#skipped = true;
      return;
    }
    this.#pausing = true;
    setTimeout(() => {
      this.#pausing = false;
      if (this.#skipped) this.#redraw();
      this.#skipped = false;
    }, PAUSE_MILLIS);
    this.#write(drawing);
  }

  /** Writes at once, for paper, which does not wait. */
  writeNow(drawing: Drawing): void {
    this.#write(drawing);
  }

  #write(drawing: Drawing): void {
    const arms = drawing.arms.filter((arm) => arm.id !== 'ghost');
    const shown = arms.map((arm) => `${arm.label} ${arm.keys.join()}`).join(' ');
    if (shown !== this.#arms || this.#written.size > drawing.steps.length * arms.length) this.#clear();
    this.#arms = shown;
    if (this.#comesLate(drawing, arms)) this.#clear();
    const body = this.#table.tBodies[0] ?? this.#table.createTBody();
    drawing.steps.slice(-MOST_ROWS).forEach((step, index, steps) => {
      const epoch = drawing.epochs[drawing.epochs.length - steps.length + index] ?? 0;
      for (const arm of arms) this.#writeRow(body, arm, step, epoch);
    });
    while (body.rows.length > MOST_ROWS * arms.length) body.rows[0]?.remove();
  }

  /** A row is due that belongs above the last one: an arm trains anew beside one that stayed. */
  #comesLate(drawing: Drawing, arms: readonly DrawnArm[]): boolean {
    const earlier = drawing.steps.slice(-MOST_ROWS).filter((step) => step < this.#last_step);
    return arms.some((arm) => {
      const measured = new Set(arm.steps.map(({ step }) => step));
      return earlier.some((step) => measured.has(step) && !this.#written.has(`${arm.id} ${String(step)}`));
    });
  }

  #clear(): void {
    this.#last_step = -1;
    this.#written = new Set();
    this.#table.tBodies[0]?.remove();
    const head = this.#table.tHead ?? this.#table.createTHead();
    const cells = [laterTexts().table.epoch, laterTexts().table.arm, ...WRITTEN.map(quantityName)].map((text) => headCell(text, 'col'));
    head.replaceChildren(make('tr', '', ...cells));
  }

  #writeRow(body: HTMLTableSectionElement, arm: DrawnArm, step: number, epoch: number): void {
    const id = `${arm.id} ${String(step)}`;
    if (this.#written.has(id)) return;
    const summary = arm.steps.find((one) => one.step === step);
    if (!summary) return;
    this.#written.add(id);
    this.#last_step = Math.max(this.#last_step, step);
    const values = WRITTEN.map(({ quantity, write }) => make('td', '', meanText(summary.of[quantity], write)));
    body.append(make('tr', `arm-${arm.id}`, headCell(epochText(epoch), 'row'), make('td', '', arm.label), ...values));
  }
}
