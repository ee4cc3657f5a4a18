/** @file The noise band: how far arms with equal settings and other seeds lie apart, around the first of them. */

import type { Line } from '../charts/chart-model';
import { curveOf, type Curves, valueAt } from '../curves';
import type { StepValues } from '../step-values';
import { QUANTITIES, type Quantity } from '../summaries';
import type { DrawnArm, Drawing } from './series';
import { laterTexts } from '../texts/later';

/** Half the width of the 95% interval of the difference between two lists of replicates. */
export type NoiseHalfWidth = (first: Float64Array, second: Float64Array) => number | undefined;

type Gap = Extract<Quantity, 'accuracy_gap' | 'loss_gap'>;

/** The band around an arm, for each gap its half widths by step. */
export interface NoiseBand {
  readonly around: DrawnArm;
  readonly half_widths: Readonly<Record<Gap, ReadonlyMap<number, number | undefined>>>;
  /** False where half widths are left for the next frame. */
  readonly complete: boolean;
}

const MOST_NEW = 40;

/** The band of a pair of twins, if there are such. */
export function noiseBand(
  arms: readonly DrawnArm[],
  twins: readonly [string, string] | undefined,
  curves: Curves,
  { values, noiseHalfWidth }: { readonly values: StepValues; readonly noiseHalfWidth: NoiseHalfWidth },
): NoiseBand | undefined {
  const [first, second] = (twins ?? []).map((id) => arms.find((arm) => arm.id === id));
  if (!first || !second) return undefined;
  const also = new Set(second.steps.map(({ step }) => step));
  const steps = first.steps.map(({ step }) => step).filter((step) => also.has(step));
  const of = (gap: Gap) => {
    const at = (arm: DrawnArm, step: number): Float64Array =>
      Float64Array.from(arm.keys.map((key) => valueAt(curveOf(curves, key), step)).filter((point) => point !== undefined), QUANTITIES[gap]);
    return values.of(`noise ${gap} ${first.keys.join('|')} ${second.keys.join('|')}`, steps, MOST_NEW, (step) => noiseHalfWidth(at(first, step), at(second, step)));
  };
  const [accuracy, loss] = [of('accuracy_gap'), of('loss_gap')];
  return { around: first, half_widths: { accuracy_gap: accuracy.values, loss_gap: loss.values }, complete: accuracy.complete && loss.complete };
}

/** The band as a line of a chart that shows nothing but its band; none where no step has a half width. */
export function noiseLines({ noise, steps }: Drawing, gap: Gap): Line[] {
  if (!noise) return [];
  const means = new Map(noise.around.steps.map(({ step, of }) => [step, of[gap].mean]));
  const edge = (sign: number): (number | null)[] =>
    steps.map((step) => {
      const [mean, half_width] = [means.get(step), noise.half_widths[gap].get(step)];
      return mean === undefined || half_width === undefined ? null : mean + sign * half_width;
    });
  const band = { low: edge(-1), high: edge(1) };
  if (band.high.every((value) => value === null)) return [];
  const values = steps.map((step, index) => (band.high[index] === null ? null : (means.get(step) ?? null)));
  return [{ id: `noise ${gap}`, label: laterTexts().charts.noise_band, color: '--muted', stroke: 'none', past: true, values, band }];
}
