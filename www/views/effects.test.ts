/** @file What the evidence says where there is nothing to compare. */
import { expect, test } from 'vitest';
import type { Curves } from '../curves';
import { wantedKeys, type State } from '../state';
import { initialState } from '../store';
import { curveWithLosses } from '../test-curves';
import { experimentOf } from '../test-experiment';
import { nothingText } from './effects';

function stateWith(curves: Curves): State {
  const experiment = experimentOf();
  const trainer = { kind: 'open', backend: 'cpu', reason: 'CPU, as chosen', adapter: undefined, worker_count: 2 } as const;
  return { ...initialState(experiment), trainer, data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 }, wants_running: true, curves };
}

test('runs that diverged are not waited for', () => {
  const keys = wantedKeys(experimentOf());
  expect(nothingText({ ...stateWith(new Map()), wants_running: false })).toContain('press Run');
  expect(nothingText(stateWith(new Map()))).toContain('yet');
  expect(nothingText(stateWith(new Map(keys.map((key) => [key, curveWithLosses(1).withDivergence(10)]))))).toContain('it diverged');
});
