/** @file The desk for looks: one request after the other, each answered under its ticket, faults as sentences. */
import { expect, test } from 'vitest';
import type { Look } from './looks';
import { type InspectionLike, LookBench } from './look-bench';
import type { LookEvent, Move } from './protocol';
import { reportOf } from './test-experiment';

/** A hundred steps; refuses to be touched while it works, as the real one does. */
class FakeInspection {
  step = 0;
  freed = false;
  passes = 0;
  #working = false;
  constructor(readonly run: string) {}
  resume(step: number): void {
    this.#touch();
    this.step = step;
  }
  advance(units: number, until: number) {
    return this.#work(() => {
      this.step = Math.min(until, this.step + units);
      return reportOf({ step: this.step, reached: this.step >= until });
    });
  }
  train_batch(): Promise<number> {
    return this.#work(() => (this.step += 1));
  }
  masked_example(row: number) {
    if (row > 9) return Promise.reject(new Error(`row: found ${String(row)}, expected one below 10`));
    return this.#work(() => ({ step: this.step, row, example: 3, label: 1, layers: [] }));
  }
  begin_passes(): void {
    this.#touch();
    this.passes = 0;
  }
  next_pass() {
    return this.#work(() => ({ passes: (this.passes += 1) }));
  }
  free(): void {
    this.#touch();
    this.freed = true;
  }
  async #work<T>(done: () => T): Promise<T> {
    this.#touch();
    this.#working = true;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#working = false;
    return done();
  }
  #touch(): void {
    if (this.#working) throw new Error('touched while working');
  }
}

function desk() {
  const events: LookEvent[] = [];
  const inspections: FakeInspection[] = [];
  let now = 0;
  let ticket = 0;
  const trainer = {
    inspect: (_link: string, run: string) => {
      if (!run.includes('/')) throw new Error(`found no run ${run}`);
      const inspection = new FakeInspection(run);
      inspections.push(inspection);
      return inspection as unknown as InspectionLike;
    },
  };
  const bench = new LookBench(trainer, { post: (event) => events.push(event), now: () => (now += 15) });
  const move = (network: number, one: Move): void => bench.handle({ kind: 'move', ticket: (ticket += 1), network, move: one });
  const look = (network: number, one: Look): void => bench.handle({ kind: 'look', ticket: (ticket += 1), network, look: one });
  return { move, look, events, inspections };
}

const idle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

test('requests that come at once wait for each other and are answered in order', async () => {
  const { move, look, events } = desk();
  move(0, { kind: 'begin', link: 'a', run: 'baseline/0' });
  move(1, { kind: 'begin', link: 'a', run: 'treatment/0' });
  move(0, { kind: 'resume', held: { step: 20, weights: new Float32Array() } });
  move(0, { kind: 'batch' });
  look(0, { kind: 'masked-example', row: 4 });
  move(1, { kind: 'advance', until: 50 });
  await idle();
  expect(events).toEqual([
    { kind: 'moved', ticket: 1, step: 0, reached: true },
    { kind: 'moved', ticket: 2, step: 0, reached: true },
    { kind: 'moved', ticket: 3, step: 20, reached: true },
    { kind: 'moved', ticket: 4, step: 21, reached: true },
    { kind: 'looked', ticket: 5, seen: { step: 21, row: 4, example: 3, label: 1, layers: [] } },
    { kind: 'moved', ticket: 6, step: 1, reached: false },
  ]);
});

test('slices of training grow until they take long enough', async () => {
  const { move, events } = desk();
  move(0, { kind: 'begin', link: 'a', run: 'baseline/0' });
  for (let slice = 0; slice < 4; slice += 1) move(0, { kind: 'advance', until: 50 });
  await idle();
  expect(events.slice(1).map((event) => event.kind === 'moved' && event.step)).toEqual([1, 3, 7, 15]);
});

test('passes go on from those before, or begin anew', async () => {
  const { move, look, events } = desk();
  move(0, { kind: 'begin', link: 'a', run: 'baseline/0' });
  for (const begin of [true, false, false, true]) look(0, { kind: 'passes', scaled: true, begin });
  await idle();
  expect(events.slice(1).map((event) => event.kind === 'looked' && (event.seen as { passes: number }).passes)).toEqual([1, 2, 3, 1]);
});

test('a network that is begun anew lets go of the one before', async () => {
  const { move, inspections } = desk();
  move(0, { kind: 'begin', link: 'a', run: 'baseline/0' });
  move(0, { kind: 'begin', link: 'b', run: 'baseline/1' });
  await idle();
  expect(inspections.map(({ run, freed }) => [run, freed])).toEqual([['baseline/0', true], ['baseline/1', false]]);
});

test('what fails is said under its ticket, and the next request is answered', async () => {
  const { move, look, events } = desk();
  look(0, { kind: 'first-layer' });
  move(0, { kind: 'begin', link: 'a', run: 'nonsense' });
  move(0, { kind: 'begin', link: 'a', run: 'baseline/0' });
  look(0, { kind: 'masked-example', row: 10 });
  look(0, { kind: 'masked-example', row: 9 });
  await idle();
  expect(events.map(({ kind }) => kind)).toEqual(['look-failed', 'look-failed', 'moved', 'look-failed', 'looked']);
  expect(events.flatMap((event) => (event.kind === 'look-failed' ? [event.message] : []))).toEqual([
    'Found no network 0 to look at, expected one that was begun.',
    'found no run nonsense',
    'row: found 10, expected one below 10',
  ]);
});
