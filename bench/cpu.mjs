/** @file Time of one step on the CPU in a browser: ours on one and on two workers, jax-js, TensorFlow.js. */
import { TENSORFLOW_FOLDER } from './bundle.mjs';
import { versionOf } from './packages.mjs';
import { rounded, timeCell } from './report.mjs';
import { timeInTurn } from './rounds.mjs';

const OURS = 'Dropout Lab';
const OURS_TWICE = 'Dropout Lab, two runs on two workers';
const JAX = `jax-js ${versionOf('@jax-js/jax')}, wasm`;
const TENSORFLOW = `TensorFlow.js ${versionOf('@tensorflow/tfjs-core')}, wasm (SIMD)`;

/** @param {import('./browser.mjs').ContestantsPage} page */
export async function measureCpu(page) {
  const [ours, twin, jax, tensorflow] = [
    await page.open('ours', { device: 'cpu' }),
    await page.open('ours', { device: 'cpu' }),
    await page.open('jax', { device: 'wasm' }),
    await page.open('tensorflow', { files: TENSORFLOW_FOLDER }),
  ].map(({ at }) => at);
  const timings = await timeInTurn([
    { name: OURS, time: (steps) => page.time([ours], steps) },
    { name: OURS_TWICE, time: (steps) => page.time([ours, twin], steps) },
    { name: JAX, time: (steps) => page.time([jax], steps) },
    { name: TENSORFLOW, time: (steps) => page.time([tensorflow], steps) },
  ]);
  const ratio = (name, base) => timings.get(name).median / timings.get(base).median;
  return {
    note: `784-256-256-10, batch 256, one thread each, Chromium ${page.version}; median of five blocks, fastest and slowest in brackets.`,
    rows: [...timings].map(([name, timing]) => ({
      '': name,
      'ms per step': timeCell(timing),
      'against Dropout Lab': rounded(ratio(name, OURS)),
    })),
    demands: [
      { what: 'time against jax-js', measured: ratio(OURS, JAX), limit: 0.8, unit: 'x' },
      { what: 'time against TensorFlow.js', measured: ratio(OURS, TENSORFLOW), limit: 0.15, unit: 'x' },
      { what: 'two runs on two workers against one on one', measured: ratio(OURS_TWICE, OURS), limit: 1.25, unit: 'x' },
    ],
  };
}
