/** @file A chart's legend: one toggle for each line, with its sample and its value. */

import type { Line } from './chart-model';
import { symbolPicture } from './symbols';
import { laterTexts } from '../texts/later';

/** A line, its value in words, and whether it is drawn. */
export interface LegendEntry {
  readonly line: Line;
  readonly text: string;
  readonly on: boolean;
}

interface Row {
  readonly look: string;
  readonly button: HTMLButtonElement;
  readonly label: HTMLElement;
  readonly value: HTMLElement;
}

/** More lines than this, and the legend takes all the room it can get. */
const FEW = 6;

/** Legend in the page, above its chart. */
export class Legend {
  readonly element: HTMLElement;
  readonly #at: HTMLElement;
  readonly #rows = new Map<string, Row>();
  readonly #onToggle: (id: string) => void;
  #order = '';

  constructor(onToggle: (id: string) => void) {
    this.#onToggle = onToggle;
    this.element = document.createElement('div');
    this.element.className = 'legend';
    this.#at = document.createElement('span');
    this.#at.className = 'legend-at';
    this.element.append(this.#at);
  }

  /** Shows the values at one place; touches only what changed. */
  show(at: string, entries: readonly LegendEntry[]): void {
    setText(this.#at, at);
    const order = entries.map(({ line }) => `${line.id} ${lookOf(line)}`).join();
    if (order !== this.#order) {
      this.#order = order;
      this.element.replaceChildren(this.#at, ...entries.map(({ line }) => this.#row(line).button));
      this.element.classList.toggle('many', entries.length > FEW);
    }
    for (const { line, text, on } of entries) {
      const { button, label, value } = this.#row(line);
      setText(label, line.label);
      setText(value, text);
      if (button.getAttribute('aria-pressed') !== String(on)) button.setAttribute('aria-pressed', String(on));
    }
  }

  #row(line: Line): Row {
    const look = lookOf(line);
    const known = this.#rows.get(line.id);
    if (known?.look === look) return known;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'legend-entry';
    button.title = laterTexts().charts.toggle;
    const sample = document.createElement('span');
    sample.className = `legend-sample ${line.stroke}`;
    sample.style.setProperty('--sample', `var(${line.color})`);
    if (line.symbol) sample.append(symbolPicture(line.symbol));
    const label = document.createElement('span');
    const value = document.createElement('span');
    value.className = 'legend-value';
    button.append(sample, label, value);
    button.addEventListener('click', () => this.#onToggle(line.id));
    const row = { look, button, label, value };
    this.#rows.set(line.id, row);
    return row;
  }
}

function lookOf({ color, stroke, symbol }: Line): string {
  return `${color} ${stroke} ${symbol ?? ''}`;
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
