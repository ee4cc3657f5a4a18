/** @file The switch of the probes: one button, and what pressing it means for the runs at hand. */

import { curveOf } from '../../curves';
import { duration } from '../../format';
import type { Lab } from '../../lab';
import { phase, type State, wantedKeys } from '../../state';
import { insideTexts } from '../../texts/inside';
import { make, setText } from '../../views/element';

/** What probes add to the time of training, at most. */
const EXTRA = 0.1;

/** Stands at the head of a panel that shows what probes found. */
export class ProbesSwitch {
  readonly element = make('div', 'probes-switch');
  readonly #button = make('button');
  readonly #text = make('p', 'help');
  #is_on = false;

  constructor(lab: Lab) {
    this.#button.type = 'button';
    this.#text.id = 'probes-switch-text';
    this.#button.setAttribute('aria-describedby', this.#text.id);
    this.#button.addEventListener('click', () => lab.set('probes', this.#is_on ? '0' : '1', this.#is_on ? 'setting' : 'anew'));
    this.element.append(this.#text, this.#button);
  }

  render(state: State, has_values: boolean): void {
    this.#is_on = state.experiment.spec.probes;
    setText(this.#button, this.#is_on ? insideTexts().probes.stop : insideTexts().probes.start);
    this.#button.classList.toggle('primary', !this.#is_on);
    setText(this.#text, this.#is_on ? onText(state, has_values) : offText(state));
  }
}

/** While the probes are on: where their values are. */
export function onText(state: State, has_values: boolean): string {
  const now = phase(state);
  if (has_values) return now === 'finished' ? insideTexts().probes.on_finished : insideTexts().probes.on;
  if (now === 'finished') return insideTexts().probes.none;
  return now === 'running' ? insideTexts().probes.next_evaluation : insideTexts().probes.first_evaluation;
}

/** While they are off: what switching them on takes. */
export function offText(state: State): string {
  const { off, press_run, takes, train_again, train_again_on_run } = insideTexts().probes;
  const curves = wantedKeys(state.experiment).map((key) => curveOf(state.curves, key));
  if (curves.every((curve) => curve.length === 0)) return `${off} ${press_run}`;
  const workers = state.trainer.kind === 'open' ? state.trainer.worker_count : 1;
  const seconds = (curves.reduce((sum, curve) => sum + curve.millis, 0) * (1 + EXTRA)) / 1000 / workers;
  const time = seconds > 0 ? ` ${takes(duration(seconds))}` : '';
  return `${off} ${phase(state) === 'paused' ? train_again_on_run : train_again}${time}`;
}
