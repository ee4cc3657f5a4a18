/** @file TensorFlow.js as a contestant: its own layers' fused operations, its dropout and its optimizer. */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { CLASSES, PIXELS, TASK, randomBatches, randomLayers } from '../task.js';

const BATCHES = 4;
const WARM_UP_STEPS = 3;

/**
 * @param {object} options
 * @param {string} options.files address of the folder with the backend's own .wasm files
 */
export async function open({ files }) {
  setWasmPaths(files);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js cannot start its wasm backend');
  await tf.ready();
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threads = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  if (!simd || threads) throw new Error(`TensorFlow.js has SIMD ${simd} and threads ${threads}, expected SIMD alone`);

  const batches = randomBatches(BATCHES).map(({ inputs, labels }) => ({
    inputs: tf.tensor2d(inputs, [TASK.batch, PIXELS]),
    targets: tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES),
  }));
  const layers = randomLayers().map(({ fanIn, fanOut, weights, biases }) => ({
    weights: tf.variable(tf.tensor2d(weights, [fanIn, fanOut])),
    biases: tf.variable(tf.tensor1d(biases)),
  }));
  const variables = layers.flatMap(({ weights, biases }) => [weights, biases]);
  const optimizer = tf.train.sgd(TASK.lr);
  let at = 0;

  async function train(steps) {
    for (let count = 0; count < steps; count += 1) {
      const batch = batches[at % BATCHES];
      at += 1;
      tf.tidy(() => void optimizer.minimize(() => loss(layers, batch), false, variables));
    }
    await variables.at(-1).data();
  }
  return { description: `TensorFlow.js ${tf.version_core}, wasm with SIMD`, ready: () => train(WARM_UP_STEPS), train };
}

function loss(layers, { inputs, targets }) {
  const hidden = layers.slice(0, -1).reduce((values, { weights, biases }, layer) => {
    const outputs = tf.fused.matMul({ a: values, b: weights, bias: biases, activation: 'relu' });
    return tf.dropout(outputs, TASK.drop[layer]);
  }, inputs);
  const { weights, biases } = layers.at(-1);
  const logits = tf.fused.matMul({ a: hidden, b: weights, bias: biases });
  return tf.losses.softmaxCrossEntropy(targets, logits);
}
