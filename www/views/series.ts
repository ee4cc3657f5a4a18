/** @file Turns curves into chart lines: mean lines with bands, thin lines of replicates, the ghost. */

import type { Column, Line, Rule } from '../charts/chart-model';
import { curveOf, type Curves } from '../curves';
import { armKeys, arms, shownCurves, type State } from '../state';
import { QUANTITIES, type Quantity, type StepSummary, type SummaryCache } from '../summaries';

/** An arm as the charts draw it. */
export interface DrawnArm {
  readonly id: string;
  readonly label: string;
  /** CSS token of its colour. */
  readonly color: string;
  readonly keys: readonly string[];
  readonly steps: readonly StepSummary[];
}

/** All that the charts draw, over one x. */
export interface Drawing {
  readonly steps: readonly number[];
  readonly epochs: readonly number[];
  readonly epoch_end: number;
  readonly arms: readonly DrawnArm[];
  readonly rules: readonly Rule[];
  readonly thin: boolean;
  readonly curves: Curves;
  /** False where summaries are left for the next frame. */
  readonly complete: boolean;
}

/** New summaries in one frame: some ten microseconds each, so a frame stays short even when a long curve comes back. */
const MOST_NEW_STEPS = 60;

/** Gathers what is to be drawn of a state. */
export function drawingOf(state: State, cache: SummaryCache, thin: boolean): Drawing {
  const { experiment, ghost } = state;
  const curves = shownCurves(state);
  const entries = arms(experiment).map((arm) => ({ id: arm, label: arm, color: colorOf(arm), keys: armKeys(experiment, arm) }));
  if (ghost) entries.push({ id: 'ghost', label: `before (${ghost.label})`, color: '--ghost', keys: [...ghost.keys] });
  let complete = true;
  const drawn = entries.map((entry): DrawnArm => {
    const summaries = cache.of(entry.keys, curves, MOST_NEW_STEPS);
    complete &&= summaries.complete;
    return { ...entry, steps: summaries.steps };
  });
  const steps = [...new Set(drawn.flatMap((arm) => arm.steps.map(({ step }) => step)))].sort((a, b) => a - b);
  const per_epoch = experiment.steps_per_epoch;
  const rules = experiment.spec.then.map((change) => ({ x: change.step / per_epoch, label: change.drop.join(' / ') }));
  return { steps, epochs: steps.map((step) => step / per_epoch), epoch_end: experiment.spec.epochs, arms: drawn, rules, thin, curves, complete };
}

/** The lines of one quantity: for each arm its mean with a band, and its replicates where they are asked for. */
export function linesOf(drawing: Drawing, quantity: Quantity, words: string, dashed: boolean): Line[] {
  return drawing.arms.flatMap((arm) => [...(drawing.thin && arm.id !== 'ghost' ? thinLines(drawing, arm, quantity, dashed) : []), meanLine(drawing, arm, quantity, words, dashed)]);
}

function meanLine(drawing: Drawing, arm: DrawnArm, quantity: Quantity, words: string, dashed: boolean): Line {
  const at = new Map(arm.steps.map(({ step, of }) => [step, of[quantity]]));
  const summaries = drawing.steps.map((step) => at.get(step));
  const line = { id: `${arm.id} ${quantity}`, label: `${arm.label} ${words}`.trim(), color: arm.color, dashed, past: arm.id === 'ghost', values: summaries.map((one) => one?.mean ?? null) };
  if (arm.id === 'ghost' || arm.keys.length < 2) return line;
  const edge = (sign: number): Column => summaries.map((one) => (typeof one?.half_width === 'number' ? one.mean + sign * one.half_width : null));
  return { ...line, band: { low: edge(-1), high: edge(1) } };
}

function thinLines(drawing: Drawing, arm: DrawnArm, quantity: Quantity, dashed: boolean): Line[] {
  return arm.keys.map((key, replicate) => {
    const curve = curveOf(drawing.curves, key);
    let index = 0;
    const values = drawing.steps.map((step) => {
      while ((curve.at(index)?.step ?? Infinity) < step) index += 1;
      const point = curve.at(index);
      return point?.step === step ? QUANTITIES[quantity](point) : null;
    });
    return { id: `${arm.id} ${quantity} ${String(replicate)}`, label: '', color: arm.color, dashed, thin: true, values };
  });
}

/** CSS token of an arm's colour. */
export function colorOf(arm: string): string {
  return arm === 'baseline' || arm === 'treatment' ? `--${arm}` : `--${arm.replace('pinned', 'pin')}`;
}
