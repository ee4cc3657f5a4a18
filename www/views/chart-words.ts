/** @file What a chart shows at one step, in a few sentences: for readers who do not see it, and for paper. */

import { capitalised, epochText, loss, percent, points } from '../format';
import type { Quantity, StepSummary } from '../summaries';
import { laterTexts } from '../texts/later';
import { turnLines } from './endings';
import { meanText } from './quantities';
import type { Drawing } from './series';

type Write = (value: number) => string;

/** The charts that are put into words. */
export type DescribedChart = 'accuracy-chart' | 'gap-chart' | 'loss-chart' | 'loss-gap-chart';

/** What the statistics say of the gaps at the same step; empty where there is nothing to compare. */
export interface GapVerdicts {
  readonly accuracy: string;
  readonly loss: string;
}

/** The sentences of every chart, by its id. */
export function chartWords(drawing: Drawing, step: number, verdicts: GapVerdicts): Readonly<Record<DescribedChart, string>> {
  const when = whenWords(drawing, step);
  const both = (train: Quantity, test: Quantity, write: Write): string[] =>
    armWords(drawing, step, (arm, at) => laterTexts().summaries.both(arm, meanText(at.of[train], write), meanText(at.of[test], write)));
  const one = (quantity: Quantity, write: Write): string[] => armWords(drawing, step, (arm, at) => laterTexts().summaries.one(arm, meanText(at.of[quantity], write)));
  return {
    'accuracy-chart': joined(when, ...both('train_accuracy', 'test_accuracy', percent)),
    'gap-chart': joined(when, ...one('accuracy_gap', points), verdicts.accuracy),
    'loss-chart': joined(when, ...both('train_loss', 'test_loss', loss), ...turnLines(drawing)),
    'loss-gap-chart': joined(when, ...one('loss_gap', loss), verdicts.loss),
  };
}

/** "After epoch 30, means over the replicates." */
function whenWords({ steps_per_epoch, arms }: Pick<Drawing, 'steps_per_epoch' | 'arms'>, step: number): string {
  const epoch = epochText(step / steps_per_epoch);
  return arms.every(({ keys }) => keys.length < 2) ? laterTexts().summaries.single(epoch) : laterTexts().summaries.means(epoch);
}

export function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** A sentence for each arm, from its summary at the step. */
function armWords({ arms }: Drawing, step: number, say: (arm: string, at: StepSummary) => string): string[] {
  return arms.filter((arm) => arm.id !== 'ghost').map(({ label, steps }) => {
    const at = steps.find((one) => one.step === step);
    return at ? say(capitalised(label), at) : laterTexts().summaries.no_value(capitalised(label));
  });
}
