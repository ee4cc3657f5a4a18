/** @file Accuracy as tutorials plot it: of the batches of the moving epoch, masks on; its mean over the replicates. */

import type { Line } from '../charts/chart-model';
import { curveOf, type Curves, valueAt } from '../curves';
import type { StepValues } from '../step-values';
import type { SummaryCache } from '../summaries';
import type { DrawnArm, Drawing } from './series';
import { laterTexts } from '../texts/later';

/** Mean batch accuracy of an arm by step; `undefined` where it is not known, as at step 0. */
export interface BatchLine {
  readonly arm: DrawnArm;
  readonly values: ReadonlyMap<number, number | undefined>;
}

const MOST_NEW = 60;
const PICTURED = ['baseline', 'treatment'];

/** The lines of baseline and treatment. */
export function batchLines(
  arms: readonly DrawnArm[],
  curves: Curves,
  { values, summaries }: { readonly values: StepValues; readonly summaries: SummaryCache },
): { readonly lines: readonly BatchLine[]; readonly complete: boolean } {
  const pictured = arms.filter(({ id }) => PICTURED.includes(id));
  const found = pictured.map((arm) => {
    const mean = (step: number): number | undefined => {
      const known = arm.keys.map((key) => valueAt(curveOf(curves, key), step)?.batch_accuracy).filter((value) => typeof value === 'number');
      return known.length === 0 ? undefined : summaries.summarize(Float64Array.from(known))?.mean;
    };
    const steps = arm.steps.map(({ step }) => step);
    return { arm, ...values.of(`batch ${arm.keys.join('|')}`, steps, MOST_NEW, mean) };
  });
  return { lines: found.map(({ arm, values: by_step }) => ({ arm, values: by_step })), complete: found.every(({ complete }) => complete) };
}

/** Dotted lines beside those that were measured with masks off. */
export function dottedLines({ batch, steps }: Drawing): Line[] {
  return batch.map(({ arm, values }) => ({
    id: `${arm.id} batch_accuracy`,
    label: laterTexts().charts.in_batches(arm.label),
    color: arm.color,
    stroke: 'dotted',
    past: true,
    values: steps.map((step) => values.get(step) ?? null),
  }));
}
