/** @file The records of an experiment as the file that the terminal program writes: the same bytes for the same runs. */

import { curveOf } from '../curves';
import { sha256 } from '../download';
import { measuredOf } from '../evidence';
import type { DataBytes } from '../protocol';
import { loadSharing, records, type Told } from '../sharing-module';
import { allEnded, allReach, curveKey, shownCurves, type State } from '../state';

const PIXELS = 784;

/** Whether every run has come to its end, so that the file says all there is to say. */
export function isComplete(state: State): boolean {
  return allReach(state, state.experiment.steps) || allEnded(state) !== undefined;
}

/** The file's text; without the data it does not say which examples were used. */
export async function recordsOf(state: State, data: DataBytes | undefined): Promise<string> {
  const [examples] = await Promise.all([data ? digestOf(state, data) : '', loadSharing()]);
  return records(state.experiment.link, told(state, examples));
}

/** What is handed to Rust. */
export function told(state: State, examples: string): Told {
  const { experiment, trainer } = state;
  const curves = shownCurves(state);
  const of_runs = experiment.runs.map((run) => ({ run, curve: curveOf(curves, curveKey(run)) }));
  const found = of_runs.flatMap(({ run, curve }) =>
    Array.from({ length: curve.length }, (_, index) => {
      const point = curve.at(index);
      if (!point) throw new Error('A curve has fewer points than it says.');
      const { test_time, ...measured } = measuredOf(run, point, curve);
      // After more epochs there is one of an earlier end, too, which a training in one go would not have.
      return { measured: index === curve.length - 1 && test_time ? { ...measured, test_time } : measured, batch_loss: point.batch_loss ?? undefined };
    }),
  );
  const ended = (of: 'diverged_at' | 'stopped_at'): Told['diverged'] =>
    of_runs.flatMap(({ run, curve }) => {
      const step = curve[of];
      return step === undefined ? [] : [{ arm: run.arm, replicate: run.replicate, step }];
    });
  const { backend, adapter } = trainer.kind === 'open' ? trainer : { backend: '', adapter: undefined };
  return {
    backend,
    adapter: backend === 'cpu' ? undefined : adapter,
    examples,
    replicates: [...new Set(experiment.runs.map(({ replicate }) => replicate))],
    complete: isComplete(state),
    measured: found.map(({ measured }) => measured),
    batch_losses: found.map(({ batch_loss }) => batch_loss),
    diverged: ended('diverged_at'),
    stopped: ended('stopped_at'),
  };
}

/** SHA-256 of the examples that the experiment uses, in hexadecimal; empty where the browser offers none. */
async function digestOf({ experiment: { spec } }: State, data: DataBytes): Promise<string> {
  const parts = [
    data.train_pixels.subarray(0, spec.train * PIXELS),
    data.train_labels.subarray(0, spec.train),
    data.test_pixels.subarray(0, spec.test * PIXELS),
    data.test_labels.subarray(0, spec.test),
  ];
  return (await sha256(new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()))) ?? '';
}
