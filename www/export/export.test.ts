/** @file An exported table holds every number in full, under the link that it came from. */
import { expect, test } from 'vitest';
import { Curve } from '../curves';
import { armKeys, type State } from '../state';
import { initialState } from '../store';
import { pointAt, probesOf } from '../test-curves';
import { experimentOf } from '../test-experiment';
import { csvText } from './csv';
import { measuresCsv } from './measures-csv';
import { probesCsv } from './probes-csv';

const PAGE = 'http://localhost/lab/#old';

/** One replicate; only the treatment was measured, twice. */
function state(): State {
  const experiment = experimentOf({ replicates: 1 });
  const [key = ''] = armKeys(experiment, 'treatment');
  const curve = Curve.empty.with(pointAt(0, { test_loss: 1 / 3 })).with(pointAt(10, { probes: probesOf([2, 1]), batch_loss: 0.25 }));
  return { ...initialState(experiment), curves: new Map([[key, curve]]) };
}

test('cells are quoted where they must be, and what is absent is empty', () => {
  expect(csvText('here', ['a', 'b', 'c'], [['0,0.5', 1e-7, undefined], ['say "so"', -1, 'x']])).toBe('# here\na,b,c\n"0,0.5",1e-7,\n"say ""so""",-1,x\n');
});

test('measures: a row for each evaluation, to the last bit', () => {
  const [link, names, first, second, ...more] = measuresCsv(state(), PAGE).trimEnd().split('\n');
  expect(link).toBe(`# http://localhost/lab/#${state().experiment.link}`);
  expect(names).toBe('arm,replicate,seed,drop,step,epoch,train_loss,train_accuracy,test_loss,test_accuracy,batch_loss,batch_accuracy');
  expect(first).toBe('treatment,0,1,"0,0.5,0.5",0,0,0.5,0.9,0.3333333333333333,0.8,,');
  expect(second).toBe('treatment,0,1,"0,0.5,0.5",10,1,0.5,0.9,1,0.8,0.25,');
  expect(more).toEqual([]);
});

test('probes: a row for each layer where there were any, its weights beside it, its units at the end', () => {
  const [, names = '', ...rows] = probesCsv(state(), PAGE).trimEnd().split('\n').map((line) => line.replace('"0,0.5,0.5"', 'drop').split(','));
  const value = (row: number, name: string): string | undefined => rows[row]?.[names.indexOf(name)];
  const { layers, weights } = probesOf([2, 1]);
  expect(rows.map((row) => [row[4], row[6]])).toEqual([['10', 'hidden_1'], ['10', 'hidden_2'], ['10', 'output']]);
  expect([0, 1, 2].map((row) => value(row, 'predicted_variance'))).toEqual([...layers.map((layer) => String(layer.predicted_variance)), '']);
  expect([0, 1, 2].map((row) => value(row, 'gradient_norm'))).toEqual(weights.map((of) => String(of.gradient_norm)));
  expect([0, 1, 2].map((row) => value(row, 'unit_1_outgoing_norm'))).toEqual([String(layers[0]?.units[1]?.outgoing_norm), '', '']);
});
