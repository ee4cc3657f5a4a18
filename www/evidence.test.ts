/** @file The best evaluation, and the onset of overfitting after it. */
import { expect, test } from 'vitest';
import { Curve } from './curves';
import { bestStep, bestStepsOfOthers, measuredAlong, measuredAt, measuredAtBest, onsetOfOverfitting, risesSince } from './evidence';
import { armKeys } from './state';
import { initialState } from './store';
import { curveWithLosses, pointAt, probesOf } from './test-curves';
import { experimentOf } from './test-experiment';

const steps = [0, 10, 20, 30, 40, 50, 60];
const onset = (best: number, ...risen: number[]): number | undefined => onsetOfOverfitting(steps, best, (step) => risen.includes(step));

test('the onset is the first evaluation from which on the loss stays risen', () => {
  expect(onset(10, 30, 40, 50, 60)).toBe(30);
});

test('a rise that falls back is no onset, and a dip puts the onset behind it', () => {
  expect([onset(10, 20, 30), onset(10, 20, 40, 50, 60)]).toEqual([undefined, 40]);
});

test('one or two risen evaluations at the end may be chance', () => {
  expect([onset(10, 60), onset(10, 50, 60)]).toEqual([undefined, undefined]);
});

test('nothing before the best counts, and without rise there is no onset', () => {
  expect([onset(30, 0, 10, 20, 30, 40, 50, 60), onset(50), onset(10)]).toEqual([40, undefined, undefined]);
});

test('a run is compared with itself, and one that diverged is left out', () => {
  const curves = new Map([['a', curveWithLosses(3, 1, 2)], ['b', curveWithLosses(5, 4, 4.5)], ['c', curveWithLosses(3, 1, 9).withDivergence(25)]]);
  expect(risesSince(curves, new Map([['a', 10], ['b', 10], ['c', 10]]), 20)).toEqual([1, 0.5]);
});

test('a run that stopped keeps its last loss', () => {
  const curves = new Map([['a', curveWithLosses(3, 1, 2)], ['b', curveWithLosses(3, 1).withStop(10)]]);
  expect(risesSince(curves, new Map([['a', 10], ['b', 10]]), 20)).toEqual([1, 0]);
});

test('the best evaluation is the first with the lowest mean', () => {
  const curves = new Map([['a', curveWithLosses(3, 1, 2, 1)], ['b', curveWithLosses(3, 2, 1, 2)], ['gone', Curve.empty.withDivergence(0)]]);
  expect([bestStep(curves, ['a', 'b', 'gone'], 30), bestStep(curves, ['a'], 0), bestStep(curves, ['none'], 30)]).toEqual([10, 0, undefined]);
});

test('at the best step each run that has not diverged has one entry, and one that has diverged has none', () => {
  const experiment = experimentOf();
  const [gone = '', alive = ''] = armKeys(experiment, 'treatment');
  const curves = new Map([...armKeys(experiment, 'baseline').map((key) => [key, curveWithLosses(3, 2, 1)] as const), [gone, curveWithLosses(3, 0).withDivergence(15)], [alive, curveWithLosses(3, 1, 2)]]);
  const measured = measuredAtBest(initialState(experiment), curves);
  expect(measured.map(({ arm, replicate, step }) => [arm, replicate, step])).toEqual([['baseline', 0, 20], ['baseline', 1, 20], ['treatment', 1, 10]]);
});

test('each run takes the step that the others chose, and one alone its own', () => {
  const curves = new Map([['a', curveWithLosses(3, 1, 2)], ['b', curveWithLosses(3, 2, 1)], ['c', curveWithLosses(3, 2, 1)]]);
  expect([...bestStepsOfOthers(curves, ['a', 'b'], 20)]).toEqual([['a', 20], ['b', 10]]);
  expect([...bestStepsOfOthers(curves, ['a', 'b', 'c'], 20)]).toEqual([['a', 20], ['b', 10], ['c', 10]]);
  expect([...bestStepsOfOthers(curves, ['a'], 20)]).toEqual([['a', 10]]);
});

test('along the way each run has an entry for each of its own evaluations, up to the last step that all share', () => {
  const experiment = experimentOf();
  const [gone = '', stopped = ''] = armKeys(experiment, 'treatment');
  const curves = new Map([...armKeys(experiment, 'baseline').map((key, index) => [key, curveWithLosses(...[3, 2, 1, 1].slice(index))] as const), [gone, curveWithLosses().withDivergence(0)], [stopped, curveWithLosses(3, 1).withStop(10)]]);
  const measured = measuredAlong(initialState(experiment), curves);
  expect(measured.map(({ arm, replicate, step }) => `${arm}/${String(replicate)} at ${String(step)}`)).toEqual([
    'baseline/0 at 0', 'baseline/1 at 0', 'treatment/1 at 0', 'baseline/0 at 10', 'baseline/1 at 10', 'treatment/1 at 10', 'baseline/0 at 20', 'baseline/1 at 20',
  ]);
});

test('probes go along with their evaluation, what was found at test time only with the one that it is of', () => {
  const experiment = experimentOf({ replicates: 1 });
  const test_time = { mean_confidence: 0.7, calibration_error: 0.1, masked: undefined };
  const [probes, later] = [probesOf([2]), probesOf([2], 100)];
  const curve = Curve.empty.with(pointAt(0)).with(pointAt(10, { probes })).with(pointAt(20, { probes: later })).withTestTime({ step: 20, test_time });
  const curves = new Map(armKeys(experiment, 'treatment').map((key) => [key, curve]));
  const at = (step: number) => measuredAt(initialState(experiment), curves, step).map((run) => [run.probes, run.test_time]);
  expect([at(0), at(10), at(20)]).toEqual([[[undefined, undefined]], [[probes, undefined]], [[later, test_time]]]);
});
