/** @file What goes on: progress, downloads, device, data, and what to do when something is missing. */

import { count, duration, megabytes } from '../format';
import { allEnded, dataFits, type DataState, phase, progress, recalledCount, type State, type TrainerState, wantedKeys } from '../state';
import { texts } from '../texts/texts';
import { unreachable } from '../unreachable';
import { byId, make, setText } from './element';
import { inEnglish } from './in-english';

/** What the buttons of the status do. */
export interface StatusCallbacks {
  readonly onTryAgain: () => void;
  readonly onUseSynthetic: () => void;
}

/** The status beneath the buttons. */
export class StatusView {
  readonly #bar = byId('progress', HTMLProgressElement);
  readonly #progress_text = byId('progress-text', HTMLElement);
  readonly #recall = byId('recall-text', HTMLElement);
  readonly #device = byId('device-text', HTMLElement);
  readonly #data = byId('data-text', HTMLElement);
  readonly #trouble = byId('trouble', HTMLElement);
  readonly #trouble_text = byId('trouble-text', HTMLElement);
  readonly #try_again = byId('try-again', HTMLButtonElement);
  readonly #synthetic = byId('use-synthetic', HTMLButtonElement);

  constructor({ onTryAgain, onUseSynthetic }: StatusCallbacks) {
    this.#try_again.addEventListener('click', onTryAgain);
    this.#synthetic.addEventListener('click', onUseSynthetic);
  }

  render(state: State): void {
    const { fraction } = progress(state);
    const shown = Math.round(fraction * 1000) / 1000;
    if (this.#bar.value !== shown) this.#bar.value = shown;
    setText(this.#progress_text, progressText(state));
    this.#recall.hidden = recalledCount(state) === 0;
    setText(this.#recall, recallText(state));
    this.#renderDevice(state.trainer);
    setText(this.#data, dataText(state.data));
    this.#renderTrouble(state);
  }

  /** Why training runs where it does are the trainer's own words. */
  #renderDevice(trainer: TrainerState): void {
    const reason = trainer.kind === 'open' ? trainer.reason.replace(/\.?$/, '.') : '';
    const words = deviceText(trainer);
    if (this.#device.textContent !== words + reason) this.#device.replaceChildren(words, ...(reason ? [inEnglish(make('span', '', reason))] : []));
  }

  #renderTrouble(state: State): void {
    const no_data = state.data.kind === 'missing' || state.data.kind === 'awaiting-files';
    const text = state.failure ?? troubleWithData(state.data);
    this.#trouble.hidden = text === undefined;
    setText(this.#trouble_text, text ?? '');
    this.#try_again.hidden = state.failure === undefined && state.data.kind !== 'missing';
    this.#synthetic.hidden = !no_data;
  }
}

function progressText(state: State): string {
  const { epochs } = state.experiment.spec;
  const { epoch, steps_per_second, seconds_left } = progress(state);
  const at = texts().status.at(Math.floor(epoch * 10) / 10, epochs);
  const now = phase(state);
  switch (now) {
    case 'loading':
      return waitingText(state);
    case 'ready':
      return texts().status.ready(wantedKeys(state.experiment).length, count(state.experiment.steps));
    case 'running': {
      const { status } = texts();
      const rate = !steps_per_second || steps_per_second < 1 ? '' : status.rate(count(steps_per_second));
      const left = seconds_left === undefined || rate === '' ? '' : status.left(duration(seconds_left));
      const kept = state.kept_replicates === undefined ? '' : status.kept(state.kept_replicates);
      return `${status.training(at)}${rate}${left}${kept}`;
    }
    case 'paused':
      return texts().status.paused(at);
    case 'finished':
      return finishedText(state);
    case 'failed':
      return texts().status.stopped;
    default:
      return unreachable(now);
  }
}

function finishedText(state: State): string {
  const { epochs } = state.experiment.spec;
  const ended = allEnded(state);
  return ended === undefined ? texts().status.finished(epochs) : texts().status.all_ended(ended, epochs);
}

function recallText(state: State): string {
  const [recalled, all] = [recalledCount(state), wantedKeys(state.experiment).length];
  return texts().status.recalled(recalled, all);
}

function waitingText(state: State): string {
  const [no_trainer, no_data] = [state.trainer.kind !== 'open', !dataFits(state)];
  return state.wants_running ? texts().status.starts_with(no_trainer, no_data) : texts().status.waits_for(no_trainer, no_data);
}

function deviceText(trainer: TrainerState): string {
  switch (trainer.kind) {
    case 'downloading':
      return texts().status.trainer(bytesText(trainer));
    case 'opening':
      return texts().status.trainer_opening;
    case 'open':
      return texts().status.trains_on;
    default:
      return unreachable(trainer);
  }
}

function dataText(data: DataState): string {
  switch (data.kind) {
    case 'loading':
      return texts().status.data_loading(nameOf(data.name), bytesText(data));
    case 'ready':
      return texts().status.data_ready(nameOf(data.name), count(data.train_count), count(data.test_count));
    case 'awaiting-files':
      return texts().status.data_awaited;
    case 'missing':
      return texts().status.data_none;
    default:
      return unreachable(data);
  }
}

function nameOf(data: string): string {
  const names: Readonly<Record<string, string>> = texts().status.data_names;
  return names[data] ?? data;
}

function bytesText({ loaded_bytes, total_bytes }: { readonly loaded_bytes: number; readonly total_bytes: number }): string {
  if (total_bytes === 0) return loaded_bytes === 0 ? texts().status.loading : texts().status.loaded(megabytes(loaded_bytes));
  return texts().status.loaded_of(megabytes(Math.min(loaded_bytes, total_bytes)), megabytes(total_bytes));
}

function troubleWithData(data: DataState): string | undefined {
  if (data.kind === 'missing') return data.message;
  return data.kind === 'awaiting-files' ? texts().status.files_awaited : undefined;
}
