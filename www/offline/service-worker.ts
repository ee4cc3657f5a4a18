/** @file The service worker: answers from what it has kept, so that the page works without a network after the first visit. */

import { CacheFirst, type PrecacheEntry, Serwist } from 'serwist';

declare const self: ServiceWorkerGlobalScope;
/** Every file of this build but the examples. */
declare const __KEPT_FILES__: PrecacheEntry[];
/** Tells versions of the examples apart. */
declare const __DATA_DIGEST__: string;

/** One origin may have the page in several folders. */
const EXAMPLES = `examples ${self.registration.scope} `;
/** The examples that were used are kept here. */
const THESE_EXAMPLES = EXAMPLES + __DATA_DIGEST__;

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldExamples());
});

async function forgetOldExamples(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(EXAMPLES) && name !== THESE_EXAMPLES).map((name) => caches.delete(name)));
}

const serwist = new Serwist({
  precacheEntries: __KEPT_FILES__,
  precacheOptions: { cleanupOutdatedCaches: true },
  // A newer version waits until the reader takes it: never in the middle of a run.
  skipWaiting: false,
  // The first visit's page, too, so that the examples it asks for later are kept.
  clientsClaim: true,
  disableDevLogs: true,
  runtimeCaching: [{ matcher: ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.shard'), handler: new CacheFirst({ cacheName: THESE_EXAMPLES }) }],
});

serwist.addEventListeners();
