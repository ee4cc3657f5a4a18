/** @file Tests of what scripts read and set: settings as an object and back, records with what was in force at each step. */
import { expect, test } from 'vitest';
import { Curve } from '../curves';
import { armKeys } from '../state';
import { initialState } from '../store';
import { pointAt } from '../test-curves';
import { experimentOf } from '../test-experiment';
import { recordsOf } from './records';
import { linkWith } from './settings-object';

test('an object changes the settings that it names and leaves the others', () => {
  const experiment = experimentOf({ drop: '0,0.5,0.5', epochs: 2 });
  expect(linkWith(experiment, { epochs: 7, drop: [0, 0.1, 0.2] })).toBe('drop=0%2C0.1%2C0.2&then=&epochs=7&replicates=2');
  expect(linkWith(experiment, { drop: '0,0.3,0.3', then: '5:0,0,0' })).toBe('drop=0%2C0.3%2C0.3&then=5%3A0%2C0%2C0&epochs=2&replicates=2');
  expect(linkWith(experiment, {})).toBe('drop=0%2C0.5%2C0.5&then=&epochs=2&replicates=2');
});

test('what is no setting, or no value of one, is named and not guessed at', () => {
  const experiment = experimentOf();
  expect(() => linkWith(experiment, { hide: 'lr' })).toThrow('setSpec: found the key "hide", expected one of drop, then, epochs, replicates');
  expect(() => linkWith(experiment, { epochs: null })).toThrow('setSpec: found null for epochs, expected a number, true or false, a text or a list of numbers');
  expect(() => linkWith(experiment, { drop: ['0'] })).toThrow('setSpec: found a list for drop');
});

test('records come by step, replicate and arm, with the drop probabilities in force there', () => {
  const experiment = experimentOf({ replicates: 2, drop: '0,0.5,0.5', then: '10:0,0.1,0.1' });
  const keys = ['baseline', 'treatment'].flatMap((arm) => armKeys(experiment, arm));
  const curve = [0, 10, 20].reduce((sum, step) => sum.with(pointAt(step)), Curve.empty);
  const records = recordsOf({ ...initialState(experiment), curves: new Map(keys.map((key) => [key, curve])) });
  expect(records.slice(0, 5).map(({ step, replicate, arm }) => `${String(step)} ${String(replicate)} ${arm}`)).toEqual(['0 0 baseline', '0 0 treatment', '0 1 baseline', '0 1 treatment', '10 0 baseline']);
  const treated = records.filter(({ arm, replicate }) => arm === 'treatment' && replicate === 0);
  expect(treated.map(({ drop }) => drop.join())).toEqual(['0,0.5,0.5', '0,0.1,0.1', '0,0.1,0.1']);
  expect(treated.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  expect(treated[0]).toMatchObject({ batch_loss: null, batch_accuracy: null });
});
