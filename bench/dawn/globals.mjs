/** @file Puts Chrome's WebGPU, as a Node module, where programs for the web look for it. */
import { create, globals } from 'webgpu';

/** @returns {GPU} */
export function installWebGpu() {
  const gpu = create(process.platform === 'linux' ? ['backend=vulkan'] : []);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node' }, configurable: true });
  // wgpu looks for the GPU in a window or in a worker, and tells them by their class.
  globalThis.Window = class {
    static [Symbol.hasInstance](object) {
      return object === globalThis;
    }
  };
  return gpu;
}

/** Prints a result for the program that started this one, then ends without waiting for the driver's threads. */
export function finish(result) {
  process.stdout.write(`\nRESULT ${JSON.stringify(result)}\n`, () => process.exit(0));
}
