/** @file The two sentences under the gap charts are the treatment's, or the first compared arm's. */
import { expect, test } from 'vitest';
import type { ArmEffects, Effects } from './statistics';
import { gapSentences } from './verdicts';

const arm = (id: string, ...measures: string[]): ArmEffects => ({ arm: id, name: id, effects: measures.map((measure) => ({ measure, sentence: `${id} ${measure}` })) as ArmEffects['effects'] });
const found = (...arms: ArmEffects[]): Effects => ({ heading: '', notes: [], arms });

test('the treatment comes first, whatever stands before it', () => {
  expect(gapSentences(found(arm('baseline', 'accuracy_gap'), arm('treatment', 'accuracy_gap', 'loss_gap')))).toEqual(['treatment accuracy_gap', 'treatment loss_gap']);
});

test('without it the first arm that was measured, and nothing before any', () => {
  expect(gapSentences(found(arm('baseline', 'accuracy_gap', 'loss_gap'), arm('pinned-1', 'accuracy_gap')))).toEqual(['baseline accuracy_gap', 'baseline loss_gap']);
  expect(gapSentences(found(arm('treatment')))).toEqual(['', '']);
});
