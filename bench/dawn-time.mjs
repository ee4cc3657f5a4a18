/** @file Time of one step on WebGPU in Node: ten of our runs together against one run of jax-js. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { softwareGpu } from './dawn/mesa.mjs';
import { versionOf } from './packages.mjs';
import { rounded, timeCell } from './report.mjs';

const RUNS = 10;
const OURS = `Dropout Lab, ${RUNS} runs together`;
const JAX = `jax-js ${versionOf('@jax-js/jax')}, one run`;

export async function measureGpuTime() {
  const found = await findGpu();
  if (found.missing !== undefined) return { skipped: found.missing };
  const { adapter, environment } = found;
  const timings = await inNode('measure.mjs', environment, [String(RUNS)]);
  const runs = [
    { name: OURS, timing: timings.ours, count: RUNS },
    { name: JAX, timing: timings.jax, count: 1 },
  ];
  return {
    note: `784-256-256-10, batch 256, Dawn in Node on ${adapter}; median of five blocks, fastest and slowest in brackets.`,
    rows: runs.map(({ name, timing, count }) => ({
      '': name,
      'ms per step': timeCell(timing),
      'ms per step and run': rounded(timing.median / count),
    })),
    demands: [
      { what: 'time per run against jax-js', measured: timings.ours.median / RUNS / timings.jax.median, limit: 0.5, unit: 'x' },
    ],
  };
}

/** The machine's own adapter, or a software one that is got for this purpose. */
async function findGpu() {
  const own = await inNode('adapter.mjs', {});
  if (own !== null) return { adapter: own, environment: {} };
  const { environment, missing } = softwareGpu();
  if (missing !== undefined) return { missing: `WebGPU in Node finds no adapter here, and ${missing}` };
  const adapter = await inNode('adapter.mjs', environment);
  return adapter === null ? { missing: 'WebGPU in Node finds no adapter, not even with a newer Mesa' } : { adapter, environment };
}

/** Runs a program of `dawn/` in a process of its own, since drivers read the environment at its start; returns what it prints. */
async function inNode(program, environment, args = []) {
  const file = fileURLToPath(new URL(`dawn/${program}`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code, signal] = await ended;
  // The last line is the result; the driver may have spoken before, and may fall over after.
  const result = output.trimEnd().split('\n').at(-1);
  if (!result.startsWith('RESULT ')) throw new Error(`${program} ended with ${signal ?? code}: ${complaints.slice(-2000)}`);
  return JSON.parse(result.slice('RESULT '.length));
}
