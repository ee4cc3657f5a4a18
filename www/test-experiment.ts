/** @file An experiment and reports for tests, as the core and the trainer would make them. */
import type { Experiment, Report, RunResult } from './core';

interface Parts {
  readonly drop?: string;
  readonly then?: string;
  readonly seed?: number;
  readonly epochs?: number;
  readonly replicates?: number;
  /** Drop probabilities of pinned arms. */
  readonly pin?: readonly string[];
  readonly data?: Experiment['spec']['data'];
  readonly probes?: boolean;
}

/** Ten steps an epoch; the run keys hold what a real one's do, in short. */
export function experimentOf({ drop = '0,0.5,0.5', then = '', seed = 1, epochs = 2, replicates = 2, pin = [], data = 'synthetic', probes = false }: Parts = {}): Experiment {
  const probs = (text: string): number[] => text.split(',').map(Number);
  const changes = then === '' ? [] : then.split(';').map((change) => ({ step: Number(change.split(':')[0]), drop: probs(change.split(':')[1] ?? '') }));
  const run = (arm: string, replicate: number): Experiment['runs'][number] => {
    const pinned = { drop: pin[Number(arm.split('-')[1]) - 1] ?? '', then: '' };
    const own = arm === 'baseline' ? { drop: '0,0,0', then: '' } : arm === 'treatment' ? { drop, then } : pinned;
    return { arm, replicate, seed: seed + replicate, drop: probs(own.drop), key: `data=${data}${probes ? '&probes=1' : ''}&drop=${own.drop}&then=${own.then}&seed=${String(seed + replicate)}` };
  };
  return {
    link: `v=1${probes ? '&probes=1' : ''}&drop=${drop}&then=${then}&pin=${pin.join(';')}&epochs=${String(epochs)}&replicates=${String(replicates)}&seed=${String(seed)}`,
    spec: {
      data, train: 100, test: 100, label_noise: 0, hidden: [8, 8], drop: probs(drop), then: changes, pin: pin.map((text) => ({ name: '', drop: probs(text), seed: undefined })), reference: 'baseline', patience: 0, question: 'none', lr: 0.1, momentum: 0, weight_decay: 0,
      batch: 10, epochs, replicates, seed, evals: 1, probes, passes: 0, init: 'default', lazy: { units: 0, factor: 1 }, device: 'auto', autorun: false,
    },
    notices: [],
    texts: [{ key: 'drop', text: drop }, { key: 'then', text: then }, { key: 'epochs', text: String(epochs) }, { key: 'replicates', text: String(replicates) }],
    runs: Array.from({ length: replicates }, (_, replicate) => ['baseline', 'treatment', ...pin.map((_, index) => `pinned-${String(index + 1)}`)].map((arm) => run(arm, replicate))).flat(),
    arms: ['baseline', 'treatment', ...pin.map((_, index) => `pinned-${String(index + 1)}`)].map((id) => ({ id, name: id, drop: probs(drop), shares_seeds: true })),
    twins: undefined,
    steps: epochs * 10,
    steps_per_epoch: 10,
    sentences: [],
    presentation: { hide: [], lock: [], locked: [], embed: false, lesson: '', lang: '' },
    presentation_link: '',
    claim: '',
  };
}

/** A report of a slice; a test says only what it is about. */
export function reportOf(given: Partial<Report>): Report {
  return { step: 0, steps: 20, units: 1, reached: false, evaluations: [], diverged: [], stopped: [], spent: [], test_hits: [], test_time: [], ...given };
}

/** What a run measured, with plain values. */
export function resultOf(arm: string, replicate: number, given: Partial<RunResult> = {}): RunResult {
  return { arm, replicate, train_loss: 1, train_accuracy: 0.9, test_loss: 2, test_accuracy: 0.8, batch_loss: undefined, batch_accuracy: undefined, ...given };
}
