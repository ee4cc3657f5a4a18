/** @file Prints the name of the adapter that WebGPU finds in Node, or null. */
import { finish, installWebGpu } from './globals.mjs';

const adapter = await installWebGpu().requestAdapter();
finish(adapter === null ? null : adapter.info.description || adapter.info.device || adapter.info.vendor);
