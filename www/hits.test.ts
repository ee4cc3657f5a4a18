/** @file Hits on test examples are those of the end of training, or none. */
import { expect, test } from 'vitest';
import type { Curve } from './curves';
import { hitsByArm } from './hits';
import { curveKey, type State } from './state';
import { initialState } from './store';
import { curveWithLosses } from './test-curves';
import { experimentOf } from './test-experiment';

const with_hits = (curve: Curve, step: number): Curve => curve.withTestHits({ step, hits: Uint8Array.of(5, 255) });

function stateOf(curve: (arm: string, replicate: number) => Curve): State {
  const experiment = experimentOf({ epochs: 2 });
  return { ...initialState(experiment), curves: new Map(experiment.runs.map((run) => [curveKey(run), curve(run.arm, run.replicate)])) };
}

test('before training has ended nothing is known', () => {
  const state = stateOf(() => with_hits(curveWithLosses(3, 2), 10));
  expect(hitsByArm(state, state.curves)).toBeUndefined();
});

test('at the end the hits of each run, by arm', () => {
  const state = stateOf(() => with_hits(curveWithLosses(3, 2, 1), 20));
  expect(hitsByArm(state, state.curves)?.get('treatment')).toEqual([0, 1].map((replicate) => ({ arm: 'treatment', replicate, hits: [5, 255] })));
});

test('a run that stopped early counts with its last evaluation; one that diverged or has none does not', () => {
  const state = stateOf((arm, replicate) => {
    if (arm === 'treatment') return with_hits(curveWithLosses(3, 2), 10).withStop(10);
    return replicate === 0 ? curveWithLosses(3, 2, 1) : with_hits(curveWithLosses(3, 2), 10).withDivergence(15);
  });
  const found = hitsByArm(state, state.curves);
  expect([found?.get('treatment')?.length, found?.get('baseline')]).toEqual([2, undefined]);
});
