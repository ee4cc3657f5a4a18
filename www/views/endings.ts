/** @file What became of each arm's test loss, in a line: where it was best, from where on it overfits, which runs stopped or diverged. */

import type { Mark } from '../charts/chart-model';
import { curveOf } from '../curves';
import { capitalised, epochText } from '../format';
import { QUANTITIES, type Quantity } from '../summaries';
import { type DrawnArm, type Drawing, lineId } from './series';
import { laterTexts } from '../texts/later';

/** A line for each arm that has something to tell. */
export function turnLines(drawing: Drawing): string[] {
  return drawing.arms
    .filter((arm) => arm.id !== 'ghost')
    .map((arm) => ({ label: arm.label, told: [...turnsOf(arm, drawing), ...stopsOf(arm, drawing), ...divergencesOf(arm, drawing)] }))
    .filter(({ told }) => told.length > 0)
    .map(({ label, told }) => `${capitalised(label)}: ${told.join('; ')}.`);
}

/** The ring at the lowest mean test loss, and the triangle at the onset of overfitting. */
export function turnMarks(drawing: Drawing): Mark[] {
  return drawing.arms.flatMap((arm) => {
    const at = (step: number | undefined, kind: Mark['kind']): Mark[] => {
      const y = arm.steps.find((one) => one.step === step)?.of.test_loss.mean;
      return step === undefined || y === undefined ? [] : [{ x: step / drawing.steps_per_epoch, y, kind, color: arm.color, line: lineId(arm, 'test_loss') }];
    };
    // Before the second evaluation the only one is the best, which tells nothing.
    return arm.steps.length < 2 ? [] : [...at(arm.turns.best, 'ring'), ...at(arm.turns.onset, 'up')];
  });
}

/** A cross where a run was evaluated last before it diverged, as long as single runs are drawn. */
export function divergenceMarks(drawing: Drawing, quantities: readonly Quantity[]): Mark[] {
  if (!drawing.thin) return [];
  return drawing.arms.filter((arm) => arm.id !== 'ghost').flatMap((arm) =>
    arm.keys.flatMap((key) => {
      const curve = curveOf(drawing.curves, key);
      const last = curve.at(curve.length - 1);
      if (curve.diverged_at === undefined || !last) return [];
      return quantities.map((quantity): Mark => ({ x: last.step / drawing.steps_per_epoch, y: QUANTITIES[quantity](last), kind: 'cross', color: arm.color, line: lineId(arm, quantity) }));
    }),
  );
}

function turnsOf({ turns, steps, keys }: DrawnArm, drawing: Drawing): string[] {
  if (turns.best === undefined || steps.length < 2) return [];
  const { endings } = laterTexts();
  const onset = turns.onset === undefined ? '' : endings.onset(epoch(turns.onset, drawing));
  return [`${endings.best(epoch(turns.best, drawing))}${onset}${keys.length === 1 ? endings.single : ''}`];
}

function stopsOf({ keys }: DrawnArm, drawing: Drawing): string[] {
  const stops = keys.map((key) => curveOf(drawing.curves, key).stopped_at).filter((step) => step !== undefined);
  if (stops.length === 0) return [];
  const [first, last] = [Math.min(...stops), Math.max(...stops)];
  const { endings } = laterTexts();
  const when = first === last ? endings.at(epoch(first, drawing)) : endings.between(epoch(first, drawing), epoch(last, drawing));
  return [endings.stopped(when, stops.length, keys.length)];
}

function divergencesOf({ keys }: DrawnArm, drawing: Drawing): string[] {
  return keys.flatMap((key, replicate) => {
    const { diverged_at } = curveOf(drawing.curves, key);
    return diverged_at === undefined ? [] : [laterTexts().endings.diverged(replicate + 1, diverged_at)];
  });
}

function epoch(step: number, { steps_per_epoch }: Drawing): string {
  return epochText(step / steps_per_epoch);
}
