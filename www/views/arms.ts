/** @file The list of arms: what each drops, which one is the reference, what it cost, and how to pin, name, move and remove. */

import type { ArmChange } from '../core';
import { curveOf } from '../curves';
import { armKeys, currentDrop, referenceOf, type State } from '../state';
import { ArmRow } from './arm-row';
import { byId, setText } from './element';
import { texts } from '../texts/texts';

/** Most further arms, as the link takes them. */
const MOST_PINNED = 6;

/** Rows are kept as long as their arm stands at the same place. */
export class ArmsView {
  readonly #list = byId('arm-list', HTMLElement);
  readonly #time = byId('arms-time', HTMLElement);
  readonly #pin = byId('pin', HTMLButtonElement);
  readonly #twin = byId('aa-check', HTMLButtonElement);
  readonly #onChange: (change: ArmChange) => void;
  #rows: ArmRow[] = [];
  #ids = '';

  constructor(onChange: (change: ArmChange) => void) {
    this.#onChange = onChange;
    for (const [button, kind] of [[this.#pin, 'pin'], [this.#twin, 'twin']] as const) {
      // Not disabled for real: the focus would be lost with the press that uses up the last place.
      button.addEventListener('click', () => {
        if (button.getAttribute('aria-disabled') !== 'true') onChange(kind);
      });
    }
  }

  render(state: State): void {
    const { arms } = state.experiment;
    const ids = arms.map(({ id }) => id).join();
    if (ids !== this.#ids) {
      this.#ids = ids;
      this.#build(arms.map(({ id }) => id));
    }
    arms.forEach((arm, index) => {
      const drop = arm.id === 'treatment' ? currentDrop(state.experiment) : arm.drop;
      const pinned = state.experiment.spec.pin[index - (arms.length - state.experiment.spec.pin.length)];
      this.#rows[index]?.update(arm, {
        drop,
        own_name: pinned?.name ?? '',
        is_reference: referenceOf(state.experiment) === arm.id,
        time: timeText(state, arm.id),
      });
    });
    setText(this.#time, sharesTime(state) ? texts().arms.shared_time : '');
    this.#renderActs(state);
  }

  #build(ids: readonly string[]): void {
    const focused = document.activeElement;
    const had_focus = this.#list.contains(focused);
    const pinned_count = ids.filter((id) => id.startsWith('pinned')).length;
    this.#rows = ids.map((id) => new ArmRow(id, pinned_count, (change) => this.#act(change)));
    this.#list.toggleAttribute('data-pinned', pinned_count > 0);
    this.#list.replaceChildren(...this.#rows.map((row) => row.element));
    if (had_focus) this.#pin.focus({ preventScroll: true });
  }

  /** After a change the focus stays with the arm, or goes to the one that took its place. */
  #act(change: ArmChange): void {
    this.#onChange(change);
    if (typeof change === 'string') return;
    if ('move' in change) {
      const { index, to } = change.move;
      requestAnimationFrame(() => this.#pinnedRow(to)?.focusMove(to < index ? 'up' : 'down'));
    }
    if ('remove' in change) {
      const { index } = change.remove;
      requestAnimationFrame(() => {
        const next = this.#pinnedRow(index) ?? this.#pinnedRow(index - 1);
        if (next) next.focusRemove();
        else this.#pin.focus({ preventScroll: true });
      });
    }
  }

  #pinnedRow(index: number): ArmRow | undefined {
    return this.#rows.find((row) => row.id === `pinned-${String(index + 1)}`);
  }

  #renderActs(state: State): void {
    const { spec, twins } = state.experiment;
    const is_full = spec.pin.length >= MOST_PINNED;
    const drop = currentDrop(state.experiment).join();
    const is_pinned = spec.pin.some((arm) => arm.drop.join() === drop && arm.seed === undefined);
    const { already_pinned, full, pin_help, twin_help } = texts().arms;
    const no_pin = is_pinned ? already_pinned : is_full ? full : undefined;
    offer(this.#pin, byId('pin-text', HTMLElement), no_pin, pin_help);
    offer(this.#twin, byId('aa-check-text', HTMLElement), is_full && !twins ? full : undefined, twin_help);
  }
}

function offer(button: HTMLButtonElement, text: HTMLElement, refusal: string | undefined, help: string): void {
  const disabled = String(refusal !== undefined);
  if (button.getAttribute('aria-disabled') !== disabled) button.setAttribute('aria-disabled', disabled);
  setText(text, refusal ?? help);
}

/** Compute time of an arm's runs: "12.3 s for 5 runs"; nothing before it has any. */
export function timeText({ experiment, curves }: State, arm: string): string {
  const runs = armKeys(experiment, arm).map((key) => curveOf(curves, key));
  const seconds = runs.reduce((sum, { millis }) => sum + millis, 0) / 1000;
  const amount = seconds < 100 ? seconds.toFixed(1) : String(Math.round(seconds));
  return seconds === 0 ? '' : texts().arms.time(amount, runs.length);
}

function sharesTime(state: State): boolean {
  return state.trainer.kind === 'open' && state.trainer.backend === 'webgpu' && state.experiment.arms.some(({ id }) => timeText(state, id) !== '');
}
