/** @file The switch of the probes says what pressing it leads to, and about how long that takes. */
import { expect, test } from 'vitest';
import { Curve } from '../../curves';
import { type State, wantedKeys } from '../../state';
import { initialState, reduce } from '../../store';
import { pointAt } from '../../test-curves';
import { experimentOf } from '../../test-experiment';
import { offText, onText } from './probes-switch';

function state(millis?: number, probes = false): State {
  const experiment = experimentOf({ probes });
  const blank = initialState(experiment);
  const open = reduce(reduce(blank, { kind: 'data', data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 } }), { kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 2 });
  if (millis === undefined) return open;
  const curve = Curve.empty.with(pointAt(0)).with(pointAt(20)).withMillis(millis);
  return { ...open, curves: new Map(wantedKeys(experiment).map((key) => [key, curve])) };
}

test('before anything has trained, there is nothing to train again', () => {
  expect(offText(state())).toMatch(/Switch it on, then press Run\.$/);
});

test('the time is that of all runs, a tenth more, over the workers', () => {
  expect(offText(state(10_000))).toMatch(/That takes about 22 s\.$/);
  expect(offText(state(0))).toMatch(/with the same curves\.$/);
});

test('while on, it says what is waited for', () => {
  expect([onText(state(undefined, true), false), onText(state(1, true), false), onText(state(1, true), true)]).toEqual([
    'The first values come with the first evaluation: press Run.',
    'None of these runs was measured inside.',
    'Each evaluation also measures inside the networks. Stop it, and the curves stay as they are.',
  ]);
});
