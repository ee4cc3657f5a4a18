/** @file jax-js as a contestant: the whole step, masks and update included, in one compiled function. */
import { blockUntilReady, defaultDevice, grad, init, jit, nn, numpy as np, random, tree } from '@jax-js/jax';
import { CLASSES, PIXELS, TASK, randomBatches, randomLayers } from '../task.js';

const BATCHES = 4;
const WARM_UP_STEPS = 3;

/**
 * @param {object} options
 * @param {'wasm' | 'webgpu'} options.device
 */
export async function open({ device }) {
  const devices = await init(device);
  if (!devices.includes(device)) throw new Error(`jax-js has ${devices.join(', ')}, expected ${device}`);
  defaultDevice(device);

  const batches = randomBatches(BATCHES).map(({ inputs, labels }) => ({
    inputs: np.array(inputs).reshape([TASK.batch, PIXELS]),
    targets: nn.oneHot(np.array(labels), CLASSES),
  }));
  await blockUntilReady(batches);
  let params = randomLayers().map(({ fanIn, fanOut, weights, biases }) => ({
    weights: np.array(weights).reshape([fanIn, fanOut]),
    biases: np.array(biases),
  }));
  let key = random.key(0);
  let at = 0;

  async function train(steps) {
    for (let count = 0; count < steps; count += 1) {
      const { inputs, targets } = batches[at % BATCHES];
      at += 1;
      [params, key] = step(params, key, inputs.ref, targets.ref);
    }
    await blockUntilReady(params);
    await params.at(-1).biases.ref.data();
  }
  return { description: `jax-js on ${device}`, ready: () => train(WARM_UP_STEPS), train };
}

/** A call hands its arguments over, as jax-js wants it; `.ref` keeps one for later. */
const step = jit((params, key, inputs, targets) => {
  const [now, next] = random.split(key, 2);
  const gradients = grad(loss)(tree.ref(params), now, inputs, targets);
  return [tree.map((value, gradient) => value.sub(gradient.mul(TASK.lr)), params, gradients), next];
});

function loss(params, key, inputs, targets) {
  const keys = random.split(key, TASK.drop.length);
  const last = params.length - 1;
  let values = inputs;
  [...keys].forEach((layerKey, layer) => {
    values = dropout(nn.relu(dense(values, params[layer])), layerKey, TASK.drop[layer]);
  });
  const logProbs = nn.logSoftmax(dense(values, params[last]));
  return logProbs.mul(targets).sum(-1).mean().neg();
}

const dense = (inputs, { weights, biases }) => np.matmul(inputs, weights).add(biases);

function dropout(values, key, dropProb) {
  const kept = random.bernoulli(key, 1 - dropProb, values.shape);
  return np.where(kept, values.div(1 - dropProb), 0);
}
