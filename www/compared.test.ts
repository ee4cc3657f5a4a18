/** @file What is compared: the choice of the reader, or the last evaluation and a sentence that says so. */
import { expect, test } from 'vitest';
import { Comparing, FIRST_CHOICE, gather } from './compared';
import { armKeys, type State } from './state';
import { initialState } from './store';
import { curveWithLosses } from './test-curves';
import { experimentOf } from './test-experiment';

/** Baseline best at epoch 1, treatment at epoch 2; two replicates each. */
function measured(): State {
  const experiment = experimentOf({ epochs: 3 });
  const curves = new Map([
    ...armKeys(experiment, 'baseline').map((key) => [key, curveWithLosses(3, 1, 2, 3)] as const),
    ...armKeys(experiment, 'treatment').map((key) => [key, curveWithLosses(3, 2, 1, 2)] as const),
  ]);
  return { ...initialState(experiment), curves };
}

const steps = ({ measured: runs }: { measured: readonly { readonly step: number }[] }): number[] => [...new Set(runs.map(({ step }) => step))];

test('the last evaluation, one that was picked, and the best of each arm', () => {
  const state = measured();
  const at = (choice: Parameters<typeof gather>[2]) => gather(state, state.curves, choice, 30);
  expect(steps(at({ at: 'last', picked_epoch: undefined }))).toEqual([30]);
  expect(at({ at: 'step', picked_epoch: 1 })).toMatchObject({ at: 'step', fallback: undefined });
  expect(steps(at({ at: 'step', picked_epoch: 1 }))).toEqual([10]);
  expect(at({ at: 'best', picked_epoch: undefined }).measured.map(({ arm, step }) => `${arm} ${String(step)}`)).toEqual(['baseline 10', 'treatment 20', 'baseline 10', 'treatment 20']);
});

test('where nothing is picked, or not every run was evaluated, the last one stands in and says so', () => {
  const state = measured();
  for (const picked_epoch of [undefined, 1.5, 7]) {
    const found = gather(state, state.curves, { at: 'step', picked_epoch }, 30);
    expect([found.at, steps(found), typeof found.fallback]).toEqual(['last', [30], 'string']);
  }
});

test('a run that had diverged before the picked epoch is no reason to fall back', () => {
  const state = measured();
  const [first = ''] = armKeys(state.experiment, 'treatment');
  const curves = new Map([...state.curves, [first, curveWithLosses(3).withDivergence(4)]]);
  const found = gather(state, curves, { at: 'step', picked_epoch: 1 }, 30);
  expect([found.at, found.measured.length]).toEqual(['step', 3]);
});

test('what is compared stays the same object until something changes', () => {
  const comparing = new Comparing();
  const state = measured();
  const first = comparing.of(state, state.curves, FIRST_CHOICE);
  expect(comparing.of({ ...state }, state.curves, { ...FIRST_CHOICE, holm: true })).toBe(first);
  expect(comparing.of(state, state.curves, { ...FIRST_CHOICE, at: 'best' })).not.toBe(first);
});

test('replicates that come in once they have caught up are compared, too', () => {
  const all = measured();
  const { experiment } = all;
  const comparing = new Comparing();
  const some = comparing.of({ ...all, experiment: { ...experiment, runs: experiment.runs.filter(({ replicate }) => replicate === 0) } }, all.curves, FIRST_CHOICE);
  expect([some.measured.length, comparing.of(all, all.curves, FIRST_CHOICE).measured.length]).toEqual([2, 4]);
});
