/** @file The inspector against a made-up worker: which networks it fetches or trains, what it says, and that no answer is of another step. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Curve } from '../curves';
import type { Command, DataBytes, Event, LookCommand, LookEvent } from '../protocol';
import type { RunSet } from '../run-sets';
import type { State } from '../state';
import { curveKey } from '../state';
import { initialState } from '../store';
import { experimentOf, resultOf } from '../test-experiment';
import { Stale } from './inspector';
import type { WorkerLike } from './look-worker';
import type { HeldWeights } from '../looks';
import { PairInspector } from './pair-inspector';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers as the worker would, one macrotask later; a slice is 5 steps. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  readonly moves: string[] = [];
  readonly steps = [-1, -1];
  ended = false;
  /** Answers all looks with this fault. */
  fault: string | undefined;
  #last: Promise<void> = Promise.resolve();

  postMessage(command: Command | LookCommand): void {
    if (command.kind === 'open') this.say({ kind: 'opened', backend: command.device === 'webgpu' ? 'webgpu' : 'cpu', reason: 'the CPU', adapter: undefined });
    if (command.kind !== 'move' && command.kind !== 'look') return;
    this.#last = this.#last.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      this.say(this.#answer(command));
    });
  }
  terminate(): void {
    this.ended = true;
  }
  say(event: Event | LookEvent): void {
    this.onmessage?.({ data: event } as MessageEvent<Event | LookEvent>);
  }
  #answer(command: LookCommand): LookEvent {
    const { ticket, network } = command;
    if (command.kind === 'look') {
      if (this.fault !== undefined) return { kind: 'look-failed', ticket, message: this.fault };
      return { kind: 'looked', ticket, seen: { step: this.steps[network] ?? -1, row: 0, example: 0, label: 0, layers: [] } };
    }
    const { move } = command;
    const from = this.steps[network] ?? 0;
    const to = { begin: 0, resume: move.kind === 'resume' ? move.held.step : 0, advance: move.kind === 'advance' ? Math.min(from + 5, move.until) : 0, batch: from + 1 }[move.kind];
    this.moves.push(`${String(network)} ${move.kind}${move.kind === 'begin' ? ` ${move.run}` : ` to ${String(to)}`}`);
    this.steps[network] = to;
    return { kind: 'moved', ticket, step: to, reached: move.kind !== 'advance' || to === move.until };
  }
}

const DATA: DataBytes = { train_pixels: new Uint8Array(784 * 2).fill(7), train_labels: new Uint8Array([3, 4]), test_pixels: new Uint8Array(784), test_labels: new Uint8Array([5]) };

function openState(given: Partial<State> = {}): State {
  const experiment = given.experiment ?? experimentOf();
  return {
    ...initialState(experiment, 'done'),
    trainer: { kind: 'open', backend: 'cpu', reason: 'the CPU', adapter: undefined, worker_count: 2 },
    data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 },
    ...given,
  };
}

/** Both arms of replicate 0 measured up to these steps. */
function measured(state: State, baseline: number, treatment: number): State {
  const curves = new Map(state.curves);
  for (const run of state.experiment.runs.filter(({ replicate }) => replicate === 0)) {
    const last = run.arm === 'baseline' ? baseline : treatment;
    let curve = Curve.empty;
    for (let step = 0; step <= last; step += 10) curve = curve.with({ step, ...resultOf(run.arm, 0) });
    curves.set(curveKey(run), curve);
  }
  return { ...state, curves };
}

/** The two runs held in shares of their own. */
function held(state: State): State {
  const runs = state.experiment.runs.filter(({ replicate }) => replicate === 0);
  const shares = runs.map((run, worker) => ({ worker, step: 0, runs: [{ name: `${run.arm}/0`, key: curveKey(run) }] }));
  const set: RunSet = { run_set_id: 1, link: '', epochs: 2, then: '', shares };
  return { ...state, run_sets: [set] };
}

function lab(first: State) {
  const workers: FakeWorker[] = [];
  const at: Record<string, number> = {};
  let state = first;
  const pool = {
    module: {} as WebAssembly.Module,
    data: DATA,
    weights: (_: number, run: string): Promise<HeldWeights | undefined> => Promise.resolve(at[run] === undefined ? undefined : { step: at[run], weights: new Float32Array() }),
  };
  const startWorker = (): WorkerLike => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  const inspector = new PairInspector({ state: () => state, pool, startWorker, linkFor: (link) => `${link} looked at` });
  const show = (next: State): void => {
    state = next;
    inspector.update();
  };
  return { inspector, workers, at, pool, show };
}

const passes = (millis = 100): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);
const LOOK = { kind: 'masked-example', row: 0 } as const;

test('no worker lives before a panel is open, nor after the last one was closed', async () => {
  const { inspector, workers, show } = lab(openState());
  show(openState());
  expect(workers).toHaveLength(0);
  inspector.open();
  inspector.open();
  await passes();
  expect(workers).toHaveLength(1);
  inspector.close();
  expect(workers[0]?.ended).toBe(false);
  inspector.close();
  expect([workers[0]?.ended, inspector.standing()]).toEqual([true, undefined]);
});

test('before anything has trained the untrained pair is there', async () => {
  const { inspector, workers } = lab(openState());
  inspector.open();
  expect(inspector.standing()).toBeUndefined();
  await passes();
  expect(workers[0]?.moves).toEqual(['0 begin baseline/0', '1 begin treatment/0']);
  expect(inspector.standing()).toMatchObject({ step: 0, replicate: 0, is_busy: false, words: 'Baseline beside treatment, replicate 1, before the first training step.' });
});

test('weights that are held are taken over, and the network behind catches up', async () => {
  const { inspector, workers, at } = lab(held(measured(openState(), 20, 10)));
  Object.assign(at, { 'baseline/0': 20, 'treatment/0': 17 });
  inspector.open();
  await passes();
  expect(workers[0]?.moves).toEqual(['0 begin baseline/0', '0 resume to 20', '1 begin treatment/0', '1 resume to 17', '1 advance to 20']);
  expect(inspector.standing()).toMatchObject({ step: 20, epoch: 2 });
});

test('recalled runs train here up to the last step measured, and the sentence says so', async () => {
  const { inspector, workers } = lab(measured(openState(), 20, 20));
  const said: string[] = [];
  inspector.listen(() => said.push(inspector.says()));
  inspector.open();
  await passes();
  expect(workers[0]?.moves.filter((move) => move.startsWith('1'))).toEqual(['1 begin treatment/0', '1 advance to 5', '1 advance to 10', '1 advance to 15', '1 advance to 20']);
  expect(said).toContain('The weights of these runs are not held at one step, so this pair trains here once more: baseline at step 5 of 20.');
  expect(inspector.says()).toBe('Baseline beside treatment, replicate 1, after 20 training steps (epoch 2).');
});

test('with momentum no weights are taken over', async () => {
  const experiment = experimentOf();
  const { inspector, workers, at } = lab(held(measured(openState({ experiment: { ...experiment, spec: { ...experiment.spec, momentum: 0.9 } } }), 10, 10)));
  Object.assign(at, { 'baseline/0': 10, 'treatment/0': 10 });
  inspector.open();
  await passes();
  expect(workers[0]?.moves.some((move) => move.includes('resume'))).toBe(false);
  expect(inspector.standing()?.step).toBe(10);
});

test('weights that cannot be read are trained here, and the sentence says why', async () => {
  const { inspector, workers, pool } = lab(held(measured(openState(), 10, 10)));
  const said: string[] = [];
  pool.weights = () => Promise.reject(new Error('the device no longer answers'));
  inspector.listen(() => said.push(inspector.says()));
  inspector.open();
  await passes();
  expect(workers[0]?.moves.some((move) => move.includes('resume'))).toBe(false);
  expect(said).toContain('The weights of these runs cannot be read (the device no longer answers), so this pair trains here once more: treatment at step 5 of 10.');
  expect(inspector.standing()?.step).toBe(10);
});

test('the pair follows training about once a second, each time as another version', async () => {
  const { inspector, workers, at, show } = lab(held(measured(openState(), 0, 0)));
  Object.assign(at, { 'baseline/0': 0, 'treatment/0': 0 });
  inspector.open();
  await passes();
  const first = inspector.standing()?.version;
  Object.assign(at, { 'baseline/0': 10, 'treatment/0': 10 });
  show(held(measured(openState(), 10, 10)));
  await passes(500);
  expect(inspector.standing()?.step).toBe(0);
  await passes(600);
  expect(inspector.standing()?.step).toBe(10);
  expect(inspector.standing()?.version).not.toBe(first);
  expect(workers[0]?.moves.filter((move) => move.includes('begin'))).toHaveLength(2);
});

test('while it is held the pair stays, and follows once let go', async () => {
  const { inspector, at, show } = lab(held(measured(openState(), 0, 0)));
  Object.assign(at, { 'baseline/0': 0, 'treatment/0': 0 });
  inspector.open();
  await passes();
  const release = inspector.hold();
  Object.assign(at, { 'baseline/0': 10, 'treatment/0': 10 });
  show(held(measured(openState(), 10, 10)));
  await passes(3000);
  expect(inspector.standing()?.step).toBe(0);
  release();
  release();
  await passes();
  expect(inspector.standing()?.step).toBe(10);
});

test('a batch goes on from the experiment in the inspector alone, and back follows it again', async () => {
  const { inspector, workers, at, show } = lab(held(measured(openState(), 10, 10)));
  Object.assign(at, { 'baseline/0': 10, 'treatment/0': 10 });
  inspector.open();
  await passes();
  void inspector.stepBatch();
  void inspector.stepBatch();
  await passes();
  expect(inspector.standing()).toMatchObject({ step: 12, is_apart: true });
  expect(inspector.says()).toBe('Baseline beside treatment, replicate 1, 2 batches on from the experiment, which stays where it is: after 12 training steps.');
  Object.assign(at, { 'baseline/0': 20, 'treatment/0': 20 });
  show(held(measured(openState(), 20, 20)));
  await passes(3000);
  expect(inspector.standing()?.step).toBe(12);
  inspector.back();
  await passes();
  expect(inspector.standing()).toMatchObject({ step: 20, is_apart: false });
  expect(workers).toHaveLength(1);
});

test('a batch that is overtaken by another choice is not taken for the experiment', async () => {
  const { inspector, workers, at } = lab(held(measured(openState({ experiment: experimentOf({ pin: ['0,0.9,0.9'] }) }), 10, 10)));
  Object.assign(at, { 'baseline/0': 10, 'treatment/0': 10, 'pinned-1/0': 10 });
  inspector.open();
  await passes();
  const stepped = inspector.stepBatch().catch((error: unknown) => error);
  inspector.choose('pinned-1', 0);
  await passes();
  expect(await stepped).toBeInstanceOf(Stale);
  expect(workers[0]?.moves.slice(4)).toEqual(['0 batch to 11', '0 resume to 10', '1 begin pinned-1/0', '1 resume to 10']);
  expect(inspector.standing()).toMatchObject({ step: 10, is_apart: false });
});

test('going back while a batch is under way ends at the experiment', async () => {
  const { inspector, at } = lab(held(measured(openState(), 10, 10)));
  Object.assign(at, { 'baseline/0': 10, 'treatment/0': 10 });
  inspector.open();
  await passes();
  const stepped = inspector.stepBatch();
  inspector.back();
  await passes();
  await stepped;
  expect(inspector.standing()).toMatchObject({ step: 10, is_apart: false, is_busy: false });
});

test('looks are answered in order; one that the pair has moved on from is refused as stale', async () => {
  const { inspector, workers, at, show } = lab(held(measured(openState(), 10, 10)));
  Object.assign(at, { 'baseline/0': 10, 'treatment/0': 10 });
  inspector.open();
  await expect(inspector.look(0, LOOK)).rejects.toThrow(Stale);
  await passes();
  const order: number[] = [];
  const looks = [0, 1].map((side) => inspector.look(side === 0 ? 0 : 1, LOOK).then(({ step }) => order.push(step)));
  await passes();
  await Promise.all(looks);
  expect(order).toEqual([10, 10]);
  const overtaken = inspector.look(1, LOOK);
  const refused = expect(overtaken).rejects.toThrow(Stale);
  // Another link.
  show(measured(openState({ experiment: experimentOf({ drop: '0,0.2,0.2' }) }), 0, 0));
  expect(inspector.standing()).toBeUndefined();
  await passes();
  await refused;
  expect(inspector.standing()?.step).toBe(0);
  expect(workers).toHaveLength(1);
});

test('another arm and replicate can be chosen; what the experiment lacks gives way', async () => {
  const { inspector, workers } = lab(openState({ experiment: experimentOf({ pin: ['0,0.9,0.9'] }) }));
  inspector.open();
  await passes();
  inspector.choose('pinned-1', 1);
  await passes();
  expect(workers[0]?.moves.slice(2)).toEqual(['0 begin baseline/1', '1 begin pinned-1/1']);
  inspector.choose('pinned-7', 9);
  await passes();
  expect(inspector.standing()).toMatchObject({ replicate: 0, arms: [{ id: 'baseline' }, { id: 'treatment' }] });
});

test('other data or another device take another worker', async () => {
  const { inspector, workers, pool, show } = lab(openState());
  inspector.open();
  await passes();
  pool.data = { ...DATA };
  show(openState());
  await passes();
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  show(openState({ trainer: { kind: 'open', backend: 'webgpu', reason: 'WebGPU', adapter: 'a', worker_count: 1 } }));
  await passes();
  expect(workers.map(({ ended }) => ended)).toEqual([true, true, false]);
  expect(inspector.standing()?.step).toBe(0);
});

test('before trainer and data have come a sentence says what is missing', () => {
  const { inspector, workers, show } = lab(openState({ trainer: { kind: 'opening' } }));
  inspector.open();
  expect(inspector.says()).toContain('as soon as the trainer is here');
  show(openState({ data: { kind: 'awaiting-files' } }));
  expect(inspector.says()).toContain('as soon as the data are here');
  expect(workers).toHaveLength(0);
});

test('while kept runs are being looked for the worker waits', async () => {
  const { inspector, workers, show } = lab(openState());
  inspector.open();
  await passes();
  show(openState({ experiment: experimentOf({ drop: '0,0.2,0.2' }), recall: 'asking' }));
  expect([inspector.standing(), inspector.says()]).toEqual([undefined, 'Looking for what is kept of these runs.']);
  show(openState({ experiment: experimentOf({ drop: '0,0.2,0.2' }) }));
  await passes();
  expect(workers).toHaveLength(1);
  expect(workers[0]?.moves.slice(2)).toEqual(['1 begin treatment/0']);
  expect(inspector.standing()?.step).toBe(0);
});

test('a worker that fails is told in a sentence, and another pair is tried', async () => {
  const { inspector, workers, show } = lab(openState());
  inspector.open();
  await passes();
  workers[0]?.say({ kind: 'failed', message: 'out of memory' });
  await passes();
  expect([inspector.says(), inspector.standing()]).toEqual(['Looking inside has stopped: out of memory', undefined]);
  await expect(inspector.look(0, LOOK)).rejects.toThrow('Looking inside has stopped: out of memory');
  expect(workers).toHaveLength(1);
  show(openState({ experiment: experimentOf({ seed: 9 }) }));
  await passes();
  expect(workers).toHaveLength(2);
  expect(inspector.standing()?.step).toBe(0);
});

test('a GPU that is lost is opened anew, but not for ever', async () => {
  const { inspector, workers } = lab(openState({ trainer: { kind: 'open', backend: 'webgpu', reason: 'WebGPU', adapter: 'a', worker_count: 1 } }));
  const said: string[] = [];
  inspector.listen(() => said.push(inspector.says()));
  inspector.open();
  for (let time = 1; time <= 3; time += 1) {
    await passes();
    const worker = workers.at(-1);
    if (worker) worker.fault = 'The device was lost.';
    const lost = expect(inspector.look(0, LOOK)).rejects.toThrow('The device was lost.');
    await passes(1);
    await lost;
  }
  await passes();
  expect(workers).toHaveLength(3);
  expect(said).toContain('The GPU was lost while looking (The device was lost.) and is opened anew.');
  expect(inspector.says()).toBe('Looking inside has stopped: The device was lost.');
});

test('pixels and labels are those of the data in use', () => {
  const { inspector } = lab(openState());
  expect([inspector.pixels('train', 1)?.[783], inspector.pixels('test', 1), inspector.label('train', 1), inspector.label('test', 9)]).toEqual([7, undefined, 4, undefined]);
});
