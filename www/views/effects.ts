/** @file The evidence: every arm against the reference, on every measure, and under the gap charts the sentence about the gap. */

import { type Choice, type Compared, Comparing } from '../compared';
import type { Comparison, Effects } from '../statistics';
import { phase, shownCurves, type State } from '../state';
import { laterTexts } from '../texts/later';
import { gapSentences } from '../verdicts';
import { EffectBlock, type Scales } from './effect-block';
import { scaleOf, unitOf } from './effect-strip';
import { byId, make, setText } from './element';
import { inEnglish } from './in-english';

/** What the panel calls on. */
export interface EffectsCallbacks {
  readonly effects: (link: string, comparison: Comparison) => Effects;
  readonly onFiveReplicates: () => void;
  readonly onMoreReplicates: () => void;
  readonly redraw: () => void;
}

/** While training goes on the evidence is weighed anew at most so often. */
const PAUSE_MILLIS = 250;
const NONE: Effects = { heading: '', arms: [], notes: [] };

/** Compares only when something has changed; that and each of its blocks take a frame of their own. */
export class EffectsView {
  readonly #callbacks: EffectsCallbacks;
  readonly #most_replicates: number;
  readonly #comparing = new Comparing();
  readonly #heading = byId('effects-heading', HTMLElement);
  readonly #note = byId('compare-note', HTMLElement);
  readonly #arms = byId('effects-arms', HTMLElement);
  readonly #notes = byId('effects-notes', HTMLElement);
  readonly #more = byId('effects-more', HTMLElement);
  readonly #single = byId('single-replicate', HTMLElement);
  readonly #single_here = byId('effects-single', HTMLElement);
  readonly #blocks: EffectBlock[] = [];
  /** What the panel says last. */
  #weighed: { readonly compared: Compared | undefined; readonly effects: Effects } = { compared: undefined, effects: NONE };
  #shown: { readonly compared: Compared; readonly link: string; readonly choice: Choice } | undefined;
  #waiting: (() => void)[] = [];
  #resting = false;
  #replicates = 1;

  /** `most_replicates` is the most that an experiment takes. */
  constructor(callbacks: EffectsCallbacks, most_replicates: number) {
    this.#callbacks = callbacks;
    this.#most_replicates = most_replicates;
    for (const button of document.querySelectorAll('.five-replicates')) button.addEventListener('click', () => callbacks.onFiveReplicates());
    this.#more.querySelector('button')?.addEventListener('click', () => callbacks.onMoreReplicates());
  }

  /** Gives what is compared now. */
  render(state: State, choice: Choice): Compared {
    const { experiment } = state;
    this.#replicates = experiment.spec.replicates;
    for (const offer of [this.#single, this.#single_here]) hide(offer, this.#replicates > 1);
    // One more row of text stands among the charts.
    this.#single.closest('.charts')?.toggleAttribute('data-single', this.#replicates === 1);
    const compared = this.#comparing.of(state, shownCurves(state), choice);
    const { link } = experiment;
    if (this.#shown?.compared === compared && this.#shown.link === link && this.#shown.choice === choice) return compared;
    // A choice of the reader is followed at once.
    if (this.#resting && this.#shown?.choice === choice) return compared;
    this.#shown = { compared, link, choice };
    if (phase(state) === 'running') this.#rest();
    this.#waiting = [() => this.#weigh(state, compared, choice)];
    return compared;
  }

  /** What was compared last, and what came of it. */
  get weighed(): { readonly compared: Compared | undefined; readonly effects: Effects } {
    return this.#weighed;
  }

  /** Something waits for its turn. */
  get waits(): boolean {
    return this.#waiting.length > 0;
  }

  /** Compares, or writes one block. */
  drawNext(): void {
    this.#waiting.shift()?.();
  }

  #rest(): void {
    this.#resting = true;
    setTimeout(() => {
      this.#resting = false;
      this.#callbacks.redraw();
    }, PAUSE_MILLIS);
  }

  #weigh(state: State, compared: Compared, { holm, accuracy_size, loss_size }: Choice): void {
    const { experiment } = state;
    const { at, measured, fallback } = compared;
    // The statistics arrive after the controls; before they are there the lab neither trains nor recalls, so nothing is measured.
    const all_effects = measured.length === 0 ? NONE : this.#callbacks.effects(experiment.link, { at, measured: [...measured], holm, accuracy_size, loss_size });
    this.#weighed = { compared, effects: all_effects };
    const { heading, arms, notes } = all_effects;
    const [accuracy, loss] = gapSentences(all_effects);
    setText(inEnglish(byId('accuracy-verdict', HTMLElement)), accuracy);
    setText(inEnglish(byId('loss-verdict', HTMLElement)), loss);
    // The page calls arms in its own language.
    const nameOf = new Map(experiment.arms.map(({ id, name }) => [id, name]));
    const found = arms.filter(({ effects }) => effects.length > 0).map((one) => ({ ...one, name: nameOf.get(one.arm) ?? one.name }));
    const is_known = found.length > 0;
    setText(this.#heading, is_known ? heading : nothingText(state));
    inEnglish(this.#heading, is_known);
    setText(this.#note, fallback ?? '');
    this.#notes.replaceChildren(...(is_known ? notes : []).map((note) => inEnglish(make('li', '', note))));
    const is_open = found.some(({ effects }) => effects.some(({ verdict }) => verdict === 'inconclusive'));
    hide(this.#more, !is_open || this.#replicates === 1 || this.#replicates >= this.#most_replicates);
    const all = found.flatMap(({ effects }) => effects);
    const of_unit = (unit: string) => scaleOf(all.filter((effect) => unitOf(effect) === unit));
    const scales: Scales = { accuracy: of_unit('accuracy'), loss: of_unit('loss') };
    for (const { element } of this.#blocks.slice(found.length)) element.remove();
    this.#waiting = found.map((arm, index) => () => {
      const block = (this.#blocks[index] ??= new EffectBlock());
      block.update(arm, scales);
      if (!block.element.isConnected) this.#arms.append(block.element);
    });
  }
}

/** The focus would be lost with a button that goes. */
function hide(offer: HTMLElement, hidden: boolean): void {
  if (hidden && offer.contains(document.activeElement)) byId('effects-title', HTMLElement).focus({ preventScroll: true });
  if (offer.hidden !== hidden) offer.hidden = hidden;
}

/** Why there is no effect to show. */
export function nothingText(state: State): string {
  switch (phase(state)) {
    case 'ready':
      return laterTexts().effects.not_measured;
    case 'finished':
      return laterTexts().effects.all_diverged;
    default:
      return laterTexts().effects.not_evaluated;
  }
}
