/** @file The same link gives the same curves, to the last bit, however many workers share the work. */
import { execFileSync } from 'node:child_process';
import { curvesOf, expect, type Measured, terminalProgram, test } from './lab-page';

/** All that draws random numbers is switched on; three replicates are shared out unevenly. */
const LINK =
  'v=1&data=synthetic&train=200&test=100&label_noise=0.1&hidden=24,16&drop=0.1,0.3,0.8&pin=0,0.8,0.1&momentum=0.5&weight_decay=0.001&batch=32&epochs=4&replicates=3&evals=2&device=cpu';

test('the same link gives bit-identical curves with one worker and with three, and again', async ({ lab }) => {
  const alone = await lab.finish(LINK, { workers: 1 });
  expect(alone).toHaveLength(9 * 9);
  expect(new Set((await lab.witness()).started.map(({ worker }) => worker)).size).toBe(1);

  const [again, shared] = [await lab.stranger(), await lab.stranger()];
  expect(curvesOf(await again.finish(LINK, { workers: 1 }))).toEqual(curvesOf(alone));
  expect(curvesOf(await shared.finish(LINK, { workers: 3 }))).toEqual(curvesOf(alone));
  expect(new Set((await shared.witness()).started.map(({ worker }) => worker)).size).toBe(3);
  expect(await shared.table('treatment')).toEqual(await lab.table('treatment'));
});

test('the terminal program gives the very same curves', async ({ lab }) => {
  const lines = execFileSync(terminalProgram(), ['run', LINK], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const records = lines.trim().split('\n').map((line) => JSON.parse(line) as Partial<Measured>);
  // Head, effects and foot are no measurements.
  const curves = records.filter((record): record is Measured => record.step !== undefined);
  expect(curves).toHaveLength(9 * 9);
  expect(curvesOf(await lab.finish(LINK))).toEqual(curvesOf(curves));
});

test('real data give bit-identical curves again, too', async ({ lab }) => {
  const link = 'v=1&train=200&test=200&hidden=32,32&epochs=2&replicates=2&device=cpu';
  const first = await lab.finish(link, { workers: 2 });
  const stranger = await lab.stranger();
  expect(curvesOf(await stranger.finish(link, { workers: 1 }))).toEqual(curvesOf(first));
});

test('a replicate has the same curve alone and among others', async ({ lab }) => {
  const among = await lab.finish(LINK, { workers: 1 });
  const stranger = await lab.stranger();
  const alone = await stranger.finish(LINK.replace('replicates=3', 'replicates=1'), { workers: 1 });
  expect(curvesOf(alone)).toEqual(curvesOf(among.filter(({ replicate }) => replicate === 0)));
});
