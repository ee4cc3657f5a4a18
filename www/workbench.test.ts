/** @file The loop of a worker: furthest behind first, commands between slices, nothing while paused. */
import { expect, test } from 'vitest';
import type { Event, Report, RunCheckpoint } from './protocol';
import { reportOf } from './test-experiment';
import { type SessionLike, type WeightsLike, Workbench } from './workbench';

/** One step a unit, hundred steps in all; refuses to be touched while it advances, as the real one does. */
class FakeSession implements SessionLike {
  step = 0;
  freed = false;
  #advancing = false;
  constructor(readonly log: string[], readonly name: string) {}
  async advance(units: number, until: number): Promise<Report> {
    this.#advancing = true;
    await Promise.resolve();
    const end = Math.min(until, 100);
    const done = Math.min(units, end - this.step);
    this.step += done;
    this.log.push(`${this.name}@${String(this.step)}`);
    this.#advancing = false;
    return reportOf({ step: this.step, steps: 100, units: done, reached: this.step >= end });
  }
  retain(): void {
    this.#touch();
  }
  update(): void {
    this.#touch();
  }
  weights(run: string): Promise<WeightsLike | undefined> {
    this.#touch();
    if (run === 'lost/0') return Promise.reject(new Error('The device was lost.'));
    return Promise.resolve(run === 'baseline/0' ? { step: this.step, weights: new Float32Array([this.step]), free: () => this.log.push('weights freed') } : undefined);
  }
  checkpoints(): Promise<{ runs: RunCheckpoint[] }> {
    this.#touch();
    return Promise.resolve({ runs: [{ arm: 'baseline', replicate: 0, step: this.step, bytes: new Uint8Array([this.step]) }] });
  }
  free(): void {
    this.#touch();
    this.freed = true;
  }
  #touch(): void {
    if (this.#advancing) throw new Error('touched while advancing');
  }
}

/** A clock that moves by so much whenever it is looked at. */
function bench(millis = 15) {
  const log: string[] = [];
  const events: Event[] = [];
  const sessions: FakeSession[] = [];
  let now = 0;
  const trainer = {
    set_data: () => undefined,
    start: (link: string) => {
      const session = new FakeSession(log, link);
      sessions.push(session);
      return session;
    },
    go_on: (link: string, runs: string[], checkpoints: Uint8Array[]) => {
      const [first] = checkpoints;
      if (first?.[0] === 99) throw new Error('checkpoint: found damaged bytes');
      const session = trainer.start(`${link} with ${runs.join()}`);
      session.step = first?.[0] ?? 0;
      return session;
    },
  };
  const workbench = new Workbench(trainer, {
    post: (event) => events.push(event),
    now: () => (now += millis),
    nextMacrotask: () => new Promise((resolve) => setTimeout(resolve, 0)),
  });
  return { workbench, log, events, sessions };
}

const idle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

test('nothing advances before it is told to train, nor beyond its step', async () => {
  const { workbench, sessions, log } = bench();
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: ['baseline/0'] });
  await idle();
  expect(log).toEqual([]);
  workbench.handle({ kind: 'train', until: 10 });
  await idle();
  expect(sessions[0]?.step).toBe(10);
});

test('the share furthest behind goes first', async () => {
  const { workbench, log } = bench();
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: [] });
  workbench.handle({ kind: 'train', until: 50 });
  await idle();
  workbench.handle({ kind: 'start', run_set_id: 2, link: 'b', runs: [] });
  workbench.handle({ kind: 'train', until: 100 });
  await idle();
  const last_of_b_behind = log.indexOf(log.find((entry) => entry.startsWith('b@') && Number(entry.slice(2)) > 50) ?? '');
  const first_of_a_again = log.findIndex((entry) => entry.startsWith('a@') && Number(entry.slice(2)) > 50);
  expect(first_of_a_again).toBeGreaterThan(0);
  expect(first_of_a_again).toBeGreaterThanOrEqual(last_of_b_behind - 1);
});

test('pause and drop wait for the slice in progress and are answered', async () => {
  const { workbench, events, sessions } = bench();
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: [] });
  workbench.handle({ kind: 'train', until: 100 });
  workbench.handle({ kind: 'pause', ticket: 5 });
  workbench.handle({ kind: 'drop', run_set_id: 1 });
  await idle();
  const settled = events.filter((event) => event.kind === 'settled');
  expect(settled).toEqual([{ kind: 'settled', ticket: 5, steps: [{ run_set_id: 1, step: expect.any(Number) as number }] }]);
  expect([sessions[0]?.freed, events.some((event) => event.kind === 'failed')]).toEqual([true, false]);
});

test('a session that fails is told once and stops the training', async () => {
  const events: Event[] = [];
  const session: SessionLike = { advance: () => Promise.reject(new Error('The device was lost.')), retain: () => undefined, update: () => undefined, weights: () => Promise.resolve(undefined), checkpoints: () => Promise.resolve({ runs: [] }), free: () => undefined };
  const surroundings = { post: (event: Event) => events.push(event), now: () => 0, nextMacrotask: () => Promise.resolve() };
  const workbench = new Workbench({ set_data: () => undefined, start: () => session, go_on: () => session }, surroundings);
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: [] });
  workbench.handle({ kind: 'train', until: 10 });
  await idle();
  expect(events).toEqual([{ kind: 'failed', message: 'The device was lost.' }]);
});

test('weights are copied between two slices, while it trains on', async () => {
  const { workbench, events, sessions, log } = bench();
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: ['baseline/0'] });
  workbench.handle({ kind: 'train', until: 100 });
  workbench.handle({ kind: 'weights', ticket: 7, run_set_id: 1, run: 'baseline/0' });
  await idle();
  const [told] = events.filter((event) => event.kind === 'weights');
  expect(told).toMatchObject({ ticket: 7, held: { step: told?.held?.weights[0] } });
  expect(told?.held?.step).toBeLessThan(100);
  expect(log).toContain('weights freed');
  expect(sessions[0]?.step).toBe(100);
});

test('weights that are not held are said to be none, and a fault is a sentence that stops nothing', async () => {
  const { workbench, events, sessions } = bench();
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: ['baseline/0'] });
  workbench.handle({ kind: 'weights', ticket: 1, run_set_id: 1, run: 'treatment/0' });
  workbench.handle({ kind: 'weights', ticket: 2, run_set_id: 9, run: 'baseline/0' });
  workbench.handle({ kind: 'weights', ticket: 3, run_set_id: 1, run: 'lost/0' });
  workbench.handle({ kind: 'train', until: 10 });
  await idle();
  expect(events.filter((event) => event.kind === 'weights')).toEqual([
    { kind: 'weights', ticket: 1, held: undefined },
    { kind: 'weights', ticket: 2, held: undefined },
    { kind: 'weights', ticket: 3, held: undefined, fault: 'The device was lost.' },
  ]);
  expect([sessions[0]?.step, events.some((event) => event.kind === 'failed')]).toEqual([10, false]);
});

const kept = (events: readonly Event[]): number[] => events.flatMap((event) => (event.kind === 'checkpoints' ? event.runs.map(({ step }) => step) : []));

test('an experiment of a few seconds is not kept on the way, a longer one is, every few seconds', async () => {
  const short = bench(15);
  short.workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: ['baseline/0'] });
  short.workbench.handle({ kind: 'train', until: 100 });
  await idle();
  expect([short.sessions[0]?.step, kept(short.events)]).toEqual([100, []]);
  // Three looks at the clock for a slice of one step: a checkpoint every other slice.
  const long = bench(1000);
  long.workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: ['baseline/0'] });
  long.workbench.handle({ kind: 'train', until: 12 });
  await idle();
  expect(kept(long.events)).toEqual([2, 4, 6, 8, 10, 12]);
});

test('where runs are is told when asked, at a pause for instance, and not twice', async () => {
  const { workbench, events } = bench();
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: ['baseline/0'] });
  workbench.handle({ kind: 'keep' });
  workbench.handle({ kind: 'train', until: 10 });
  await idle();
  workbench.handle({ kind: 'pause', ticket: 0 });
  workbench.handle({ kind: 'keep' });
  workbench.handle({ kind: 'keep' });
  await idle();
  expect(kept(events)).toEqual([10]);
});

test('a run goes on from its checkpoint, and from its seed where that is of no use', async () => {
  const { workbench, events, sessions } = bench();
  workbench.handle({ kind: 'start', run_set_id: 1, link: 'a', runs: ['baseline/0'], checkpoints: [new Uint8Array([42])] });
  workbench.handle({ kind: 'start', run_set_id: 2, link: 'a', runs: ['baseline/1'], checkpoints: [new Uint8Array([99])] });
  await idle();
  expect(sessions.map(({ name, step }) => [name, step])).toEqual([['a with baseline/0', 42], ['a', 0]]);
  expect(events).toEqual([{ kind: 'checkpoint-fault', run_set_id: 2, message: 'checkpoint: found damaged bytes', is_restarted: true }]);
});
