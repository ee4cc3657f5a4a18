/** @file The pictures of Reset or continue: taken when what a button started has finished, and told in numbers. */
import { expect, test } from 'vitest';
import { followed, meanLine, NO_PICTURES, type Picture, type Pictures, pictureText, pressed } from './again';
import { Curve, type Point } from './curves';
import { curveKey, phase, type State } from './state';
import { initialState, reduce } from './store';
import { experimentOf } from './test-experiment';
import { pointAt } from './test-curves';

type Parts = Parameters<typeof experimentOf>[0];

/** Accuracy and loss of a run at each epoch. */
type Course = (epoch: number, replicate: number, arm: string) => number;

const rising: Course = (epoch, replicate) => 0.5 + epoch * 0.01 + replicate * 0.1;

/** Trainer and data are there, and every run was evaluated at each epoch up to `until`. */
function stateOf(parts: Parts, course: Course = rising, until = parts?.epochs ?? 2): State {
  const experiment = experimentOf(parts);
  const blank = reduce(initialState(experiment), { kind: 'data', data: { kind: 'ready', name: 'synthetic', train_count: 100, test_count: 100 } });
  const open = reduce(blank, { kind: 'trainer-opened', backend: 'cpu', reason: '', adapter: undefined, worker_count: 1 });
  const curves = experiment.runs.map((run) => [curveKey(run), curveOf((epoch) => course(epoch, run.replicate, run.arm), until)] as const);
  return { ...open, curves: new Map(curves) };
}

function curveOf(value: (epoch: number) => number, until: number): Curve {
  return Array.from({ length: until + 1 }, (_, epoch): Point => {
    const at = value(epoch);
    return pointAt(epoch * 10, { train_accuracy: at + 0.1, test_accuracy: at, train_loss: 1 - at, test_loss: 2 - at });
  }).reduce((curve, point) => curve.with(point), Curve.empty);
}

/** Pressed on `before`, and finished as `after`. */
function taken(act: 'continue' | 'reset' | 'new-seeds', before: State, after: State): Picture {
  const picture = followed(pressed(followed(NO_PICTURES, before), act, before, after), after).taken[act];
  if (!picture) throw new Error('No picture was taken.');
  return picture;
}

test('a picture is taken when training has finished, not before', () => {
  const before = stateOf({ epochs: 2 });
  expect(phase(before)).toBe('finished');
  const begun = stateOf({ epochs: 4 }, rising, 3);
  let pictures: Pictures = pressed(NO_PICTURES, 'continue', before, begun);
  pictures = followed(pictures, begun);
  expect([pictures.waiting?.act, pictures.taken]).toEqual(['continue', {}]);
  pictures = followed(pictures, stateOf({ epochs: 4 }));
  expect([pictures.waiting, Object.keys(pictures.taken)]).toEqual([undefined, ['continue']]);
});

test('pictures of other buttons stay; another link lets go of the one under way', () => {
  const before = stateOf({ epochs: 2 });
  const longer = stateOf({ epochs: 4 });
  const one = followed(pressed(NO_PICTURES, 'continue', before, longer), longer);
  const reset = pressed(one, 'reset', longer, longer);
  expect(Object.keys(followed(reset, longer).taken)).toEqual(['continue', 'reset']);
  const elsewhere = followed(reset, before);
  expect([elsewhere.waiting, Object.keys(elsewhere.taken)]).toEqual([undefined, ['continue']]);
});

test('other settings than epochs and seed make other pictures', () => {
  const before = stateOf({ epochs: 2 });
  const done = followed(pressed(NO_PICTURES, 'reset', before, before), before);
  expect(followed(done, stateOf({ epochs: 2, drop: '0,0.2,0.5' })).taken).toEqual({});
});

test('Continue is told as two epochs and two accuracies', () => {
  const picture = taken('continue', stateOf({ epochs: 2 }), stateOf({ epochs: 4 }));
  // The mean of two replicates, 0.1 apart.
  expect(pictureText('continue', picture)).toBe("From epoch 2 to 4 the treatment's test accuracy went from 57.0% to 59.0%.");
  expect(meanLine(picture.after, 'train_accuracy').map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4]);
});

test('Reset says 0 only where every measure of every run is the same', () => {
  const before = stateOf({});
  expect(pictureText('reset', taken('reset', before, stateOf({})))).toContain('the largest difference is 0.');
  const other = stateOf({}, (epoch, replicate, arm) => rising(epoch, replicate, arm) + (arm === 'baseline' && epoch === 1 && replicate === 1 ? 0.02 : 0));
  expect(pictureText('reset', taken('reset', before, other))).toBe('The same seeds, and yet the curves differ: by up to 2.00 pp in accuracy and 0.0200 in loss.');
});

test('New seeds tells how far runs and their means are apart', () => {
  const before = stateOf({ seed: 1 });
  // Replicate 0 is 2 pp better, replicate 1 is 1 pp worse.
  const after = stateOf({ seed: 7 }, (epoch, replicate, arm) => rising(epoch, replicate, arm) + (replicate === 0 ? 0.02 : -0.01));
  expect(pictureText('new-seeds', taken('new-seeds', before, after))).toBe(
    'Other seeds, other curves: in test accuracy two runs of the treatment differ by up to 2.0 pp at the same epoch, its means after epoch 2 by 0.5 pp.',
  );
});

test('runs that diverged are left out, and nothing is made up where none is left', () => {
  const before = stateOf({});
  const diverged = { ...before, curves: new Map([...before.curves].map(([key, curve]) => [key, curve.withDivergence(20)] as const)) };
  expect(pictureText('continue', taken('continue', before, diverged))).toContain('There is nothing to compare');
});
