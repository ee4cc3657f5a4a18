/** @file Passes add up for both networks, stop, go on, and begin anew with another pair. */
import { expect, test, vi } from 'vitest';
import { meanMillis, mostDisputed } from './pass-record';
import { guideOf } from './pass-charts';
import { PassRunner, pointsOf } from './pass-runner';
import { TestInspector } from '../test-inspector';

function runner(): { inspector: TestInspector; passes: PassRunner; faults: string[] } {
  const inspector = new TestInspector();
  const faults: string[] = [];
  const passes = new PassRunner(inspector, { onChange: () => undefined, onFault: (words) => faults.push(words) });
  inspector.listen(() => passes.follow());
  return { inspector, passes, faults };
}

const lengths = ({ found }: PassRunner): number[] => [0, 1].flatMap((side) => [true, false].map((scaled) => pointsOf(found, side === 0 ? 0 : 1, scaled).length));

test('as many passes as wanted, both networks in turn, the pair held meanwhile', async () => {
  const { inspector, passes } = runner();
  passes.want({ passes: 2, unscaled: false });
  expect(inspector.holds).toBe(1);
  await vi.waitFor(() => expect(passes.is_running).toBe(false));
  expect(inspector.asked).toEqual(['0 scaled anew', '1 scaled anew', '0 scaled', '1 scaled']);
  expect(lengths(passes)).toEqual([2, 0, 2, 0]);
  expect(inspector.holds).toBe(0);
});

test('no passes wanted: only what is measured with masks off', async () => {
  const { inspector, passes } = runner();
  passes.want({ passes: 0, unscaled: true });
  await vi.waitFor(() => expect(passes.found?.plain[0].accuracy).toBe(0.5));
  expect(inspector.asked).toEqual([]);
});

test('more passes go on from those there are; after others they are taken again, and counted once', async () => {
  const { inspector, passes } = runner();
  for (const wanted of [{ passes: 2, unscaled: false }, { passes: 3, unscaled: false }, { passes: 3, unscaled: true }, { passes: 4, unscaled: true }]) {
    passes.want(wanted);
    await vi.waitFor(() => expect(passes.is_running).toBe(false));
  }
  expect(lengths(passes)).toEqual([4, 4, 4, 4]);
  expect(pointsOf(passes.found, 0, true).map((point) => point.passes)).toEqual([1, 2, 3, 4]);
  expect(pointsOf(passes.found, 1, false).map((point) => point.passes)).toEqual([1, 2, 3, 4]);
  expect(inspector.asked.filter((asked) => asked.endsWith('anew'))).toHaveLength(8);
  expect(passes.found?.millis.map((millis) => millis.length)).toEqual([3 + 3 + 4 + 4, 3 + 3 + 4 + 4]);
});

test('stopped, it takes no more; with another pair it begins anew', async () => {
  const { inspector, passes } = runner();
  const look = inspector.look.bind(inspector);
  inspector.look = (side, asked) => {
    if (inspector.asked.length === 3) passes.stop();
    return look(side, asked);
  };
  passes.want({ passes: 50, unscaled: false });
  await vi.waitFor(() => expect(passes.is_running).toBe(false));
  const before = inspector.asked.length;
  // The pass under way when it was stopped still counts.
  expect(before).toBe(4);
  inspector.moveTo(2);
  await Promise.resolve();
  expect(inspector.asked).toHaveLength(before);
  passes.want({ passes: 1, unscaled: false });
  await vi.waitFor(() => expect(lengths(passes)).toEqual([1, 0, 1, 0]));
  expect(passes.found?.standing.version).toBe(2);
});

test('a fault is told once, and the pair that gave it is let alone', async () => {
  const { inspector, passes, faults } = runner();
  inspector.look = () => Promise.reject(new Error('The worker is gone.'));
  passes.want({ passes: 1, unscaled: false });
  await vi.waitFor(() => expect(passes.is_running).toBe(false));
  passes.follow();
  expect(passes.is_running).toBe(false);
  expect(faults).toEqual(['The worker is gone.']);
});

test('the pictures that the passes disagree on most, and none they agree on', () => {
  const found = mostDisputed([1, 1, 1, 1, 1, 1, 1, 1], [0, 0.5, 0.125, 0.25, 1, 2, 0.75, 0.0625]);
  expect(found.map(({ example }) => example)).toEqual([5, 4, 6, 1, 3, 2]);
  expect(mostDisputed([1, 1], [0, 0])).toEqual([]);
});

test('the guide falls as 1/√k through one value', () => {
  expect(guideOf(0.1, 4, 16).filter((_, index) => [0, 3, 15].includes(index))).toEqual([0.2, 0.1, 0.05]);
});

test('no passes have no mean time', () => {
  expect([meanMillis([]), meanMillis([10, 30])]).toEqual([undefined, 20]);
});
