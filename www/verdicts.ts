/** @file What an experiment came to in two sentences: of the accuracy gap and of the loss gap. */

import type { Comparison, Effects } from './statistics';
import { lastStep, measuredAt } from './evidence';
import { shownCurves, type State } from './state';

/** The sentences on some measures of the treatment, or of the first arm where the treatment is what the others are compared with; else empty. */
export function sentencesOf({ arms }: Effects, measures: readonly string[]): string[] {
  const found = arms.filter(({ effects }) => effects.length > 0);
  const told = found.find(({ arm }) => arm === 'treatment') ?? found[0];
  return measures.map((measure) => told?.effects.find((effect) => effect.measure === measure)?.sentence ?? '');
}

/** Those on the two gaps. */
export function gapSentences(effects: Effects): [accuracy: string, loss: string] {
  const [accuracy = '', loss = ''] = sentencesOf(effects, ['accuracy_gap', 'loss_gap']);
  return [accuracy, loss];
}

/** The same at the last evaluation that all runs share. */
export function verdictsOf(state: State, compare: (link: string, comparison: Comparison) => Effects): [accuracy: string, loss: string] {
  const curves = shownCurves(state);
  return gapSentences(compare(state.experiment.link, { at: 'last', measured: measuredAt(state, curves, lastStep(state, curves)) }));
}
