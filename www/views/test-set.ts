/** @file What a finite test set leaves open: sentences for each arm, and its runs replicate by replicate. */

import type { Hits, TestSetEffect } from '../statistics';
import { curveOf } from '../curves';
import { hitsByArm } from '../hits';
import { allReach, referenceOf, shownCurves, type State, wantedKeys } from '../state';
import { byId, make } from './element';
import { inEnglish } from './in-english';
import { laterTexts } from '../texts/later';

type TestSetEffects = (link: string, hits: Hits[]) => TestSetEffect[];

/** Computed when it is opened and training has ended; arm by arm, so that no frame is long. */
export class TestSetView {
  readonly #details = byId('test-set-details', HTMLDetailsElement);
  readonly #host = byId('test-set', HTMLElement);
  readonly #effects: TestSetEffects;
  #stamp: readonly unknown[] = [];
  #round = 0;

  constructor(effects: TestSetEffects, redraw: () => void) {
    this.#effects = effects;
    this.#details.addEventListener('toggle', redraw);
  }

  render(state: State): void {
    if (!this.#details.open) return;
    const { experiment, data, trainer } = state;
    const has_ended = allReach(state, experiment.steps);
    const known = wantedKeys(experiment).filter((key) => curveOf(state.curves, key).test_hits).length;
    const stamp = [experiment.link, has_ended, known, data, trainer];
    if (stamp.every((part, index) => part === this.#stamp[index])) return;
    this.#stamp = stamp;
    this.#round += 1;
    if (has_ended) void this.#compute(state, this.#round);
    else this.#host.replaceChildren(make('p', 'help', laterTexts().test_set.not_yet));
  }

  async #compute(state: State, round: number): Promise<void> {
    const by_arm = hitsByArm(state, shownCurves(state));
    const { link, arms } = state.experiment;
    const compared_with = referenceOf(state.experiment);
    const reference = by_arm?.get(compared_with) ?? [];
    const found: { readonly name: string; readonly effect: TestSetEffect }[] = [];
    for (const { id, name } of arms) {
      const own = id === compared_with ? undefined : by_arm?.get(id);
      if (!own) continue;
      found.push(...this.#effects(link, [...reference, ...own]).map((effect) => ({ name, effect })));
      await new Promise((resolve) => setTimeout(resolve));
      if (round !== this.#round) return;
    }
    if (found.length === 0) this.#host.replaceChildren(make('p', 'help', laterTexts().test_set.not_kept));
    else this.#show(found);
  }

  #show(found: readonly { readonly name: string; readonly effect: TestSetEffect }[]): void {
    const replicates = [...new Set(found.flatMap(({ effect }) => effect.pairs.map((pair) => pair.replicate)))].sort((a, b) => a - b);
    const select = make('select', '', ...replicates.map((replicate) => new Option(String(replicate + 1), String(replicate))));
    select.id = 'test-set-replicate';
    const label = make('label', '', `${laterTexts().test_set.replicate} `);
    label.htmlFor = select.id;
    const lines = make('ul', 'plain-list');
    const showPairs = (): void =>
      lines.replaceChildren(...found.flatMap(({ effect }) => effect.pairs.filter((pair) => String(pair.replicate) === select.value)).map((pair) => inEnglish(make('li', '', pair.sentence))));
    select.addEventListener('change', showPairs);
    showPairs();
    this.#host.replaceChildren(make('ul', 'plain-list', ...found.map(({ effect }) => inEnglish(make('li', '', effect.sentence)))), make('div', 'field field-line', label, select), lines);
  }
}
