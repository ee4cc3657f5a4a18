/** @file What happens to runs and curves when the reader does something: reduce, without any worker. */
import { expect, test } from 'vitest';
import type { Experiment } from './core';
import { curveOf } from './curves';
import type { Report } from './protocol';
import { allEnded, armKeys, evaluatedEpoch, phase, reachedStep, shownCurves, type State, settled } from './state';
import { type Action, initialState, reduce, trainsUntil } from './store';
import { probesOf } from './test-curves';
import { experimentOf, reportOf, resultOf } from './test-experiment';
import { continueText } from './views/run-controls';

const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state);

/** Trainer and data have arrived. */
const ready = (experiment: Experiment = experimentOf(), worker_count = 1): State =>
  after(
    initialState(experiment),
    { kind: 'data', data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 } },
    { kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count },
  );

/** Every share of a run set is evaluated at this step. */
const evaluated = (state: State, run_set_id: number, step: number, extra: Partial<Report> = {}): State => {
  const set = state.run_sets.find((one) => one.run_set_id === run_set_id);
  const actions = (set?.shares ?? []).map((share): Action => {
    const results = share.runs.map(({ name }) => resultOf(name.split('/')[0] ?? '', Number(name.split('/')[1])));
    const report = reportOf({ step, reached: true, evaluations: [{ step, epoch: step / 10, results }], ...extra });
    return { kind: 'report', worker: share.worker, run_set_id, report, at_millis: step };
  });
  return after(state, ...actions);
};

const finished = (): State => [0, 10, 20].reduce((state, step) => evaluated(state, 1, step), after(ready(), { kind: 'run' }));
const names = (state: State, index: number): string[] => state.run_sets[index]?.shares.flatMap((share) => share.runs.map((run) => run.name)) ?? [];
const dragged = (state: State, drop: string): State => after(state, { kind: 'opened', experiment: experimentOf({ drop }), cause: 'anew' });

test('Run pressed before trainer and data have arrived is remembered', () => {
  const early = after(initialState(experimentOf()), { kind: 'run' });
  expect([phase(early), early.run_sets.length]).toEqual(['loading', 0]);
  const arrived = after(
    early,
    { kind: 'data', data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 } },
    { kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 3 },
  );
  expect([phase(arrived), names(arrived, 0).length, trainsUntil(arrived)]).toEqual(['running', 4, 20]);
});

test('a run set trains to its end and is finished', () => {
  const state = finished();
  expect([phase(state), state.wants_running, curveOf(state.curves, armKeys(state.experiment, 'baseline')[1] ?? '').last_step]).toEqual(['finished', false, 20]);
});

test('a report of a run set that is no longer held is dropped', () => {
  const running = after(ready(), { kind: 'run' });
  const reset = after(running, { kind: 'reset' });
  const late: Action = { kind: 'report', worker: 0, run_set_id: 1, at_millis: 0, report: reportOf({ step: 10, evaluations: [{ step: 10, epoch: 1, results: [resultOf('baseline', 0)] }] }) };
  expect(after(reset, late)).toBe(reset);
});

test('a drag keeps the baseline and its curves, trains the treatment anew and leaves a ghost', () => {
  const before = finished();
  const state = dragged(before, '0,0.8,0.5');
  expect(names(state, 0)).toEqual(['baseline/0', 'baseline/1']);
  expect(names(state, 1)).toEqual(['treatment/0', 'treatment/1']);
  expect(phase(state)).toBe('running');
  expect(state.ghost?.keys).toEqual(armKeys(before.experiment, 'treatment'));
  for (const key of armKeys(state.experiment, 'baseline')) expect(curveOf(state.curves, key).last_step).toBe(20);
});

test('a late report about the treatment before the drag is dropped, one about the baseline is not', () => {
  const running = evaluated(after(ready(), { kind: 'run' }), 1, 0);
  const state = dragged(running, '0,0.8,0.5');
  const report = reportOf({ step: 10, evaluations: [{ step: 10, epoch: 1, results: [resultOf('baseline', 0), resultOf('treatment', 0)] }] });
  const late = after(state, { kind: 'report', worker: 0, run_set_id: 1, at_millis: 0, report });
  expect(curveOf(late.curves, armKeys(running.experiment, 'treatment')[0] ?? '').last_step).toBe(0);
  expect(curveOf(late.curves, armKeys(running.experiment, 'baseline')[0] ?? '').last_step).toBe(10);
});

test('going back to an earlier setting shows its curve at once', () => {
  const away = dragged(finished(), '0,0.8,0.5');
  const back = dragged(away, '0,0.5,0.5');
  expect([phase(back), back.run_sets.length]).toEqual(['finished', 1]);
});

test('a drag before the first Run trains nothing', () => {
  const state = dragged(ready(), '0,0.8,0.5');
  expect([phase(state), state.run_sets.length, state.ghost]).toEqual(['ready', 0, undefined]);
});

test('a drag while paused stays paused', () => {
  const paused = after(evaluated(after(ready(), { kind: 'run' }), 1, 10), { kind: 'pause' });
  expect(phase(dragged(paused, '0,0.8,0.5'))).toBe('paused');
});

test('Step trains to the end of the epoch and pauses', () => {
  const stepping = after(ready(), { kind: 'step' });
  expect(trainsUntil(stepping)).toBe(10);
  const paused = [0, 10].reduce((state, step) => evaluated(state, 1, step), stepping);
  expect([phase(paused), trainsUntil(after(paused, { kind: 'step' }))]).toEqual(['paused', 20]);
});

test('Continue raises the epochs of what is held and starts nothing anew', () => {
  const state = after(finished(), { kind: 'opened', experiment: experimentOf({ epochs: 4 }), cause: 'continue' });
  expect([phase(state), state.run_sets.length, state.run_sets[0]?.epochs, state.continue_epochs, trainsUntil(state)]).toEqual(['running', 1, 4, 2, 40]);
});

test('runs whose weights are gone train again, and the page says so', () => {
  const restarted = after(finished(), { kind: 'trainer-restarted', forget_curves: false }, { kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 1 });
  expect(phase(restarted)).toBe('finished');
  const state = after(restarted, { kind: 'opened', experiment: experimentOf({ epochs: 4 }), cause: 'continue' });
  expect(names(state, 0)).toHaveLength(4);
  expect(state.notices.at(-1)?.text).toContain('4 runs are no longer held');
});

test('where every run stopped early, there is nothing to continue, and the page says so', () => {
  const running = evaluated(after(ready(), { kind: 'run' }), 1, 10);
  const ended = (stopped: readonly string[], diverged: readonly string[]) => {
    const at = (name: string) => ({ arm: name.split('/')[0] ?? '', replicate: Number(name.split('/')[1]), step: 10 });
    return evaluated(running, 1, 10, { evaluations: [], stopped: stopped.map(at), diverged: diverged.map(at) });
  };
  const [first = '', ...rest] = names(running, 0);
  expect([allEnded(ended([first, ...rest], [])), allEnded(ended(rest, [first])), allEnded(ended(rest, []))]).toEqual(['stopped early', 'stopped early or diverged', undefined]);
  expect(continueText(ended([first, ...rest], []))).toBe('Every run has stopped early; set early stopping to 0 to go on.');
  expect(continueText(ended(rest, []))).toBe('From these weights on to epoch 4.');
});

test('Reset clears the curves of this experiment and waits at step 0', () => {
  const state = after(finished(), { kind: 'reset' });
  expect([phase(state), state.run_sets.length, state.curves.size]).toEqual(['ready', 0, 0]);
});

test('new seeds share nothing with the old ones', () => {
  const state = after(finished(), { kind: 'opened', experiment: experimentOf({ seed: 100 }), cause: 'anew' });
  expect([phase(state), state.ghost, state.run_sets.map((set) => set.run_set_id)]).toEqual(['running', undefined, [2]]);
});

test('with "keep training" the treatment keeps its weights and its past under the new key', () => {
  const running = [0, 10].reduce((state, step) => evaluated(state, 1, step), after(ready(), { kind: 'run' }));
  const experiment = experimentOf({ then: '12:0,0.9,0.9' });
  const state = after(running, { kind: 'carried-on', experiment, step: 12 });
  const [key] = armKeys(experiment, 'treatment');
  expect(curveOf(state.curves, key ?? '').last_step).toBe(10);
  expect([state.run_sets.length, state.run_sets[0]?.then, phase(state)]).toEqual([1, '12:0,0.9,0.9', 'running']);
  expect(names(state, 0)).toHaveLength(4);
});

test('a diverged run is named with arm, replicate and step, and no longer waited for', () => {
  const running = evaluated(after(ready(), { kind: 'run' }), 1, 0);
  const diverged = evaluated(running, 1, 3, { evaluations: [], diverged: [{ arm: 'treatment', replicate: 1, step: 3 }] });
  expect(diverged.notices.at(-1)?.text).toMatch(/treatment run of replicate 2 diverged at step 3/);
  const others = { evaluations: [20].map((step) => ({ step, epoch: 2, results: ['baseline/0', 'treatment/0', 'baseline/1'].map((name) => resultOf(name.split('/')[0] ?? '', Number(name.split('/')[1]))) })) };
  expect(phase(evaluated(diverged, 1, 20, others))).toBe('finished');
});

test('an opened link waits for Run even while another one trains', () => {
  const state = after(ready(), { kind: 'run' }, { kind: 'opened', experiment: experimentOf({ seed: 7 }), cause: 'link' });
  expect([phase(state), state.run_sets.length]).toEqual(['ready', 0]);
});

test('a failure stops everything and Try again goes on', () => {
  const failed = after(ready(), { kind: 'run' }, { kind: 'failed', message: 'The device was lost.' });
  expect([phase(failed), trainsUntil(failed)]).toEqual(['failed', undefined]);
  const again = after(failed, { kind: 'trainer-restarted', forget_curves: false }, { kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 1 });
  expect(phase(again)).toBe('running');
});

test('the same notice is not said twice', () => {
  expect(after(ready(), { kind: 'notice', text: 'a' }, { kind: 'notice', text: 'a' }).notices).toHaveLength(1);
});

test('own files that replace others start nothing before the workers have them', () => {
  const running = after(ready(), { kind: 'run' });
  const replaced = after(running, { kind: 'files-replaced' });
  expect([phase(replaced), trainsUntil(replaced)]).toEqual(['loading', undefined]);
});

test('whenever curves are taken away, what was computed of them is void', () => {
  const generation = (...actions: Action[]): number => after(finished(), ...actions).curves_generation;
  expect(generation({ kind: 'opened', experiment: experimentOf({ drop: '0,0.8,0.5' }), cause: 'anew' }, { kind: 'trainer-restarted', forget_curves: false })).toBe(0);
  expect([generation({ kind: 'files-replaced' }), generation({ kind: 'reset' }), generation({ kind: 'trainer-restarted', forget_curves: true })]).toEqual([1, 1, 1]);
});

test('a drag during Step still ends with the epoch', () => {
  const stepping = after(ready(), { kind: 'step' });
  expect(trainsUntil(stepping)).toBe(10);
  expect(trainsUntil(dragged(stepping, '0,0.2,0.5'))).toBe(10);
});

test('Step goes on from the runs that have not diverged', () => {
  const running = evaluated(after(ready(experimentOf(), 4), { kind: 'run' }), 1, 10);
  const share = running.run_sets[0]?.shares[0];
  const [arm = '', replicate = ''] = share?.runs[0]?.name.split('/') ?? [];
  const report = reportOf({ reached: true, diverged: [{ arm, replicate: Number(replicate), step: 0 }] });
  const diverged = after(running, { kind: 'report', worker: share?.worker ?? 0, run_set_id: 1, report, at_millis: 0 }, { kind: 'pause' });
  expect(trainsUntil(after(diverged, { kind: 'step' }))).toBe(20);
});

test('a shorter experiment shows its curves no further than it goes', () => {
  const long = [0, 10, 20].reduce((state, step) => evaluated(state, 1, step), after(ready(), { kind: 'run' }));
  const short = after(long, { kind: 'opened', experiment: experimentOf({ epochs: 1 }), cause: 'setting' });
  expect([phase(short), evaluatedEpoch(short)]).toEqual(['finished', 1]);
  expect([...shownCurves(short).values()].map((curve) => curve.last_step)).toEqual([10, 10, 10, 10]);
});

test('a run that Continue took to its divergence has not diverged in a shorter experiment', () => {
  const longer = after(finished(), { kind: 'opened', experiment: experimentOf({ epochs: 4 }), cause: 'continue' });
  const diverged = evaluated(longer, 1, 30, { evaluations: [], diverged: [{ arm: 'treatment', replicate: 0, step: 30 }] });
  const [key = ''] = armKeys(diverged.experiment, 'treatment');
  expect(shownCurves(diverged).get(key)?.diverged_at).toBe(30);
  const short = after(diverged, { kind: 'opened', experiment: experimentOf(), cause: 'link' });
  expect([shownCurves(short).get(key)?.diverged_at, shownCurves(short).get(key)?.last_step]).toEqual([undefined, 20]);
});

test('curves that were trained further reach the end of a shorter experiment, weights that are held their own step', () => {
  const short = after(finished(), { kind: 'opened', experiment: experimentOf({ epochs: 1 }), cause: 'setting' });
  expect([reachedStep(short), reachedStep({ ...short, run_sets: [] })]).toEqual([20, 10]);
});

const named = (state: State): string[] => state.run_sets.flatMap((set) => set.shares.flatMap((share) => share.runs.map((run) => run.name)));
const opened = (state: State, experiment: Experiment, cause: 'setting' | 'anew' = 'setting'): State => after(state, { kind: 'opened', experiment, cause });

test('pinning the current treatment starts no new run', () => {
  const running = evaluated(after(ready(), { kind: 'run' }), 1, 10);
  const pinned = opened(running, experimentOf({ pin: ['0,0.5,0.5'] }));
  expect(pinned.run_sets).toBe(running.run_sets);
  expect(armKeys(pinned.experiment, 'pinned-1')).toEqual(armKeys(pinned.experiment, 'treatment'));
  expect(phase(opened(finished(), experimentOf({ pin: ['0,0.5,0.5'] })))).toBe('finished');
});

test('a treatment and a pinned arm alike are trained once, beside a baseline of its own', () => {
  const alike = experimentOf({ drop: '0,0,0', pin: ['0,0,0'] });
  expect(named(after(ready(alike), { kind: 'run' })).toSorted()).toEqual(['baseline/0', 'baseline/1', 'treatment/0', 'treatment/1']);
});

test('changing the treatment after pinning it keeps the run alive for the pinned arm', () => {
  const running = evaluated(opened(after(ready(), { kind: 'run' }), experimentOf({ pin: ['0,0.5,0.5'] })), 1, 10);
  const moved = opened(running, experimentOf({ drop: '0,0.8,0.5', pin: ['0,0.5,0.5'] }), 'anew');
  expect(names(moved, 0)).toEqual(['baseline/0', 'treatment/0', 'baseline/1', 'treatment/1']);
  expect(names(moved, 1)).toEqual(['treatment/0', 'treatment/1']);
  const later = evaluated(moved, 1, 20);
  expect(armKeys(later.experiment, 'pinned-1').map((key) => curveOf(later.curves, key).last_step)).toEqual([20, 20]);
  expect(armKeys(later.experiment, 'treatment').map((key) => curveOf(later.curves, key).last_step)).toEqual([-1, -1]);
});

test('reordering the pinned arms starts nothing', () => {
  const running = evaluated(after(ready(experimentOf({ pin: ['0,0.1,0.1', '0,0.2,0.2'] })), { kind: 'run' }), 1, 10);
  const reordered = opened(running, experimentOf({ pin: ['0,0.2,0.2', '0,0.1,0.1'] }));
  expect(reordered.run_sets).toBe(running.run_sets);
});

test('with "keep training" a pinned arm keeps the past it shared, and trains again only what it lacks', () => {
  const pin = ['0,0.5,0.5'];
  const running = [0, 10].reduce((state, step) => evaluated(state, 1, step), after(ready(experimentOf({ pin })), { kind: 'run' }));
  const state = after(running, { kind: 'carried-on', experiment: experimentOf({ pin, then: '12:0,0.9,0.9' }), step: 12 });
  const last = (arm: string): number[] => armKeys(state.experiment, arm).map((key) => curveOf(state.curves, key).last_step);
  expect([last('treatment'), last('pinned-1')]).toEqual([[10, 10], [10, 10]]);
  expect(names(state, 0)).toHaveLength(4);
  expect(names(state, 1)).toEqual(['pinned-1/0', 'pinned-1/1']);
  expect(state.notices.at(-1)?.text).toContain('2 runs are no longer held');

  const done = after(finished(), { kind: 'opened', experiment: experimentOf({ pin }), cause: 'setting' }, { kind: 'carried-on', experiment: experimentOf({ pin, then: '20:0,0.9,0.9' }), step: 20 });
  expect([phase(done), done.run_sets.length, done.notices]).toEqual(['finished', 1, []]);
});

test('weights held under a pinned arm\'s name do not go on as the treatment', () => {
  const pin = ['0,0.8,0.8'];
  const running = [0, 10].reduce((state, step) => evaluated(state, 1, step), after(ready(experimentOf({ pin })), { kind: 'run' }));
  const moved = opened(running, experimentOf({ drop: '0,0.8,0.8', pin }), 'anew');
  const state = after(moved, { kind: 'carried-on', experiment: experimentOf({ drop: '0,0.8,0.8', pin, then: '12:0,0.9,0.9' }), step: 12 });
  expect(state.run_sets[0]?.then).toBe('');
  expect(names(state, 0).toSorted()).toEqual(['baseline/0', 'baseline/1', 'pinned-1/0', 'pinned-1/1']);
  expect(names(state, 1)).toEqual(['treatment/0', 'treatment/1']);
});

test('arms that share a run diverge together and are named together', () => {
  const running = evaluated(after(ready(experimentOf({ pin: ['0,0.5,0.5'] })), { kind: 'run' }), 1, 0);
  const diverged = evaluated(running, 1, 3, { evaluations: [], diverged: [{ arm: 'treatment', replicate: 1, step: 3 }] });
  expect(diverged.notices.at(-1)?.text).toContain('The treatment and pinned-1 run of replicate 2 diverged');
});

test('more replicates start exactly the missing runs', () => {
  const more = opened(finished(), experimentOf({ replicates: 7 }), 'anew');
  const pairs = [2, 3, 4, 5, 6].flatMap((replicate) => [`baseline/${String(replicate)}`, `treatment/${String(replicate)}`]);
  expect([phase(more), names(more, 1).toSorted(), more.notices]).toEqual(['running', pairs.toSorted(), []]);
});

test('a run that stopped early is waited for no longer and says nothing', () => {
  const running = evaluated(after(ready(), { kind: 'run' }), 1, 10);
  const all = names(running, 0).map((name) => ({ arm: name.split('/')[0] ?? '', replicate: Number(name.split('/')[1]) }));
  const state = evaluated(running, 1, 13, { evaluations: [], stopped: all.map((run) => ({ ...run, step: 10 })), spent: all.map((run) => ({ ...run, millis: 3 })), test_hits: [{ arm: 'treatment', replicate: 1, step: 10, hits: Uint8Array.of(5, 1) }] });
  expect([phase(state), state.notices]).toEqual(['finished', []]);
  const curve = curveOf(state.curves, armKeys(state.experiment, 'treatment')[1] ?? '');
  expect([curve.stopped_at, curve.millis, curve.test_hits]).toEqual([10, 3, { step: 10, hits: Uint8Array.of(5, 1) }]);
});

test('a run that trains again has its time for what is known already, and takes more only beyond', () => {
  const spent = [{ arm: 'treatment', replicate: 0, millis: 8 }];
  const trained = [0, 10, 20].reduce((state, step) => evaluated(state, 1, step, { spent }), after(ready(), { kind: 'run' }));
  const [key = ''] = armKeys(trained.experiment, 'treatment');
  expect(curveOf(trained.curves, key).millis).toBe(24);
  const again = after(trained, { kind: 'trainer-restarted', forget_curves: false }, { kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 1 }, { kind: 'opened', experiment: experimentOf({ epochs: 4 }), cause: 'continue' });
  const caught_up = [0, 10, 16].reduce((state, step) => evaluated(state, 2, step, { evaluations: [], spent }), again);
  expect(curveOf(caught_up.curves, key).millis).toBe(24);
  // Half of the slice from 16 to 24 is new.
  expect(curveOf(evaluated(caught_up, 2, 24, { evaluations: [], spent }).curves, key).millis).toBe(28);
});

test('measures with masks on are kept where a report has them', () => {
  const running = after(ready(), { kind: 'run' });
  const result = { arm: 'treatment', replicate: 0, train_loss: 1, train_accuracy: 1, test_loss: 1, test_accuracy: 1 };
  const evaluations = [{ step: 0, epoch: 0, results: [{ ...result, batch_loss: undefined, batch_accuracy: undefined }] }, { step: 10, epoch: 1, results: [{ ...result, batch_loss: 2, batch_accuracy: 0.5 }] }];
  const state = evaluated(running, 1, 10, { evaluations });
  const curve = curveOf(state.curves, armKeys(state.experiment, 'treatment')[0] ?? '');
  expect([curve.at(0)?.batch_loss, curve.at(1)?.batch_loss, curve.at(1)?.batch_accuracy]).toEqual([undefined, 2, 0.5]);
});

test('training pauses at the epoch asked for, goes on to the end, and pauses there again when it starts anew', () => {
  const asked = after(ready(experimentOf({ epochs: 2 })), { kind: 'pause-at', epoch: 1 }, { kind: 'run' });
  expect(trainsUntil(asked)).toBe(10);
  const paused = [0, 10].reduce((state, step) => evaluated(state, 1, step), asked);
  expect([phase(paused), paused.pause_epoch]).toEqual(['paused', 1]);
  const on = after(paused, { kind: 'run' });
  expect(trainsUntil(on)).toBe(20);
  const done = evaluated(on, 1, 20);
  expect(trainsUntil(dragged(done, '0,0.8,0.5'))).toBe(10);
});

test('a pause can be set and lifted while training goes on; one that is behind changes nothing', () => {
  const running = evaluated(after(ready(), { kind: 'run' }), 1, 0);
  const until = (...actions: Action[]): number | undefined => trainsUntil(after(running, ...actions));
  expect(until({ kind: 'pause-at', epoch: 1 })).toBe(10);
  expect(until({ kind: 'pause-at', epoch: 1 }, { kind: 'pause-at', epoch: undefined })).toBe(20);
  expect(trainsUntil(after(evaluated(running, 1, 10), { kind: 'pause-at', epoch: 1 }))).toBe(20);
});

test('another link forgets the pause', () => {
  const asked = after(ready(), { kind: 'pause-at', epoch: 1 }, { kind: 'opened', experiment: experimentOf({ seed: 9 }), cause: 'link' });
  expect(asked.pause_epoch).toBeUndefined();
});

test('replicates added to a finished experiment come into view once they have caught up', () => {
  const more = after(finished(), { kind: 'opened', experiment: experimentOf({ replicates: 4 }), cause: 'anew' });
  expect([more.kept_replicates, phase(more), settled(more).experiment.runs.length]).toEqual([2, 'running', 4]);
  expect(settled(more).experiment).toBe(settled(more).experiment);
  const caught_up = [0, 10, 20].reduce((state, step) => evaluated(state, 2, step), more);
  expect([phase(caught_up), settled(caught_up)]).toEqual(['finished', caught_up]);
  const unfinished = after(evaluated(after(ready(), { kind: 'run' }), 1, 10), { kind: 'opened', experiment: experimentOf({ replicates: 4 }), cause: 'anew' });
  expect(unfinished.kept_replicates).toBeUndefined();
  expect(after(finished(), { kind: 'opened', experiment: experimentOf({ replicates: 4, seed: 9 }), cause: 'anew' }).kept_replicates).toBeUndefined();
});

test('an experiment that is no longer probed has the curves of the probed one, without training', () => {
  const probed = [0, 10, 20].reduce((state, step) => evaluated(state, 1, step), after(ready(experimentOf({ probes: true })), { kind: 'run' }));
  const plain = after(probed, { kind: 'opened', experiment: experimentOf(), cause: 'setting' });
  expect([phase(probed), phase(plain), plain.run_sets]).toEqual(['finished', 'finished', []]);
  expect(armKeys(plain.experiment, 'treatment').map((key) => curveOf(plain.curves, key).last_step)).toEqual([20, 20]);
});

test('an experiment that is probed from now on trains its runs again', () => {
  const state = after(finished(), { kind: 'opened', experiment: experimentOf({ probes: true }), cause: 'anew' });
  expect([phase(state), names(state, 0).length]).toEqual(['running', 4]);
});

test('a report brings probes and what was found at test time into the curve, the later in place of the earlier', () => {
  const running = after(ready(experimentOf({ replicates: 1, probes: true })), { kind: 'run' });
  const report = (step: number): Action => {
    const result = resultOf('baseline', 0, { probes: probesOf([1], step) });
    const test_time = { mean_confidence: step / 100, calibration_error: 0.1, masked: undefined };
    const found = { arm: 'baseline', replicate: 0, step, test_time };
    return { kind: 'report', worker: 0, run_set_id: 1, at_millis: 0, report: reportOf({ step, evaluations: [{ step, epoch: step / 10, results: [result] }], test_time: [found] }) };
  };
  const state = after(running, report(10), report(20));
  const curve = curveOf(state.curves, armKeys(state.experiment, 'baseline')[0] ?? '');
  expect([curve.at(0)?.probes, curve.at(1)?.probes, curve.test_time?.step]).toEqual([probesOf([1], 10), probesOf([1], 20), 20]);
});

/** With the change before it taken back. */
const undone = (state: State): State => {
  const change = state.past.undo.at(-1);
  return change ? after(state, { kind: 'opened', experiment: change.from, cause: 'undo' }) : state;
};

test('undo after the end shows the earlier curves and starts nothing; undo while training goes on with the earlier setting', () => {
  const back = undone(dragged(finished(), '0,0.9,0.5'));
  expect([phase(back), trainsUntil(back)]).toEqual(['finished', undefined]);
  const running = dragged(after(ready(), { kind: 'run' }), '0,0.9,0.5');
  const again = undone(running);
  expect([phase(again), again.experiment.link]).toEqual(['running', experimentOf().link]);
  const paused = undone(dragged(evaluated(after(ready(), { kind: 'run' }, { kind: 'pause' }), 1, 0), '0,0.9,0.5'));
  expect(phase(paused)).toBe('paused');
});

test('undo while Step trains still ends with the epoch', () => {
  const stepping = undone(dragged(after(ready(), { kind: 'step' }), '0,0.9,0.5'));
  expect(trainsUntil(stepping)).toBe(10);
});

test('Back starts nothing, whatever its link says, and stops what trains', () => {
  const autorun = experimentOf({ drop: '0,0.1,0.1' });
  const experiment = { ...autorun, spec: { ...autorun.spec, autorun: true } };
  expect(phase(after(ready(), { kind: 'opened', experiment, cause: 'link' }))).toBe('running');
  expect(phase(after(ready(), { kind: 'opened', experiment, cause: 'returned' }))).toBe('ready');
  expect(after(ready(), { kind: 'run' }, { kind: 'opened', experiment, cause: 'returned' }).wants_running).toBe(false);
});

test('Back brings all of its address, a link of the page keeps how the page is shown, and both can be undone', () => {
  const shown = { hide: ['lr'], lock: [], locked: [], embed: false, lesson: '', lang: '' };
  const state = after(ready(), { kind: 'presented', presentation: shown, presentation_link: 'hide=lr' });
  const other = experimentOf({ drop: '0,0.1,0.1' });
  const followed = after(state, { kind: 'opened', experiment: other, cause: 'link' });
  expect(followed.presentation_link).toBe('hide=lr');
  const returned = after(state, { kind: 'opened', experiment: other, cause: 'returned' });
  expect([returned.presentation_link, returned.presentation.hide]).toEqual(['', []]);
  for (const one of [followed, returned]) expect(undone(one).experiment.link).toBe(state.experiment.link);
});

test('what is refused says why and changes nothing else', () => {
  const state = ready();
  const refused = after(state, { kind: 'refused', notices: [{ key: 'lr', message: 'locked' }] });
  expect({ ...refused, notices: [], next_notice_id: state.next_notice_id }).toEqual(state);
  expect(refused.notices.map(({ text }) => text)).toEqual(['lr: locked']);
});

test('with "keep training" a change is a step of undo, too', () => {
  const changed = after(after(ready(), { kind: 'run' }), { kind: 'carried-on', experiment: experimentOf({ then: '5:0,0.1,0.1' }), step: 5 });
  expect(undone(changed).experiment.link).toBe(experimentOf().link);
});

test('where a second worker cannot be started, its runs begin on the first, and the page says so', () => {
  const running = after(ready(experimentOf(), 2), { kind: 'run' });
  const limited = after(running, { kind: 'workers-limited', worker_count: 1, reason: 'No script.' });
  const held = limited.run_sets.flatMap(({ shares }) => shares);
  expect([held.map(({ worker }) => worker), held.flatMap(({ runs }) => runs).length]).toEqual([[0, 0], 4]);
  expect([phase(limited), limited.notices.map(({ text }) => text)]).toEqual(['running', ['No script. Training goes on with one worker, which takes longer and gives the same curves.']]);
  expect(after(limited, { kind: 'workers-limited', worker_count: 1, reason: 'Again.' })).toBe(limited);
});
