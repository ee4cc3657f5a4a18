/** @file Counts of masks: every unit is in one of four groups, and the sentence names them. */
import { expect, test } from 'vitest';
import type { MaskedLayer } from '../../looks';
import { maskCounts, maskWords } from './mask-counts';

const layer = (kept: number[], before: number[], drop_prob: number): MaskedLayer => {
  const after = before.map((value, unit) => (kept[unit] === 1 ? value / (1 - drop_prob) : 0));
  return { drop_prob, kept: Uint8Array.from(kept), before, after };
};

test('kept and dropped, active and silent add up', () => {
  expect(maskCounts(layer([1, 1, 1, 0, 0], [2, 0, 3, 1, 0], 0.5))).toEqual({ units: 5, kept: 3, kept_active: 2, dropped: 2, dropped_active: 1 });
});

test('a layer in words', () => {
  expect(maskWords(2, layer([1, 1, 1, 0, 0], [2, 0, 3, 1, 0], 0.5))).toBe('Hidden 2, drop probability 0.5: 3 of 5 units kept (2 active, 1 silent), 2 dropped, 1 of them active.');
  expect(maskWords(1, layer([1, 1], [2, 0], 0))).toBe('Hidden 1, drop probability 0: 2 of 2 units kept (1 active, 1 silent), none dropped.');
  expect(maskWords(0, layer([1, 0, 1], [0.5, 1, 0], 0.2))).toBe('Input, drop probability 0.2: 2 of 3 pixels kept (1 with ink, 1 blank), 1 dropped, 1 of them with ink.');
});
