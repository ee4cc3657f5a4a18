/** @file Made-up predictions, passes and an inspector for tests. */
import type { Inspector, Look, PassSummary, Predictions, Seen, Side, Standing } from './inspector';

/** Predictions of pictures that are told to be of a class with some probability, the rest shared out evenly. */
export function predictionsOf(told: readonly (readonly [class_index: number, probability: number])[], labels: readonly number[]): Predictions {
  const probabilities = told.flatMap(([class_index, probability]) => Array.from({ length: 10 }, (_, index) => (index === class_index ? probability : (1 - probability) / 9)));
  const confusion = Array.from({ length: 100 }, () => 0);
  told.forEach(([class_index], example) => (confusion[(labels[example] ?? 0) * 10 + class_index] = (confusion[(labels[example] ?? 0) * 10 + class_index] ?? 0) + 1));
  const entropies = told.map(([, probability]) => 1 - probability);
  const accuracy = told.filter(([class_index], example) => class_index === labels[example]).length / told.length;
  return { step: 10, accuracy, loss: 1, mean_confidence: 0.8, probabilities, entropies, confusion, calibration: { bins: [], error: 0 } };
}

export const STANDING: Standing = {
  arms: [{ id: 'baseline', name: 'baseline' }, { id: 'treatment', name: 'treatment' }],
  replicate: 0, step: 10, epoch: 1, version: 1, is_busy: false, is_apart: false, words: '',
};

/** A summary after so many passes; unscaled ones lose more. */
export function summaryOf(passes: number, scaled: boolean): PassSummary {
  return {
    passes, accuracy: 0.8, loss: (scaled ? 0.5 : 0.9) + 0.1 / passes, pass_accuracy: 0.7, pass_loss: 0.8, one_pass_accuracy: 0.7, one_pass_loss: 0.8,
    standard_error: passes === 1 ? undefined : 0.1 / Math.sqrt(passes), changed_fraction: 0.2,
    entropies: [0.5, 0.7], informations: [0, 0.2],
  };
}

/** Answers looks for predictions and passes as a trainer would, and writes down which passes were asked for. */
export class TestInspector implements Inspector {
  now: Standing | undefined = STANDING;
  readonly asked: string[] = [];
  holds = 0;
  readonly #held = new Map<Side, { scaled: boolean; passes: number }>();
  readonly #listeners = new Set<() => void>();
  readonly labels: readonly number[] = [1, 2];

  standing(): Standing | undefined {
    return this.now;
  }

  says(): string {
    return 'Nothing has been trained yet.';
  }

  /** Another pair. */
  moveTo(version: number): void {
    this.now = { ...STANDING, version };
    for (const listener of this.#listeners) listener();
  }

  async look<L extends Look>(side: Side, look: L): Promise<Seen<L>> {
    await Promise.resolve();
    return this.#answer(side, look) as Seen<L>;
  }

  #answer(side: Side, look: Look): unknown {
    if (look.kind === 'predictions') return predictionsOf([[1, 0.9], [3, 0.6]], this.labels);
    if (look.kind !== 'passes') throw new Error(`Nothing is made up for ${look.kind}.`);
    this.asked.push(`${String(side)} ${look.scaled ? 'scaled' : 'unscaled'}${look.begin ? ' anew' : ''}`);
    const before = look.begin ? { scaled: look.scaled, passes: 0 } : this.#held.get(side);
    if (before?.scaled !== look.scaled) throw new Error('These passes cannot go on.');
    this.#held.set(side, { scaled: look.scaled, passes: before.passes + 1 });
    return summaryOf(before.passes + 1, look.scaled);
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hold(): () => void {
    this.holds += 1;
    return () => (this.holds -= 1);
  }

  pixels(): undefined {
    return undefined;
  }

  label(_split: 'train' | 'test', example: number): number | undefined {
    return this.labels[example];
  }

  choose(): void {
    throw new Error('There is nothing to choose from.');
  }

  stepBatch(): Promise<void> {
    return Promise.reject(new Error('There is no batch.'));
  }

  back(): void {
    throw new Error('There is nothing to go back to.');
  }

  open(): void {
    throw new Error('It is open.');
  }

  close(): void {
    throw new Error('It stays open.');
  }
}
