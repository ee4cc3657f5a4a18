/** @file Entries say in words what an experiment was, and what two of them differ in. */
import { expect, test } from 'vitest';
import { Curve } from '../curves';
import { armKeys, wantedKeys } from '../state';
import { initialState } from '../store';
import { experimentOf } from '../test-experiment';
import { type HistoryEntry, readEntry } from './entry';
import { differences, differing, entryOf, type EntryContext, type Settings, titleOf } from './history';
import { entryFor } from './test-entry';
import { pointAt } from '../test-curves';

const setting = (key: string, label: string, fallback: string, kind: Settings[number]['kind']): Settings[number] => ({ key, label, help: '', unit: '', kind, group: 'more', default: fallback });
const whole = { kind: 'number', min: 1, max: 1000, whole: true } as const;
const settings: Settings = [
  setting('drop', 'Drop probabilities', '0,0.5,0.5', { kind: 'numbers', min: 0, max: 1, max_count: 5 }),
  setting('epochs', 'Epochs', '30', whole),
  setting('replicates', 'Replicates', '2', whole),
  setting('pin', 'Pinned arms', '', { kind: 'list', example: '' }),
  setting('reference', 'Reference arm', 'baseline', { kind: 'list', example: '' }),
  setting('device', 'Device', 'auto', { kind: 'choice', choices: [{ value: 'cpu', label: 'CPU' }] }),
];
const context: EntryContext = {
  settings,
  describe: () => ({ verdicts: ['Smaller with dropout.'] }),
  summarize: (values) => (values.length === 0 ? undefined : { count: values.length, mean: values.reduce((a, b) => a + b, 0) / values.length, standard_deviation: undefined, half_width: 0.5 }),
  place: 'cpu',
  now: 7,
};
const entry = (changes: Partial<HistoryEntry>): HistoryEntry => ({ ...entryFor('', 0), ...changes });

test('an entry tells of settings, verdict, ends and lines', () => {
  const experiment = experimentOf({ epochs: 20 });
  const gap = (test_accuracy: number): Curve => Array.from({ length: 201 }, (_, step) => step).reduce((sum, step) => sum.with(pointAt(step, { test_accuracy })), Curve.empty);
  const curves = new Map(wantedKeys(experiment).map((key) => [key, gap(key.startsWith('baseline') ? 0.5 : 0.7)]));
  const made = entryOf({ ...initialState(experiment), curves }, context);
  expect([made.link, made.title, made.finished_at, made.verdicts]).toEqual([experiment.link, 'dropout 0 / 0.5 / 0.5', 7, ['Smaller with dropout.']]);
  expect(made.differences).toEqual(['Epochs: 20']);
  expect(made.ends.accuracy_gap?.mean).toBeCloseTo(0.2);
  expect(made.ends.accuracy_gap?.half_width).toBe(0.5);
  expect(made.thumbnail.map(({ arm, points }) => [arm, points.length, points.at(0), points.at(-1)])).toEqual([['baseline', 60, [0, 0.4], [20, 0.4]], ['treatment', 60, [0, 0.2], [20, 0.2]]]);
  expect(made.run_keys).toHaveLength(4);
  expect(readEntry(structuredClone(made))).toEqual(made);
});

test('an arm that stopped early ends with the value it kept, one that diverged has none', () => {
  const experiment = experimentOf();
  const point = pointAt(10, { train_loss: 1, test_loss: 2, test_accuracy: 0.6 });
  const [first = '', second = ''] = armKeys(experiment, 'treatment');
  const made = entryOf({ ...initialState(experiment), curves: new Map([[first, Curve.empty.with(point).withStop(10)], [second, Curve.empty.with(point).withDivergence(20)]]) }, context);
  expect(made.ends.test_accuracy?.mean).toBe(0.6);
  expect(entryOf(initialState(experiment), context).ends).toEqual({});
});

test('a title tells of changes while training', () => {
  expect(titleOf(experimentOf({ then: '12:0,0.9,0.9' }))).toBe('dropout 0 / 0.5 / 0.5, from step 12 0 / 0.9 / 0.9');
});

test('arms are told by their names and with air between their numbers', () => {
  const texts = (pin: string, reference: string): HistoryEntry['texts'] => [{ key: 'pin', text: pin }, { key: 'reference', text: reference }];
  expect(differences(texts('unswapped:0,0.2,0.5;0,0.8,0.8;again:0,0.5,0.5@1000001', 'pinned-1'), settings)).toEqual([
    'Pinned arms: unswapped: 0 / 0.2 / 0.5; 0 / 0.8 / 0.8; again: 0 / 0.5 / 0.5 (seed 1000001)',
    'Reference arm: unswapped',
  ]);
  const [first, second] = [entry({ texts: texts('0,0.2,0.5', 'pinned-1') }), entry({ texts: texts('0,0.2,0.5', 'baseline') })];
  expect(differing(first, second, settings)).toEqual([{ label: 'Reference arm', first: 'pinned 1', second: 'baseline' }]);
});

test('two entries differ in what their links say differently', () => {
  const first = entry({ texts: [{ key: 'epochs', text: '2' }, { key: 'device', text: 'cpu' }, { key: 'drop', text: '0,0.5' }] });
  const second = entry({ texts: [{ key: 'epochs', text: '2' }, { key: 'device', text: 'auto' }, { key: 'drop', text: '0,0.8' }] });
  expect(differing(first, second, settings)).toEqual([
    { label: 'Drop probabilities', first: '0 / 0.5', second: '0 / 0.8' },
    { label: 'Device', first: 'CPU', second: 'auto' },
  ]);
});
