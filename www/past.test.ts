/** @file Tests of undo and redo: a drag is one step, going back and forth ends where it began. */
import { expect, test } from 'vitest';
import { changedSettings, moved, nextChange, NO_PAST, type Past, remembered } from './past';
import { experimentOf } from './test-experiment';

const at = (hidden_1: string, epochs = 2) => experimentOf({ drop: `0,${hidden_1},0.5`, epochs });
const [start, half, most, longer] = [at('0.5'), at('0.6'), at('0.9'), at('0.9', 9)];

/** The links that Undo leads to, the next one first. */
const linksBack = ({ undo }: Past): string[] => undo.map(({ from }) => from.link).toReversed();

test('each change is a step of its own', () => {
  const past = remembered(remembered(NO_PAST, start, most, false), most, longer, false);
  expect(linksBack(past)).toEqual([most.link, start.link]);
  expect(past.count).toBe(2);
});

test('a drag is one step, from where it began to where it ended, and counts once', () => {
  const dragged = remembered(remembered(NO_PAST, start, half, false), half, most, true);
  expect(linksBack(dragged)).toEqual([start.link]);
  expect(nextChange(dragged, 'undo')?.to.link).toBe(most.link);
  expect(dragged.count).toBe(1);
});

test('a drag back to where it began is no step', () => {
  const dragged = remembered(remembered(NO_PAST, start, half, false), half, start, true);
  expect(dragged.undo).toEqual([]);
});

test('what joins another change than the last one stands for itself', () => {
  const past = remembered(remembered(NO_PAST, start, half, false), most, longer, true);
  expect(linksBack(past)).toEqual([most.link, start.link]);
});

test('undo and redo go back and forth, and a new change ends what could be redone', () => {
  const past = remembered(remembered(NO_PAST, start, most, false), most, longer, false);
  const back = moved(moved(past, 'undo', false), 'undo', false);
  expect([back.undo.length, back.redo.length, nextChange(back, 'redo')?.to.link]).toEqual([0, 2, most.link]);
  expect(moved(back, 'undo', false)).toBe(back);
  const forth = moved(back, 'redo', false);
  expect(linksBack(forth)).toEqual([start.link]);
  expect(forth.last).toEqual({ move: 'redo', change: { from: start, to: most } });
  const elsewhere = remembered(forth, most, half, false);
  expect([elsewhere.redo, elsewhere.last]).toEqual([[], undefined]);
});

test('moves that follow each other at once count once', () => {
  const past = remembered(remembered(NO_PAST, start, most, false), most, longer, false);
  expect(moved(moved(past, 'undo', false), 'undo', true).count).toBe(past.count + 1);
});

test('the oldest of very many steps is forgotten', () => {
  let past = NO_PAST;
  for (let seed = 0; seed < 150; seed += 1) past = remembered(past, experimentOf({ seed }), experimentOf({ seed: seed + 1 }), false);
  expect(past.undo.length).toBe(100);
  expect(past.undo[0]?.from.link).toBe(experimentOf({ seed: 50 }).link);
});

test('a change names the settings that differ, with what they were', () => {
  expect(changedSettings({ from: start, to: longer })).toEqual([
    { key: 'drop', from: '0,0.5,0.5', to: '0,0.9,0.5' },
    { key: 'epochs', from: '2', to: '9' },
  ]);
});
