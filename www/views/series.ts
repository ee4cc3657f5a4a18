/** @file Turns curves into chart lines: mean lines with bands, thin lines of replicates, the ghost. */

import type { Column, Line, Rule, Stroke } from '../charts/chart-model';
import { curveOf, type Curves } from '../curves';
import { epochText } from '../format';
import type { StepValues } from '../step-values';
import { armKeys, referenceOf, shownCurves, type State } from '../state';
import { QUANTITIES, type Quantity, type StepSummary, type SummaryCache } from '../summaries';
import { laterTexts } from '../texts/later';
import type { TurningPoints, Turns } from '../turning-points';
import { type ArmLook, colorOf, symbolOf } from './arm-look';
import { type BatchLine, batchLines } from './batch-lines';
import { type NoiseBand, noiseBand, type NoiseHalfWidth } from './noise-band';

/** An arm as the charts draw it. */
export interface DrawnArm extends ArmLook {
  readonly steps: readonly StepSummary[];
  readonly turns: Turns;
}

/** All that the charts draw, over one x. */
export interface Drawing {
  readonly steps: readonly number[];
  readonly epochs: readonly number[];
  readonly epoch_end: number;
  readonly steps_per_epoch: number;
  readonly arms: readonly DrawnArm[];
  readonly reference: string;
  readonly rules: readonly Rule[];
  readonly noise: NoiseBand | undefined;
  readonly batch: readonly BatchLine[];
  readonly thin: boolean;
  readonly curves: Curves;
  /** False where something is left for the next frame. */
  readonly complete: boolean;
}

/** What is kept from one drawing to the next, with the statistics it is made by. */
export interface Kept {
  readonly summaries: SummaryCache;
  readonly turns: TurningPoints;
  readonly values: StepValues;
  readonly noiseHalfWidth: NoiseHalfWidth;
}

/** What the reader wants to see. */
export interface Wanted {
  /** A thin line for each replicate. */
  readonly thin: boolean;
  /** Batch accuracy with masks on. */
  readonly batch: boolean;
  readonly picked_epoch: number | undefined;
}

/** New summaries in one frame: some ten microseconds each, so a frame stays short even when a long curve comes back. */
const MOST_NEW_STEPS = 60;
/** Arms whose turning points are found anew in one frame: a millisecond or two each. */
const MOST_NEW_TURNS = 2;
const MOST_SHADED = 3;
const NO_TURNS: Turns = { best: undefined, onset: undefined };

/** Gathers what is to be drawn of a state. */
export function drawingOf(state: State, kept: Kept, { thin, batch, picked_epoch }: Wanted): Drawing {
  const { experiment, ghost } = state;
  const curves = shownCurves(state);
  let complete = true;
  kept.turns.begin(MOST_NEW_TURNS);
  const drawn = experiment.arms.map(({ id, name }): DrawnArm => {
    const keys = armKeys(experiment, id);
    const summaries = kept.summaries.of(keys, curves, MOST_NEW_STEPS);
    const turning = kept.turns.of(keys, curves);
    complete &&= summaries.complete && turning.complete;
    return { id, label: name, color: colorOf(id), symbol: symbolOf(id), keys, steps: summaries.steps, turns: turning.turns };
  });
  const noise = noiseBand(drawn, experiment.twins, curves, kept);
  const pictured = batch ? batchLines(drawn, curves, kept) : { lines: [], complete: true };
  // What an arm shows already is no ghost.
  if (ghost && !drawn.some((arm) => arm.keys.join() === ghost.keys.join())) {
    const summaries = kept.summaries.of(ghost.keys, curves, MOST_NEW_STEPS);
    complete &&= summaries.complete;
    drawn.push({ id: 'ghost', label: laterTexts().charts.ghost(ghost.label), color: '--ghost', symbol: undefined, keys: ghost.keys, steps: summaries.steps, turns: NO_TURNS });
  }
  const steps = [...new Set(drawn.flatMap((arm) => arm.steps.map(({ step }) => step)))].sort((a, b) => a - b);
  const per_epoch = experiment.steps_per_epoch;
  const rules: Rule[] = experiment.spec.then.map((change) => ({ x: change.step / per_epoch, label: change.drop.join(' / ') }));
  if (picked_epoch !== undefined) rules.push({ x: picked_epoch, label: laterTexts().charts.picked(epochText(picked_epoch)), solid: true });
  return {
    steps,
    epochs: steps.map((step) => step / per_epoch),
    epoch_end: experiment.spec.epochs,
    steps_per_epoch: per_epoch,
    arms: drawn,
    reference: referenceOf(experiment),
    rules,
    noise,
    batch: pictured.lines,
    thin,
    curves,
    complete: complete && (noise?.complete ?? true) && pictured.complete,
  };
}

/** The lines of one quantity: for each arm its mean with a band, and its replicates where they are asked for. */
export function linesOf(drawing: Drawing, quantity: Quantity, words: string, stroke: Stroke): Line[] {
  return drawing.arms.flatMap((arm) => [...(drawing.thin && arm.id !== 'ghost' ? thinLines(drawing, arm, quantity, stroke) : []), meanLine(drawing, arm, quantity, words, stroke)]);
}

/** Whether areas of an arm are filled: of many arms only the treatment's and the reference's, or they would be mud. */
export function isShaded({ arms, reference }: Drawing, { id }: { readonly id: string }): boolean {
  return id !== 'ghost' && (arms.filter((arm) => arm.id !== 'ghost').length <= MOST_SHADED || id === 'treatment' || id === reference);
}

/** Names the mean line of an arm. */
export function lineId(arm: { readonly id: string }, quantity: Quantity): string {
  return `${arm.id} ${quantity}`;
}

function meanLine(drawing: Drawing, arm: DrawnArm, quantity: Quantity, words: string, stroke: Stroke): Line {
  const at = new Map(arm.steps.map(({ step, of }) => [step, of[quantity]]));
  const summaries = drawing.steps.map((step) => at.get(step));
  const { color, symbol } = arm;
  const line = { id: lineId(arm, quantity), label: `${arm.label} ${words}`.trim(), color, symbol, stroke, past: arm.id === 'ghost', values: summaries.map((one) => one?.mean ?? null) };
  if (arm.id === 'ghost' || arm.keys.length < 2) return line;
  const edge = (sign: number): Column => summaries.map((one) => (typeof one?.half_width === 'number' ? one.mean + sign * one.half_width : null));
  return { ...line, quiet: !isShaded(drawing, arm), band: { low: edge(-1), high: edge(1) } };
}

function thinLines(drawing: Drawing, arm: DrawnArm, quantity: Quantity, stroke: Stroke): Line[] {
  return arm.keys.map((key, replicate) => {
    const curve = curveOf(drawing.curves, key);
    let index = 0;
    const values = drawing.steps.map((step) => {
      while ((curve.at(index)?.step ?? Infinity) < step) index += 1;
      const point = curve.at(index);
      return point?.step === step ? QUANTITIES[quantity](point) : null;
    });
    return { id: `${arm.id} ${quantity} ${String(replicate)}`, label: '', color: arm.color, stroke, thin: true, values };
  });
}
