/** @file An exported table holds every number in full, under the link that it came from. */
import { expect, test } from 'vitest';
import { Curve, curveOf, type TestTimeAt } from '../curves';
import { armKeys, type State } from '../state';
import { initialState } from '../store';
import { pointAt, probesOf } from '../test-curves';
import { experimentOf } from '../test-experiment';
import { csvText } from './csv';
import { probesCsv } from './probes-csv';
import { told } from './records-file';
import { curvesCsv, effectsCsv } from './tables-csv';

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

const RECORDS = [
  '{"experiment":"v=1","replicates":[0],"backend":"cpu","adapter":null,"examples":"","version":"0.1.0"}',
  '{"arm":"treatment","replicate":0,"seed":1,"drop":[0.0,0.5,0.5],"step":0,"epoch":0.0,"train_loss":0.3333333333333333,"test_accuracy":0.8,"batch_loss":null,"probes":{"layers":[]}}',
  '{"arm":"treatment","replicate":0,"seed":1,"drop":[0.0,0.2,0.5],"step":10,"epoch":1.0,"train_loss":1e-7,"test_accuracy":0.8,"batch_loss":0.25,"test_time":{}}',
  '{"effect":"accuracy_gap","arm":"treatment","reference":"baseline","replicates":2,"mean":-0.1,"p_value":null,"verdict":"inconclusive"}',
  '{"records":2,"diverged":[],"stopped":[]}',
  '',
].join('\n');

test('curves: a row for each record, to the last bit, and what has a file of its own left out', () => {
  expect(curvesCsv(RECORDS, PAGE)).toBe(`# ${PAGE}
arm,replicate,seed,drop,step,epoch,train_loss,test_accuracy,batch_loss
treatment,0,1,"0,0.5,0.5",0,0,0.3333333333333333,0.8,
treatment,0,1,"0,0.2,0.5",10,1,1e-7,0.8,0.25
`);
});

test('effects: a row for each, with the fields of the terminal program', () => {
  expect(effectsCsv(RECORDS, PAGE)).toBe(`# ${PAGE}
effect,arm,reference,replicates,mean,p_value,verdict
accuracy_gap,treatment,baseline,2,-0.1,,inconclusive
`);
});

test('what is handed over of a run is all of it, and no measures at test time but the last', () => {
  const [key = ''] = armKeys(state().experiment, 'treatment');
  const test_time = (step: number): TestTimeAt => ({ step, test_time: { mean_confidence: step, calibration_error: 0 } as TestTimeAt['test_time'] });
  const curve = curveOf(state().curves, key).withTestTime(test_time(0)).withTestTime(test_time(10)).withStop(10);
  const found = told({ ...state(), curves: new Map([[key, curve]]) }, 'abc');
  expect(found.measured.map(({ arm, step, test_time: at }) => [arm, step, at?.mean_confidence])).toEqual([['treatment', 0, undefined], ['treatment', 10, 10]]);
  expect(found.batch_losses).toEqual([undefined, 0.25]);
  expect([found.complete, found.examples, found.stopped, found.diverged]).toEqual([false, 'abc', [{ arm: 'treatment', replicate: 0, step: 10 }], []]);
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
