/** @file The effects of one arm: for each measure a strip, a verdict and a sentence. */

import { symbolPicture } from '../charts/symbols';
import type { ArmEffects, Effect } from '../statistics';
import { colorOf, symbolOf } from './arm-look';
import { EffectStrip, labelOf, type Scale, unitOf, writeEnd } from './effect-strip';
import { make, setText } from './element';
import { inEnglish } from './in-english';
import { laterTexts } from '../texts/later';

/** The scales that all arms share. */
export type Scales = Readonly<Record<'accuracy' | 'loss', Scale>>;

/** Closer to an end of the strip the label of zero would run into that of the end. */
const LEAST_APART = 0.22;

interface Row {
  readonly element: HTMLElement;
  readonly label: HTMLElement;
  readonly verdict: HTMLElement;
  readonly strip: EffectStrip;
  readonly low: HTMLElement;
  readonly high: HTMLElement;
  readonly origin: HTMLElement;
  readonly sentence: HTMLElement;
}

/** A block that keeps its rows from one comparison to the next. */
export class EffectBlock {
  readonly element: HTMLElement;
  readonly #sample = make('span', 'arm-sample');
  readonly #name = make('span');
  readonly #list = make('ul', 'effect-rows');
  readonly #rows: Row[] = [];

  constructor() {
    this.element = make('section', 'effects-arm', make('h3', '', this.#sample, this.#name), this.#list);
  }

  update({ arm, name, effects }: ArmEffects, scales: Scales): void {
    this.element.style.setProperty('--arm', `var(${colorOf(arm)})`);
    const symbol = symbolOf(arm);
    this.#sample.replaceChildren(...(symbol ? [symbolPicture(symbol)] : []));
    setText(this.#name, name);
    this.element.setAttribute('aria-label', name);
    while (this.#rows.length < effects.length) {
      const row = newRow();
      this.#rows.push(row);
      this.#list.append(row.element);
    }
    for (const { element } of this.#rows.splice(effects.length)) element.remove();
    effects.forEach((effect, index) => this.#update(effect, this.#rows[index], scales[unitOf(effect)]));
  }

  #update(effect: Effect, row: Row | undefined, scale: Scale): void {
    if (!row) return;
    const has_verdict = typeof effect.difference.half_width === 'number';
    setText(row.label, labelOf(effect));
    setText(row.verdict, has_verdict ? laterTexts().effects.verdicts[effect.verdict] : laterTexts().effects.no_interval);
    row.verdict.className = `verdict-word ${has_verdict ? effect.verdict : 'inconclusive'}`;
    row.strip.update(effect, scale);
    setText(row.low, writeEnd(scale.low, scale, unitOf(effect)));
    setText(row.high, writeEnd(scale.high, scale, unitOf(effect)));
    const origin = -scale.low / (scale.high - scale.low);
    row.origin.style.left = `${String(100 * origin)}%`;
    row.origin.hidden = Math.min(origin, 1 - origin) < LEAST_APART;
    setText(row.sentence, effect.sentence);
  }
}

function newRow(): Row {
  const [label, verdict, strip] = [make('span', 'effect-label'), make('span', 'verdict-word'), new EffectStrip()];
  const [low, high, sentence] = [make('span'), make('span'), inEnglish(make('p', 'effect-sentence'))];
  const origin = make('span', 'strip-origin', '0');
  const ends = make('div', 'strip-ends', low, origin, high);
  ends.setAttribute('aria-hidden', 'true');
  const element = make('li', 'effect-row', make('div', 'effect-head', label, verdict), make('div', 'strip-frame', strip.element, ends), sentence);
  return { element, label, verdict, strip, low, high, origin, sentence };
}
