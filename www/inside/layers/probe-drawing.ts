/** @file What the layer charts draw: arms over the evaluations that were probed, and their lines. */

import type { Column, Line, Rule } from '../../charts/chart-model';
import { commonStep, type Curve, curveOf, type Curves, valueAt } from '../../curves';
import { epochText } from '../../format';
import { armKeys, referenceOf, settled, shownCurves, type State } from '../../state';
import type { Summary } from '../../statistics';
import { StepValues } from '../../step-values';
import type { Summarize } from '../../summaries';
import { laterTexts } from '../../texts/later';
import { type ArmLook, colorOf, symbolOf } from '../../views/arm-look';
import { type Network, networkOf, type Series } from './layer-figures';

/** An arm with the steps at which all its runs were probed, those that diverged left out. */
export interface ProbedArm extends ArmLook {
  readonly steps: readonly number[];
  /** Its bands are read out, but not filled: many bands are mud. */
  readonly is_quiet: boolean;
}

/** All that the layer charts draw, over one x. */
export interface ProbeDrawing {
  readonly steps: readonly number[];
  readonly epochs: readonly number[];
  readonly epoch_end: number;
  readonly rules: readonly Rule[];
  readonly arms: readonly ProbedArm[];
  readonly curves: Curves;
  readonly network: Network;
}

const MOST_SHADED = 3;

/** Gathers what is to be drawn of a state. */
export function probeDrawing(state: State, probed: ProbedSteps, picked_epoch: number | undefined): ProbeDrawing {
  const { experiment } = settled(state);
  const curves = shownCurves(state);
  const reference = referenceOf(experiment);
  const arms = experiment.arms.map(({ id, name }, _, { length }): ProbedArm => {
    const keys = armKeys(experiment, id);
    const is_quiet = length > MOST_SHADED && id !== 'treatment' && id !== reference;
    return { id, label: name, color: colorOf(id), symbol: symbolOf(id), keys, steps: probed.of(keys, curves), is_quiet };
  });
  const steps = [...new Set(arms.flatMap((arm) => arm.steps))].sort((a, b) => a - b);
  const per_epoch = experiment.steps_per_epoch;
  const rules: Rule[] = experiment.spec.then.map((change) => ({ x: change.step / per_epoch, label: change.drop.join(' / ') }));
  if (picked_epoch !== undefined) rules.push({ x: picked_epoch, label: laterTexts().charts.picked(epochText(picked_epoch)), solid: true });
  return { steps, epochs: steps.map((step) => step / per_epoch), epoch_end: experiment.spec.epochs, rules, arms, curves, network: networkOf(experiment) };
}

/** The steps at which all runs of an arm that have not diverged were probed, or had stopped with what their last probes say. */
export class ProbedSteps {
  readonly #known = new Map<string, { readonly alive: number; readonly until: number; readonly steps: readonly number[] }>();

  /** Looks only at steps that have come since it was asked last, as long as no run has diverged. */
  of(keys: readonly string[], curves: Curves): readonly number[] {
    const id = keys.join('|');
    const alive = keys.map((key) => curveOf(curves, key)).filter((curve) => curve.diverged_at === undefined);
    const until = commonStep(curves, keys);
    const known = this.#known.get(id);
    const before = known?.alive === alive.length && known.until <= until ? known : { until: -1, steps: [] };
    if (before.until === until) return before.steps;
    const come = new Set(alive.flatMap((curve) => stepsBetween(curve, before.until, until)));
    const probed = [...come].filter((step) => alive.every((curve) => valueAt(curve, step)?.probes)).sort((a, b) => a - b);
    const steps = [...before.steps, ...probed];
    this.#known.set(id, { alive: alive.length, until, steps });
    return steps;
  }

  clear(): void {
    this.#known.clear();
  }
}

/** The steps of a curve after one, up to another. */
function stepsBetween(curve: Curve, after: number, until: number): number[] {
  const first = curve.countUpTo(after);
  return Array.from({ length: curve.countUpTo(until) - first }, (_, index) => curve.at(first + index)?.step ?? 0);
}

/** Means and intervals of probed quantities over the replicates of an arm, computed once and kept. */
export class ProbeSummaries {
  readonly #summarize: Summarize;
  readonly #values = new StepValues<Summary>();

  constructor(summarize: Summarize) {
    this.#summarize = summarize;
  }

  /** Those of one series at the arm's steps, a limited number of new ones; `name` tells series apart that read something else. */
  of(name: string, { keys, steps }: ProbedArm, curves: Curves, read: Series['read'], most_new: number): ReturnType<StepValues<Summary>['of']> {
    return this.#values.of(`${name} ${keys.join('|')}`, steps, most_new, (step) => {
      const measured = keys.flatMap((key) => {
        const probes = valueAt(curveOf(curves, key), step)?.probes;
        return (probes && read(probes)) ?? [];
      });
      return this.#summarize(Float64Array.from(measured));
    });
  }

  clear(): void {
    this.#values.clear();
  }
}

/** The line of a series of an arm: its mean, with a band where it has one. */
export function lineOf({ steps }: ProbeDrawing, arm: ProbedArm, series: Series, values: ReadonlyMap<number, Summary | undefined>): Line {
  const summaries = steps.map((step) => values.get(step));
  const line: Line = {
    id: `${arm.id} ${series.id}`,
    label: `${arm.label} ${series.words}`.trim(),
    color: arm.color,
    symbol: series.symbol ?? arm.symbol,
    stroke: series.stroke,
    values: summaries.map((one) => one?.mean ?? null),
  };
  if (!series.has_band || arm.keys.length < 2) return line;
  const edge = (sign: number): Column => summaries.map((one) => (typeof one?.half_width === 'number' ? one.mean + sign * one.half_width : null));
  return { ...line, quiet: arm.is_quiet, band: { low: edge(-1), high: edge(1) } };
}
