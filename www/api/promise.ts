/** @file `window.dropoutLab` from the first moment on: a promise of it, until it is there. */

import type { DropoutLab } from './lab-api';

/** Scripts may ask for `dropoutLab.ready` at once; whoever brings the API keeps the promise. */
export function promiseToScripts(): { readonly ready: Promise<DropoutLab>; readonly keep: (api: DropoutLab) => void } {
  let resolve: (api: DropoutLab) => void = () => undefined;
  const ready = new Promise<DropoutLab>((keep) => (resolve = keep));
  put({ ready });
  return {
    ready,
    keep: (api) => {
      put(api);
      resolve(api);
    },
  };
}

/** Frozen, and not to be overwritten by chance. */
function put(value: object): void {
  Object.defineProperty(globalThis, 'dropoutLab', { value: Object.freeze(value), configurable: true, enumerable: true });
}
