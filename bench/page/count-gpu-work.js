/** @file Counts what code on this thread gives to WebGPU: dispatches, submissions, bytes up, reads back. */

/** Wraps the functions that do it; must run before anybody else uses WebGPU. */
export function countGpuWork() {
  let counts = none();
  const add = (name, amount) => {
    counts[name] += amount;
  };
  after(GPUComputePassEncoder, 'dispatchWorkgroups', () => add('dispatches', 1));
  after(GPUComputePassEncoder, 'dispatchWorkgroupsIndirect', () => add('dispatches', 1));
  after(GPUQueue, 'submit', () => add('submissions', 1));
  after(GPUQueue, 'writeBuffer', (_buffer, _offset, data, from, size) => add('uploadedBytes', writtenBytes(data, from, size)));
  after(GPUDevice, 'createBuffer', ({ mappedAtCreation, size }) => add('uploadedBytes', mappedAtCreation ? size : 0));
  after(GPUBuffer, 'mapAsync', (mode, _offset, size) => {
    if (mode & GPUMapMode.READ) add('readbacks', 1);
    else add('uploadedBytes', size ?? 0);
  });
  return {
    /** The counts since the last call. */
    take() {
      const taken = counts;
      counts = none();
      return taken;
    },
  };
}

const none = () => ({ dispatches: 0, submissions: 0, uploadedBytes: 0, readbacks: 0 });

/** Lets `note` see the arguments of every call. */
function after({ prototype }, name, note) {
  const original = prototype[name];
  prototype[name] = function noted(...args) {
    note(...args);
    return original.apply(this, args);
  };
}

/** `from` and `size` count elements of a typed array, bytes of anything else. */
function writtenBytes(data, from = 0, size = undefined) {
  const unit = data.BYTES_PER_ELEMENT ?? 1;
  return size === undefined ? data.byteLength - from * unit : size * unit;
}
