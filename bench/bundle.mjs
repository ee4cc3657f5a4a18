/** @file Builds the page of the contestants into a folder, with the same tool that builds the lab's own page. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const PAGE = fileURLToPath(new URL('page/', import.meta.url));
const TENSORFLOW_FILES = fileURLToPath(new URL('node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/', import.meta.url));

/** Where the page finds the .wasm files of TensorFlow.js. */
export const TENSORFLOW_FOLDER = '/tensorflow/';

/** @param {string} folder */
export async function bundlePage(folder) {
  await build({
    configFile: false,
    root: PAGE,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: Infinity },
  });
  cpSync(TENSORFLOW_FILES, join(folder, TENSORFLOW_FOLDER), { recursive: true });
}
