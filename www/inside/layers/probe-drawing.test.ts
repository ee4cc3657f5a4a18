/** @file Layer charts show the evaluations that all runs of an arm were probed at, and the mean over its replicates. */
import { expect, test } from 'vitest';
import { Curve, type Curves } from '../../curves';
import { armKeys, type State } from '../../state';
import { initialState } from '../../store';
import { pointAt, probesOf } from '../../test-curves';
import { experimentOf } from '../../test-experiment';
import { FIGURE_CHOICES, type LayerFigure, layerName, showsUnits, yRange } from './layer-figures';
import { lineOf, probeDrawing, ProbedSteps, ProbeSummaries } from './probe-drawing';

const probed = (first: number, ...steps: number[]): Curve => steps.reduce((sum, step) => sum.with(pointAt(step, { probes: probesOf([2, 1], first) })), Curve.empty);
const mean = (values: Float64Array) =>
  values.length === 0 ? undefined : { count: values.length, mean: values.reduce((a, b) => a + b, 0) / values.length, standard_deviation: undefined, half_width: values.length > 1 ? 1 : undefined };
const figureOf = (id: string): LayerFigure => FIGURE_CHOICES.flatMap(({ figures }) => figures).find((figure) => figure.id === id) ?? expect.fail(id);

function state(curves: Curves): State {
  return { ...initialState(experimentOf()), curves };
}

test('a step counts where every run that has not diverged was probed or has stopped', () => {
  const curves = new Map([['a', probed(0, 0, 10, 20)], ['b', probed(0, 0, 10)], ['stopped', probed(0, 0, 5).withStop(5)], ['gone', probed(0, 0).withDivergence(5)]]);
  expect([new ProbedSteps().of(['a', 'b'], curves), new ProbedSteps().of(['a', 'stopped'], curves), new ProbedSteps().of(['a', 'gone'], curves)]).toEqual([[0, 10], [0, 10, 20], [0, 10, 20]]);
  expect([new ProbedSteps().of(['a', 'none'], curves), new ProbedSteps().of(['a', 'plain'], new Map([...curves, ['plain', Curve.empty.with(pointAt(0))]]))]).toEqual([[], []]);
});

test('steps that come later are added, and a divergence begins anew', () => {
  const steps = new ProbedSteps();
  const of = (a: Curve, b: Curve): readonly number[] => steps.of(['a', 'b'], new Map([['a', a], ['b', b]]));
  const short = of(probed(0, 0, 10, 20), probed(0, 0, 10));
  const longer = of(probed(0, 0, 10, 20, 30), probed(0, 0, 10, 20));
  expect([short, longer, of(probed(0, 0, 10, 20, 30), probed(0, 0, 10, 20).withDivergence(25)), of(probed(0, 0), probed(0, 0))]).toEqual([[0, 10], [0, 10, 20], [0, 10, 20, 30], [0]]);
});

test('a line is the mean over the replicates, with its interval, and empty where the arm was not probed', () => {
  const [first = '', second = ''] = armKeys(experimentOf(), 'treatment');
  const [base = '', other = ''] = armKeys(experimentOf(), 'baseline');
  const curves = new Map([[first, probed(0, 0, 10)], [second, probed(2, 0, 10)], [base, probed(0, 0)], [other, probed(0, 0)]]);
  const drawing = probeDrawing(state(curves), new ProbedSteps(), undefined);
  expect([drawing.steps, drawing.epochs]).toEqual([[0, 10], [0, 1]]);
  const [before] = figureOf('mask').series(1, drawing.network);
  const lines = drawing.arms.map((arm) => {
    const { values } = new ProbeSummaries(mean).of('x', arm, curves, before?.read ?? expect.fail(), 9);
    return lineOf(drawing, arm, before ?? expect.fail(), values);
  });
  const value = probesOf([2, 1]).layers[1]?.variance_before_mask ?? NaN;
  expect(lines.map(({ label, values }) => [label, values])).toEqual([['baseline before', [value, null]], ['treatment before', [value + 1, value + 1]]]);
  expect(lines[1]?.band).toEqual({ low: [value, value], high: [value + 2, value + 2] });
});

test('a quantity that a run lacks is left out of the mean', () => {
  const none = probesOf([2, 1]);
  const curves = new Map([['a', Curve.empty.with(pointAt(0, { probes: { ...none, layers: none.layers.map((layer) => ({ ...layer, unit_correlation: undefined })) } }))], ['b', probed(0, 0)]]);
  const arm = { ...(probeDrawing(state(new Map()), new ProbedSteps(), undefined).arms[0] ?? expect.fail()), steps: [0] };
  const [series] = figureOf('unit_correlation').series(0, { hidden: [2, 1], lazy: 0 });
  const summaries = new ProbeSummaries(mean);
  const at_start = (...keys: string[]) => summaries.of('r', { ...arm, keys }, curves, series?.read ?? expect.fail(), 9).values.get(0);
  expect([at_start('a', 'b')?.count, at_start('a')]).toEqual([1, undefined]);
});

test('the output has weights, but no outputs of its own', () => {
  const network = { hidden: [8, 300], lazy: 0 };
  expect([figureOf('mask').layers(network), figureOf('gradient_norm').layers(network)]).toEqual([[0, 1], [0, 1, 2]]);
  expect([0, 1, 2].map((layer) => layerName(layer, network))).toEqual(['Hidden 1', 'Hidden 2', 'Output']);
});

test('units are drawn one by one where there are few, or lazy ones; lazy ones are marked', () => {
  const figure = figureOf('incoming_norm');
  expect([figure.layers({ hidden: [8, 300], lazy: 0 }), figure.layers({ hidden: [8, 300], lazy: 2 }), showsUnits({ hidden: [300], lazy: 0 })]).toEqual([[0], [0, 1], false]);
  const told = (hidden: number, lazy: number) => figure.series(0, { hidden: [hidden], lazy }).map(({ words, stroke }) => `${words} ${stroke}`);
  expect(told(3, 1)).toEqual(['A (lazy) solid', 'B dashed', 'C dashed']);
  expect([told(3, 0)[0], told(300, 2).length]).toEqual(['A solid', 8]);
});

test('an axis begins at zero and ends above the highest value, or at the most there can be', () => {
  expect([yRange(undefined)(-1, 2), yRange(1)(0.2, 0.99), yRange(undefined)(0, 0)]).toEqual([[0, 2.12], [0, 1.005], [0, 1]]);
});
