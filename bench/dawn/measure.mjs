/** @file Times our runs and one of jax-js in turn on WebGPU in Node. */
import { readFileSync } from 'node:fs';
import { timeInTurn } from '../rounds.mjs';
import { finish, installWebGpu } from './globals.mjs';

/** Fewer examples than elsewhere: evaluating all runs on them at step 0 takes its time on a software adapter. */
const TRAIN_COUNT = 40 * 256;
/** What is left of an epoch of these after the steps before the clock starts. */
const MOST_STEPS = 36;

installWebGpu();
const runs = Number(process.argv[2]);
const wasm = readFileSync(new URL('../../pkg/trainer/trainer_bg.wasm', import.meta.url));
const ours = await (await import('../subjects/ours.js')).open({ device: 'webgpu', runs, train: TRAIN_COUNT, wasm });
const jax = await (await import('../subjects/jax.js')).open({ device: 'webgpu' });

const timeOf = (contestant) => async (steps) => {
  await contestant.ready(steps);
  const start = performance.now();
  await contestant.train(steps);
  return performance.now() - start;
};
const timings = await timeInTurn([
  { name: 'ours', time: timeOf(ours) },
  { name: 'jax', time: timeOf(jax) },
], MOST_STEPS);
finish(Object.fromEntries(timings));
