/** @file What goes on: progress, downloads, device, data, and what to do when something is missing. */

import { count, duration, megabytes } from '../format';
import { allEnded, dataFits, type DataState, phase, progress, recalledCount, type State, type TrainerState, wantedKeys } from '../state';
import { unreachable } from '../unreachable';
import { byId, setText } from './element';

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
    setText(this.#device, deviceText(state.trainer));
    setText(this.#data, dataText(state.data));
    this.#renderTrouble(state);
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
  const at = `epoch ${String(Math.floor(epoch * 10) / 10)} of ${String(epochs)}`;
  const now = phase(state);
  switch (now) {
    case 'loading':
      return waitingText(state);
    case 'ready':
      return `Ready: ${String(wantedKeys(state.experiment).length)} runs of ${count(state.experiment.steps)} steps.`;
    case 'running': {
      const rate = !steps_per_second || steps_per_second < 1 ? '' : `, ${count(steps_per_second)} steps per second over all runs`;
      const left = seconds_left === undefined || rate === '' ? '' : `, ${duration(seconds_left)} left`;
      const kept = state.kept_replicates === undefined ? '' : `. The charts show the ${String(state.kept_replicates)} replicates at hand until the new ones have caught up.`;
      return `Training: ${at}${rate}${left}${kept}`;
    }
    case 'paused':
      return `Paused: ${at}`;
    case 'finished':
      return finishedText(state);
    case 'failed':
      return 'Stopped';
    default:
      return unreachable(now);
  }
}

function finishedText(state: State): string {
  const { epochs } = state.experiment.spec;
  const ended = allEnded(state);
  return ended === undefined ? `Finished: ${String(epochs)} of ${String(epochs)} epochs` : `Finished: all runs ${ended} within ${String(epochs)} epochs`;
}

function recallText(state: State): string {
  const [recalled, all] = [recalledCount(state), wantedKeys(state.experiment).length];
  return `${String(recalled)} of ${String(all)} runs ${recalled === 1 ? 'was' : 'were'} recalled from this browser's store.`;
}

function waitingText(state: State): string {
  const missing = [...(state.trainer.kind === 'open' ? [] : ['the trainer']), ...(dataFits(state) ? [] : ['the data'])].join(' and ');
  return state.wants_running ? `Training starts as soon as ${missing} ${missing.includes(' and ') ? 'have' : 'has'} arrived.` : `Waiting for ${missing}.`;
}

function deviceText(trainer: TrainerState): string {
  switch (trainer.kind) {
    case 'downloading':
      return `Trainer: ${bytesText(trainer)}`;
    case 'opening':
      return 'Trainer: choosing and testing a device';
    case 'open':
      return `Trains on ${trainer.reason.replace(/\.?$/, '.')}`;
    default:
      return unreachable(trainer);
  }
}

function dataText(data: DataState): string {
  switch (data.kind) {
    case 'loading':
      return `Data: ${NAMES[data.name] ?? data.name}, ${bytesText(data)}`;
    case 'ready':
      return `Data: ${NAMES[data.name] ?? data.name}, ${count(data.train_count)} training and ${count(data.test_count)} test examples at hand.`;
    case 'awaiting-files':
      return 'Data: your own files, not chosen yet.';
    case 'missing':
      return 'Data: none.';
    default:
      return unreachable(data);
  }
}

const NAMES: Readonly<Record<string, string>> = {
  'fashion-mnist': 'Fashion-MNIST',
  synthetic: 'the synthetic set, generated on this page',
  files: 'your own files',
};

function bytesText({ loaded_bytes, total_bytes }: { readonly loaded_bytes: number; readonly total_bytes: number }): string {
  if (total_bytes === 0) return loaded_bytes === 0 ? 'loading' : `${megabytes(loaded_bytes)} loaded`;
  return `${megabytes(Math.min(loaded_bytes, total_bytes))} of ${megabytes(total_bytes)} loaded`;
}

function troubleWithData(data: DataState): string | undefined {
  if (data.kind === 'missing') return data.message;
  return data.kind === 'awaiting-files' ? 'This experiment uses your own files. Choose or drop the four IDX files, or use the synthetic set.' : undefined;
}
