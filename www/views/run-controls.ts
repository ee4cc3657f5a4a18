/** @file The buttons that start, stop and change training, and the switch that keeps it going. */

import type { Lab } from '../lab';
import { allReach, currentDrop, phase, type State, waysEnded } from '../state';
import { byId, setText } from './element';
import { texts } from '../texts/texts';

/** Buttons by id, with what they do and when they can. */
export class RunControls {
  readonly #buttons: readonly { readonly button: HTMLButtonElement; readonly enabled: (state: State) => boolean }[];
  readonly #keep = byId('keep-training', HTMLInputElement);
  readonly #continue_text = byId('continue-text', HTMLElement);
  readonly #swap_text = byId('swap-text', HTMLElement);
  readonly #swap_help = this.#swap_text.textContent;

  constructor(lab: Lab, onShare: () => void, most_replicates: number) {
    const on = (id: string, act: () => void, enabled: (state: State) => boolean) => {
      const button = byId(id, HTMLButtonElement);
      button.addEventListener('click', act);
      return { button, enabled };
    };
    const is = (...phases: string[]) => (state: State): boolean => phases.includes(phase(state));
    const complete = (state: State): boolean => allReach(state, state.experiment.steps);
    this.#buttons = [
      on('run', () => lab.run(), (state) => !state.wants_running && !complete(state) && !is('failed')(state)),
      on('pause', () => lab.pause(), (state) => state.wants_running && !complete(state)),
      on('step', () => lab.step(), is('ready', 'paused')),
      on('continue', () => lab.continue(), (state) => is('finished', 'paused')(state) && waysEnded(state) === undefined),
      on('reset', () => lab.reset(), is('running', 'paused', 'finished')),
      on('more-replicates', () => lab.moreReplicates(), (state) => state.experiment.spec.replicates < most_replicates),
      on('new-seeds', () => lab.newSeeds(), () => true),
      on('swap', () => lab.changeArms('swap'), (state) => whyNoSwap(state) === undefined),
      on('share', onShare, () => true),
    ];
    this.#keep.addEventListener('change', () => lab.keepTraining(this.#keep.checked));
  }

  render(state: State): void {
    const focused = this.#buttons.find(({ button }) => button === document.activeElement);
    for (const { button, enabled } of this.#buttons) {
      // What a link locks is not for this view to say.
      if (button.dataset['locked'] !== undefined) continue;
      if (button.disabled === enabled(state)) button.disabled = !enabled(state);
    }
    // The focus would be lost with the button that was just pressed.
    if (focused?.button.disabled) this.#buttons.find(({ button }) => !button.disabled)?.button.focus({ preventScroll: true });
    this.#keep.checked = state.keep_training;
    setText(this.#continue_text, continueText(state));
    setText(this.#swap_text, whyNoSwap(state) ?? this.#swap_help);
  }
}

/** Why there is nothing to swap. */
function whyNoSwap({ experiment }: State): string | undefined {
  const [, first, second] = currentDrop(experiment);
  if (first === undefined || second === undefined) return texts().run.one_layer;
  return first === second ? texts().run.both_drop(first) : undefined;
}

/** What Continue does, or why there is nothing for it to do. */
export function continueText(state: State): string {
  const ended = waysEnded(state);
  const { continue_epochs, experiment } = state;
  if (ended === undefined) return texts().run.continues_to(experiment.spec.epochs + continue_epochs);
  const { run } = texts();
  const remedies = [...(ended.stopped ? [run.remedy_stopped] : []), ...(ended.diverged ? [run.remedy_diverged] : [])];
  return run.all_ended(run.ways(ended.stopped, ended.diverged), remedies.join(', '));
}
