/** @file Tests of the watch over silent workers: patient with what has just begun, and never with less than it takes. */
import { expect, test } from 'vitest';
import { Silence } from './silence';

/** Ticks until it is too long; as many as `most` are looked at. */
function ticksUntilTooLong(silence: Silence, most = 10_000): number {
  for (let ticks = 1; ticks <= most; ticks += 1) if (silence.tick()) return ticks;
  return Infinity;
}

function talking(every: number, words = 20): Silence {
  const silence = new Silence();
  for (let word = 0; word < words; word += 1) {
    for (let tick = 0; tick < every; tick += 1) expect(silence.tick()).toBe(false);
    silence.heard();
  }
  return silence;
}

test('a worker that spoke every moment is missed after half a minute of ticks', () => {
  expect(ticksUntilTooLong(talking(0))).toBe(31);
});

test('a worker whose words take long is given many times as long', () => {
  expect(ticksUntilTooLong(talking(4))).toBe(101);
});

test('what has just begun is given minutes, because its first step may be a long one', () => {
  const silence = talking(0);
  silence.begun();
  expect(ticksUntilTooLong(silence)).toBe(181);
});
