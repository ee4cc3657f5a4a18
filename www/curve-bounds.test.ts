/** @file Curves at hand stay within their bound, and those on the page stay whatever the bound. */
import { expect, test } from 'vitest';
import { withinBounds } from './curve-bounds';
import { Curve } from './curves';
import { initialState, reduce } from './store';
import { pointAt } from './test-curves';
import { experimentOf } from './test-experiment';
import { wantedKeys } from './state';

const ten = Curve.of(Array.from({ length: 10 }, (_, index) => pointAt(index)), { diverged_at: undefined, stopped_at: undefined, millis: 0, test_hits: undefined, test_times: [] });
const curves = new Map(['a', 'b', 'c', 'd'].map((key) => [key, ten]));

test('the oldest go first, those on the page never, and nothing goes within the bound', () => {
  expect([...withinBounds(curves, new Set(['a']), 20).keys()]).toEqual(['a', 'c', 'd']);
  expect(withinBounds(curves, new Set(), 40)).toBe(curves);
  expect([...withinBounds(curves, new Set(['a', 'b', 'c', 'd']), 0).keys()]).toEqual(['a', 'b', 'c', 'd']);
});

test('a day of other settings leaves the page with those that it shows, and what is computed from the others is forgotten', () => {
  const longest = Curve.of(Array.from({ length: 50_000 }, (_, index) => pointAt(index)), { diverged_at: 3, stopped_at: undefined, millis: 0, test_hits: undefined, test_times: [] });
  const first = experimentOf({ drop: '0,0.1,0.1' });
  let state = initialState(first);
  for (let index = 0; index < 9; index += 1) {
    const experiment = experimentOf({ drop: `0,0.${String(index)},0.5` });
    state = reduce(state, { kind: 'opened', experiment, cause: 'setting' });
    state = reduce(state, { kind: 'recalled', link: experiment.link, curves: new Map(wantedKeys(experiment).map((key) => [key, longest])) });
  }
  const shown = [...wantedKeys(state.experiment), ...(state.ghost?.keys ?? [])];
  const points = [...state.curves].filter(([key]) => !shown.includes(key)).reduce((sum, [, curve]) => sum + curve.length, 0);
  expect(shown.every((key) => state.curves.has(key))).toBe(true);
  expect(points).toBeLessThanOrEqual(200_000);
  expect(state.curves_generation).toBeGreaterThan(0);
});
