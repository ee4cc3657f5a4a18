/** @file Reset or continue: what each of the three buttons led to, as the curves before it was pressed and after. */

import type { Experiment } from './core';
import { curveOf, type Curves, type Point, valueAt } from './curves';
import { epochText, percent, points, signed } from './format';
import { armKeys, curveKey, phase, shownCurves, type State, wantedKeys } from './state';
import { texts } from './texts/texts';

/** The buttons that the question compares. */
export type Act = 'continue' | 'reset' | 'new-seeds';

/** The curves of an experiment at one moment. */
export interface Snapshot {
  readonly experiment: Experiment;
  readonly curves: Curves;
}

/** What one press led to. */
export interface Picture {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** The pictures taken so far, and the one under way. */
export interface Pictures {
  /** All settings but those that the buttons change: with others, the pictures are of something else. */
  readonly of: string;
  readonly waiting: { readonly act: Act; readonly before: Snapshot; readonly link: string } | undefined;
  readonly taken: Readonly<Partial<Record<Act, Picture>>>;
}

export const NO_PICTURES: Pictures = { of: '', waiting: undefined, taken: {} };

/** A mean over replicates, by epoch. */
export type MeanLine = readonly { readonly epoch: number; readonly value: number }[];

const MEASURED = ['train_accuracy', 'test_accuracy', 'train_loss', 'test_loss'] as const;
type MeasureName = (typeof MEASURED)[number];

/** A button was pressed: the picture waits until what it started has finished. */
export function pressed(pictures: Pictures, act: Act, before: State, after: State): Pictures {
  return { ...followed(pictures, before), waiting: { act, before: snapshotOf(before), link: after.experiment.link } };
}

/** Takes the picture that waits once training has finished; other settings let go of it. */
export function followed(pictures: Pictures, state: State): Pictures {
  const of = settingsOf(state.experiment);
  if (of !== pictures.of) return { of, waiting: undefined, taken: {} };
  const { waiting, taken } = pictures;
  if (!waiting) return pictures;
  if (waiting.link !== state.experiment.link) return { ...pictures, waiting: undefined };
  if (phase(state) !== 'finished') return pictures;
  return { of, waiting: undefined, taken: { ...taken, [waiting.act]: { before: waiting.before, after: snapshotOf(state) } } };
}

/** What a picture shows, in a sentence made from its numbers. */
export function pictureText(act: Act, { before, after }: Picture): string {
  switch (act) {
    case 'continue':
      return continuedText(before, after);
    case 'reset':
      return resetText(before, after);
    case 'new-seeds':
      return newSeedsText(before, after);
  }
}

/** The treatment's mean over the replicates that did not diverge. */
export function meanLine({ experiment, curves }: Snapshot, measure: MeasureName): MeanLine {
  const runs = armKeys(experiment, 'treatment').map((key) => curveOf(curves, key)).filter((curve) => curve.diverged_at === undefined);
  const steps = new Set(runs.flatMap((run) => Array.from({ length: run.length }, (_, index) => run.at(index)?.step ?? 0)));
  return [...steps].sort((a, b) => a - b).flatMap((step) => {
    const measured = runs.map((run) => valueAt(run, step)).filter((point) => point !== undefined);
    if (measured.length < runs.length) return [];
    return [{ epoch: step / experiment.steps_per_epoch, value: measured.reduce((sum, point) => sum + point[measure], 0) / measured.length }];
  });
}

function continuedText(before: Snapshot, after: Snapshot): string {
  const [from, to] = [before, after].map((one) => meanLine(one, 'test_accuracy').at(-1));
  if (!from || !to) return texts().again.nothing;
  return texts().again.continued(epochText(from.epoch), epochText(to.epoch), percent(from.value, 1), percent(to.value, 1));
}

function resetText(before: Snapshot, after: Snapshot): string {
  const largest = MEASURED.map((measure) => largestDifference(before, after, measure, before.experiment.runs));
  const [train, test, ...losses] = largest;
  if (train === undefined || test === undefined) return texts().again.nothing;
  if (largest.every((one) => one === 0)) return texts().again.same;
  const loss = Math.max(...losses.map((one) => one ?? 0));
  return texts().again.differ(points(Math.max(train, test)), signed(loss, 4));
}

function newSeedsText(before: Snapshot, after: Snapshot): string {
  const own = before.experiment.runs.filter((run) => run.arm === 'treatment');
  const largest = largestDifference(before, after, 'test_accuracy', own);
  const [from, to] = [before, after].map((one) => meanLine(one, 'test_accuracy').at(-1));
  if (largest === undefined || !from || !to) return texts().again.nothing;
  const mean = Math.abs(to.value - from.value);
  return texts().again.other_seeds(points(largest, 1), epochText(to.epoch), points(mean, 1));
}

/** Over all steps that both have, run by run; `undefined` where they share none. */
function largestDifference(before: Snapshot, after: Snapshot, measure: MeasureName, runs: Experiment['runs']): number | undefined {
  const differences = runs.flatMap((run) => {
    const twin = after.experiment.runs.find(({ arm, replicate }) => arm === run.arm && replicate === run.replicate);
    const [one, other] = [curveOf(before.curves, curveKey(run)), curveOf(after.curves, twin ? curveKey(twin) : '')];
    return Array.from({ length: one.length }, (_, index) => one.at(index)).flatMap((point) => differenceTo(point, point && valueAt(other, point.step), measure));
  });
  return differences.length === 0 ? undefined : differences.reduce((most, one) => Math.max(most, one), 0);
}

function differenceTo(point: Point | undefined, other: Point | undefined, measure: MeasureName): number[] {
  return point && other ? [Math.abs(point[measure] - other[measure])] : [];
}

function snapshotOf(state: State): Snapshot {
  const shown = shownCurves(state);
  return { experiment: state.experiment, curves: new Map(wantedKeys(state.experiment).map((key) => [key, curveOf(shown, key)])) };
}

function settingsOf({ texts }: Experiment): string {
  return texts.filter(({ key }) => key !== 'epochs' && key !== 'seed').map(({ key, text }) => `${key}=${text}`).join('&');
}
