/** @file The worker's side: holds one contestant and does what the page asks. */
import { countGpuWork } from './count-gpu-work.js';

const CONTESTANTS = {
  ours: () => import('../subjects/ours.js'),
  epochs: () => import('../subjects/epochs.js'),
  jax: () => import('../subjects/jax.js'),
  tensorflow: () => import('../subjects/tensorflow.js'),
};

let contestant;
let counts;

const METHODS = {
  async open({ name, counted, options }) {
    // Before the contestant's code is there, so that it meets no other functions.
    if (counted) counts = countGpuWork();
    const { open } = await CONTESTANTS[name]();
    contestant = await open(options);
    return contestant.description;
  },
  ready: (steps) => contestant.ready(steps),
  train: (steps) => contestant.train(steps),
  /** What the GPU has been given since the last call. */
  counts: () => counts.take(),
};

self.onmessage = async ({ data: { number, method, argument } }) => {
  try {
    const result = await METHODS[method](argument);
    self.postMessage({ number, result });
  } catch (error) {
    self.postMessage({ number, fault: String(error?.stack ?? error) });
  }
};
