/** @file An effect as a strip: zero, the 95% interval as a bar, its mean, and a dot for each replicate. */

import type { Effect } from '../statistics';
import { withSign } from '../format';
import { makeSvg } from '../svg';
import { laterTexts } from '../texts/later';

/** What a strip reaches from and to, in the unit of its measure. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Distance between round values, of which the ends are some. */
  readonly step: number;
}

type Unit = 'accuracy' | 'loss';

/** Measures of one unit share a scale. */
export function unitOf({ measure }: Pick<Effect, 'measure'>): Unit {
  return measure.includes('accuracy') ? 'accuracy' : 'loss';
}

/** A scale that holds zero and all these effects, between round values. */
export function scaleOf(effects: readonly Pick<Effect, 'difference' | 'dots'>[]): Scale {
  const values = effects.flatMap(({ difference: { mean, half_width }, dots }) => [mean - (half_width ?? 0), mean + (half_width ?? 0), ...dots.map((dot) => dot.difference)]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = roundStep((high - low || 0.02) / 6);
  return { low: Math.floor(low / step + 1e-9) * step || -step, high: Math.ceil(high / step - 1e-9) * step || step, step };
}

/** The smallest of 1, 2, 5, 10, 20, ... times a power of ten that is not below a value. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10);
}

/** A difference as the strip's ends, dots and label write it. */
export function writeDifference(value: number, unit: Unit): string {
  return unit === 'accuracy' ? `${withSign(value * 100, 2)} pp` : withSign(value, 4);
}

/** An end of the scale, no more digits than its round values have. */
export function writeEnd(value: number, { step }: Scale, unit: Unit): string {
  const [shown, round] = unit === 'accuracy' ? [value * 100, step * 100] : [value, step];
  const digits = Math.max(0, -Math.floor(Math.log10(round) + 1e-9));
  return `${withSign(shown, digits)}${unit === 'accuracy' ? ' pp' : ''}`;
}

/** Most replicates whose values the label lists one by one. */
const MOST_LISTED = 10;
/** Dots that are many stand in so many rows, so that they do not hide each other. */
const ROWS = 3;
const FEW_DOTS = 8;

/** A strip that keeps its shapes from one effect to the next. */
export class EffectStrip {
  readonly element = makeSvg('svg', { class: 'strip' });
  readonly #zero = makeSvg('line', { class: 'strip-zero' });
  readonly #bar = makeSvg('rect', { class: 'strip-bar' });
  readonly #mean = makeSvg('line', { class: 'strip-mean' });
  #dots: { readonly circle: SVGElement; readonly title: SVGElement }[] = [];

  constructor() {
    set(this.element, { role: 'img', height: '36', width: '100%' });
    set(this.#zero, { y1: '1', y2: '35' });
    set(this.#bar, { y: '6', height: '8', rx: '2' });
    set(this.#mean, { y1: '3', y2: '17' });
    this.element.append(this.#zero, this.#bar, this.#mean);
  }

  update(effect: Effect, scale: Scale): void {
    const { difference: { mean, half_width }, dots } = effect;
    const unit = unitOf(effect);
    const at = (value: number): string => `${((100 * (value - scale.low)) / (scale.high - scale.low)).toFixed(2)}%`;
    set(this.element, { 'aria-label': descriptionOf(effect) });
    set(this.#zero, { x1: at(0), x2: at(0) });
    set(this.#mean, { x1: at(mean), x2: at(mean) });
    this.#bar.toggleAttribute('hidden', typeof half_width !== 'number');
    if (typeof half_width === 'number') set(this.#bar, { x: at(mean - half_width), width: at(scale.low + 2 * half_width) });
    this.#fit(dots.length);
    dots.forEach(({ replicate, difference }, index) => {
      const dot = this.#dots[index];
      if (!dot) return;
      const row = dots.length > FEW_DOTS ? index % ROWS : 1;
      set(dot.circle, { cx: at(difference), cy: String(22 + row * 4) });
      dot.title.textContent = laterTexts().effects.dot(replicate + 1, writeDifference(difference, unit));
    });
  }

  #fit(count: number): void {
    while (this.#dots.length < count) {
      const [circle, title] = [makeSvg('circle', { class: 'strip-dot' }), makeSvg('title')];
      set(circle, { r: '3' });
      circle.append(title);
      this.element.append(circle);
      this.#dots.push({ circle, title });
    }
    for (const { circle } of this.#dots.splice(count)) circle.remove();
  }
}

/** What its measure is called. */
export function labelOf({ measure, label }: Pick<Effect, 'measure' | 'label'>): string {
  return laterTexts().effects.label(measure, label);
}

function descriptionOf(effect: Effect): string {
  const { difference: { mean, half_width }, dots } = effect;
  const write = (value: number): string => writeDifference(value, unitOf(effect));
  const { effects } = laterTexts();
  const interval = typeof half_width === 'number' ? effects.interval(write(mean - half_width), write(mean + half_width)) : effects.no_interval;
  const each = dots.length > MOST_LISTED ? effects.replicates(dots.length) : effects.each(dots.map((dot) => write(dot.difference)).join(', '));
  return effects.strip(labelOf(effect), interval, write(mean), each);
}

function set(element: SVGElement, attributes: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(attributes)) if (element.getAttribute(key) !== value) element.setAttribute(key, value);
}
