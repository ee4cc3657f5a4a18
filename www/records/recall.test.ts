/** @file Before anything trains, what is kept is looked for: for the right place, for the right experiment, and not for long. */
import { afterEach, expect, test, vi } from 'vitest';
import type { Unfinished } from '../checkpoints';
import { Curve, curveOf } from '../curves';
import { curveKey, phase, recalledCount, type State, wantedKeys } from '../state';
import type { Experiment } from '../core';
import { initialState, Store } from '../store';
import { experimentOf } from '../test-experiment';
import { Keeper } from './keeper';
import { Recall } from './recall';
import { memoryShelf, type Shelf } from './shelf';
import { pointAt } from '../test-curves';

afterEach(() => {
  vi.useRealTimers();
});

const curve = (...steps: number[]): Curve => steps.reduce((sum, step) => sum.with(pointAt(step, { test_loss: 3, test_accuracy: 0.5 })), Curve.empty);

interface Scene {
  readonly has_gpu?: boolean;
  readonly shelf?: Shelf;
  readonly kept?: Readonly<Record<string, readonly string[]>>;
}

/** Run was pressed and data are here, the trainer is not. */
function scene({ has_gpu = false, shelf = memoryShelf(), kept = {} }: Scene = {}) {
  const keeper = new Keeper({ open: () => Promise.resolve(shelf) });
  for (const [place, keys] of Object.entries(kept)) for (const key of keys) keeper.keep(place, key, curve(0, 10, 20));
  const store = new Store(initialState(experimentOf(), 'asking'));
  store.dispatch({ kind: 'data', data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 } });
  store.dispatch({ kind: 'run' });
  return { store, keeper, recall: new Recall(store, keeper, has_gpu) };
}

const trainerOpens = (store: Store, recall?: State['recall']): void =>
  store.dispatch({ kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 1, ...(recall ? { recall } : {}) });
const started = ({ state }: Store): string[] => state.run_sets.flatMap((set) => set.shares.flatMap((share) => share.runs.map(({ name }) => name)));

test('nothing starts before the answer is here, and then only what is missing', async () => {
  const [first = '', second = ''] = wantedKeys(experimentOf());
  const { store, recall } = scene({ kept: { cpu: [first, second] } });
  trainerOpens(store);
  expect([phase(store.state), started(store)]).toEqual(['running', []]);
  await recall.ask(store.state.experiment);
  expect(started(store)).toEqual(['baseline/1', 'treatment/1']);
  expect([recalledCount(store.state), curveOf(store.state.curves, first).last_step]).toEqual([2, 20]);
});

test('where all is kept, nothing trains and Run is done', async () => {
  const { store, recall } = scene({ kept: { cpu: wantedKeys(experimentOf()) } });
  await recall.ask(store.state.experiment);
  trainerOpens(store);
  expect([phase(store.state), store.state.wants_running, started(store), recalledCount(store.state)]).toEqual(['finished', false, [], 4]);
});

test('an answer about an experiment that was left is kept, but does not speak for the new one', async () => {
  const left = experimentOf();
  const { store, recall } = scene({ kept: { cpu: wantedKeys(left) } });
  trainerOpens(store);
  const asked = recall.ask(left);
  store.dispatch({ kind: 'opened', experiment: experimentOf({ drop: '0,0.8,0.5' }), cause: 'anew', recall: 'asking' });
  await asked;
  expect([store.state.recall, started(store)]).toEqual(['asking', []]);
  await recall.ask(store.state.experiment);
  expect([store.state.recall, started(store)]).toEqual(['done', ['treatment/0', 'treatment/1']]);
});

test('a GPU is predicted from its last use; without one, the trainer is waited for', async () => {
  const place = 'webgpu(one)';
  const { store, keeper, recall } = scene({ has_gpu: true, kept: { [place]: wantedKeys(experimentOf()) } });
  await recall.ask(store.state.experiment);
  expect(store.state.recall).toBe('asking');
  keeper.rememberPlace('auto', place);
  await keeper.settled();
  await recall.ask(store.state.experiment);
  expect([store.state.recall, recalledCount(store.state)]).toEqual(['done', 4]);
  expect(recall.arrived(place, 'auto')).toEqual({ was_elsewhere: false, is_news: false });
  expect(recall.arrived('cpu', 'auto')).toEqual({ was_elsewhere: true, is_news: true });
});

test('an answer for a place that turned out wrong is dropped', async () => {
  const memory = memoryShelf();
  const answers: (() => void)[] = [];
  const slow: Shelf = { ...memory, runs: (keys) => new Promise((resolve) => answers.push(() => resolve(memory.runs(keys)))) };
  const { store, keeper, recall } = scene({ has_gpu: true, shelf: slow, kept: { 'webgpu(one)': wantedKeys(experimentOf()) } });
  keeper.rememberPlace('auto', 'webgpu(one)');
  await keeper.settled();
  const asked = recall.ask(store.state.experiment);
  await vi.waitUntil(() => answers.length === 1);
  recall.arrived('cpu', 'auto');
  trainerOpens(store, 'asking');
  answers.shift()?.();
  await asked;
  expect([store.state.recall, store.state.curves.size, started(store)]).toEqual(['asking', 0, []]);
  const asked_again = recall.ask(store.state.experiment);
  await vi.waitUntil(() => answers.length === 1);
  answers.shift()?.();
  await asked_again;
  expect([recalledCount(store.state), started(store)]).toEqual([0, ['baseline/0', 'treatment/0', 'baseline/1', 'treatment/1']]);
});

test('a lookup that takes too long counts as empty and is told of; what comes later is still shown', async () => {
  vi.useFakeTimers();
  let answer: (records: unknown[]) => void = () => undefined;
  const slow = { ...memoryShelf(), runs: () => new Promise<unknown[]>((resolve) => (answer = resolve)) };
  const { store, recall } = scene({ shelf: slow });
  trainerOpens(store);
  const asked = recall.ask(store.state.experiment);
  await vi.advanceTimersByTimeAsync(1900);
  expect(started(store)).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(started(store)).toHaveLength(4);
  expect(store.state.notices.at(-1)?.text).toContain('could not be read within two seconds');
  answer([]);
  await asked;
  expect(started(store)).toHaveLength(4);
});

test('a lookup that fails counts as empty, with its reason', async () => {
  const broken = { ...memoryShelf(), runs: () => Promise.reject(new Error('The disk is gone.')) };
  const { store, keeper, recall } = scene({ shelf: broken });
  keeper.callbacks = { onNotice: (text) => store.dispatch({ kind: 'notice', text }), onChange: () => undefined };
  trainerOpens(store);
  await recall.ask(store.state.experiment);
  expect(started(store)).toHaveLength(4);
  expect(store.state.notices.at(-1)?.text).toContain('The disk is gone.');
});

test('weights on the way to a recalled curve are given up, and what is trained again is no longer recalled', async () => {
  const experiment = experimentOf();
  const { store, keeper, recall } = scene();
  trainerOpens(store);
  await recall.ask(experiment);
  expect(started(store)).toHaveLength(4);
  const key = experiment.runs.map(curveKey)[1] ?? '';
  keeper.keep('cpu', key, curve(0, 10, 20));
  await recall.ask(experiment);
  expect(started(store)).toEqual(['baseline/0', 'baseline/1', 'treatment/1']);
  expect(recalledCount(store.state)).toBe(1);
  store.dispatch({ kind: 'opened', experiment: experimentOf({ epochs: 4 }), cause: 'continue' });
  expect([recalledCount(store.state), started(store).at(-1)]).toEqual([0, 'treatment/0']);
  expect(store.state.notices.at(-1)?.text).toContain('one run are no longer held');
});

test('what was kept with probes is recalled for the same experiment without them', async () => {
  const { store, recall } = scene({ kept: { cpu: wantedKeys(experimentOf({ probes: true })) } });
  trainerOpens(store);
  await recall.ask(store.state.experiment);
  expect([phase(store.state), started(store), recalledCount(store.state)]).toEqual(['finished', [], 4]);
});

test('what was left running goes on once it is found, whichever lookup finds it, and only under its own link', async () => {
  const experiment = experimentOf();
  const found = (keys: readonly string[]): ReadonlyMap<string, Unfinished> => new Map(keys.map((key) => [key, { curve: curve(0, 10), checkpoint: { step: 14, curve_step: 10, bytes: new Uint8Array() } }]));
  const lookups = async (link: string, second: Experiment): Promise<[string, number | undefined]> => {
    const keeper = new Keeper({ open: () => Promise.resolve(memoryShelf()) });
    const store = new Store(initialState(experiment, 'asking'));
    store.dispatch({ kind: 'data', data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 } });
    trainerOpens(store);
    const recall = new Recall(store, keeper, false, { link, pause_epoch: 2 });
    await recall.ask(experiment);
    store.dispatch({ kind: 'opened', experiment: second, cause: 'link', recall: 'asking' });
    keeper.recallUnfinished = (_place, keys) => Promise.resolve(new Map(found(keys)));
    await recall.ask(second);
    return [phase(store.state), store.state.pause_epoch];
  };
  expect(await lookups(experiment.link, experiment)).toEqual(['running', 2]);
  expect(await lookups(experiment.link, experimentOf({ seed: 7 }))).toEqual(['paused', undefined]);
  expect(await lookups('another', experiment)).toEqual(['paused', undefined]);
});
