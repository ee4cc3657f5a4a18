/** @file The training step that every contestant does: the network, the rates, the examples. */

export const PIXELS = 784;
export const CLASSES = 10;

/** Multilayer perceptron with ReLU and inverted dropout after each hidden layer, plain SGD. */
export const TASK = {
  hidden: [256, 256],
  drop: [0.2, 0.5],
  batch: 256,
  lr: 0.1,
};

/** Examples to train on: 100 steps of 256, so that a timed block of steps fits between two evaluations. */
export const TRAIN_COUNT = 25_600;

/**
 * Random images with about as many black pixels as Fashion-MNIST has, and random labels; the same at every call.
 *
 * @param {number} count
 * @returns {{ pixels: Uint8Array, labels: Uint8Array }}
 */
export function randomExamples(count) {
  const next = generator(count);
  const pixels = new Uint8Array(count * PIXELS);
  for (let at = 0; at < pixels.length; at += 1) {
    const bits = next();
    pixels[at] = bits & 1 ? (bits >>> 8) & 255 : 0;
  }
  const labels = Uint8Array.from({ length: count }, () => (next() >>> 8) % CLASSES);
  return { pixels, labels };
}

/**
 * Ready-made batches as the peers take them: pixels as floats in [0, 1], labels as class indices.
 *
 * @param {number} count
 */
export function randomBatches(count) {
  return Array.from({ length: count }, (_, at) => {
    const { pixels, labels } = randomExamples(TASK.batch + at);
    const used = pixels.subarray(0, TASK.batch * PIXELS);
    return { inputs: Float32Array.from(used, (pixel) => pixel / 255), labels: Int32Array.from(labels.subarray(0, TASK.batch)) };
  });
}

/**
 * First weights and biases of each layer: uniform within 1/sqrt(fan_in).
 *
 * @returns {{ fanIn: number, fanOut: number, weights: Float32Array, biases: Float32Array }[]}
 */
export function randomLayers() {
  const widths = [PIXELS, ...TASK.hidden, CLASSES];
  const next = generator(7);
  return widths.slice(1).map((fanOut, layer) => {
    const fanIn = widths[layer];
    const uniform = () => ((next() / 2 ** 32) * 2 - 1) / Math.sqrt(fanIn);
    return {
      fanIn,
      fanOut,
      weights: Float32Array.from({ length: fanIn * fanOut }, uniform),
      biases: Float32Array.from({ length: fanOut }, uniform),
    };
  });
}

/** Marsaglia's xorshift32: 32 bits at each call. */
function generator(seed) {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}
