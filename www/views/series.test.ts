/** @file What the charts draw beside mean lines: noise band, batch accuracy, turning points, runs that ended before the others. */
import { expect, test } from 'vitest';
import type { Curve } from '../curves';
import { StepValues } from '../step-values';
import { armKeys, type State } from '../state';
import { initialState } from '../store';
import { SummaryCache } from '../summaries';
import { curveWithLosses, pointAt } from '../test-curves';
import { experimentOf } from '../test-experiment';
import { TurningPoints } from '../turning-points';
import { dottedLines } from './batch-lines';
import { divergenceMarks, turnLines, turnMarks } from './endings';
import { noiseLines } from './noise-band';
import { type Drawing, drawingOf, type Kept } from './series';

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
const kept = (): Kept => {
  const summarize = (values: Float64Array) => (values.length === 0 ? undefined : { count: values.length, mean: mean(values), standard_deviation: undefined, half_width: values.length > 1 ? 0.5 : undefined });
  return { summaries: new SummaryCache(summarize), turns: new TurningPoints(summarize), values: new StepValues(), noiseHalfWidth: (first, second) => Math.abs(mean(first) - mean(second)) + 0.25 };
};

function stateOf(curves: Readonly<Record<string, readonly Curve[]>>, change: Partial<State['experiment']> = {}): State {
  const pin = Object.keys(curves).filter((arm) => arm.startsWith('pinned')).map((_, index) => `0,0.${String(index + 1)},0`);
  const experiment = { ...experimentOf({ epochs: 5, pin }), ...change };
  const keyed = Object.entries(curves).flatMap(([arm, of]) => armKeys(experiment, arm).map((key, replicate) => [key, of[replicate] ?? curveWithLosses(1)] as const));
  return { ...initialState(experiment), curves: new Map(keyed) };
}

function drawn(state: State, { thin = false, batch = false } = {}): Drawing {
  const caches = kept();
  let drawing = drawingOf(state, caches, { thin, batch, picked_epoch: undefined });
  while (!drawing.complete) drawing = drawingOf(state, caches, { thin, batch, picked_epoch: undefined });
  return drawing;
}

const rising = [3, 2, 1, 2, 3, 4];

test('arms carry their names and, all but the baseline, symbols', () => {
  const two = drawn(stateOf({ baseline: [], treatment: [] }));
  const three = drawn(stateOf({ baseline: [], treatment: [], 'pinned-1': [] }, { arms: ['baseline', 'treatment', 'pinned-1'].map((id) => ({ id, name: `my ${id}`, drop: [], shares_seeds: true })) }));
  expect(two.arms.map(({ symbol }) => symbol)).toEqual([undefined, 'circle']);
  expect(three.arms.map(({ label, symbol }) => [label, symbol])).toEqual([['my baseline', undefined], ['my treatment', 'circle'], ['my pinned-1', 'square']]);
});

test('the noise band lies around the first twin, where both were measured', () => {
  const level = (test_loss: number, count: number): Curve => curveWithLosses(...Array.from({ length: count }, () => test_loss));
  const state = stateOf({ treatment: [level(1, 3), level(1, 3)], 'pinned-1': [level(2, 2), level(2, 2)] }, { twins: ['treatment', 'pinned-1'] });
  const [band] = noiseLines(drawn(state), 'loss_gap');
  expect(band).toMatchObject({ stroke: 'none', label: 'noise band: equal settings, other seeds' });
  expect([band?.values, band?.band?.low, band?.band?.high]).toEqual([[0.5, 0.5, null], [-0.75, -0.75, null], [1.75, 1.75, null]]);
  expect(noiseLines(drawn(stateOf({ treatment: [level(1, 3), level(1, 3)] })), 'loss_gap')).toEqual([]);
});

test('batch accuracy is drawn dotted for baseline and treatment, from the first epoch on', () => {
  const learning = (batch_accuracy: number): Curve => curveWithLosses(3).with(pointAt(10, { batch_accuracy, batch_loss: 1 }));
  const state = stateOf({ baseline: [learning(0.5), learning(0.7)], treatment: [learning(0.2), learning(0.4)], 'pinned-1': [learning(0.9), learning(0.9)] });
  const lines = dottedLines(drawn(state, { batch: true }));
  expect(lines.map(({ label, stroke, values }) => [label, stroke, values])).toEqual([
    ['baseline in batches, masks on', 'dotted', [null, expect.closeTo(0.6)]],
    ['treatment in batches, masks on', 'dotted', [null, expect.closeTo(0.3)]],
  ]);
  expect(dottedLines(drawn(state))).toEqual([]);
});

test('marks and words name the best test loss and the onset of overfitting', () => {
  const drawing = drawn(stateOf({ baseline: [curveWithLosses(...rising), curveWithLosses(...rising)], treatment: [curveWithLosses(3, 2, 1), curveWithLosses(3, 2, 1)] }));
  expect(turnLines(drawing)).toEqual(['Baseline: best test loss at epoch 2, overfitting from epoch 3 on.', 'Treatment: best test loss at epoch 2.']);
  expect(turnMarks(drawing).map(({ kind, x, y, line }) => [kind, x, y, line])).toEqual([
    ['ring', 2, 1, 'baseline test_loss'],
    ['up', 3, 2, 'baseline test_loss'],
    ['ring', 2, 1, 'treatment test_loss'],
  ]);
});

test('runs that stopped or diverged are told, and crossed out only as single lines', () => {
  const state = stateOf({ baseline: [curveWithLosses(3, 2).withStop(10), curveWithLosses(3, 2, 1).withStop(20)], treatment: [curveWithLosses(3, 2, 1), curveWithLosses(3, 2).withDivergence(12)] });
  const [baseline, treatment] = turnLines(drawn(state));
  expect(baseline).toContain('stopped between epochs 1 and 2 in 2 of 2 replicates, by looking at the test set');
  expect(treatment).toContain('replicate 2 diverged at step 12');
  expect(divergenceMarks(drawn(state), ['test_loss'])).toEqual([]);
  expect(divergenceMarks(drawn(state, { thin: true }), ['test_loss'])).toEqual([{ x: 1, y: 2, kind: 'cross', color: '--treatment', line: 'treatment test_loss' }]);
});
