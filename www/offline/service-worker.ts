/** @file The service worker: answers from the files it has kept, so that the page works without a network after the first visit. */

import { type PrecacheEntry, Serwist } from 'serwist';

/** Every file of this build but the examples, which www/data keeps by itself. */
declare const __KEPT_FILES__: PrecacheEntry[];

new Serwist({
  precacheEntries: __KEPT_FILES__,
  precacheOptions: { cleanupOutdatedCaches: true },
  // A newer version waits until the reader takes it: never in the middle of a run.
  skipWaiting: false,
  clientsClaim: true,
  disableDevLogs: true,
}).addEventListeners();
