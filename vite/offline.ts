/** @file Makes the built page installable and usable without a network: its manifest, and a service worker that knows its files. */
import { readFileSync } from 'node:fs';
import { getManifest } from '@serwist/build';
import { build, type Plugin } from 'vite';

const SOURCE = 'www/offline/service-worker.ts';

/** How the page introduces itself to a system that installs it; addresses are relative to this file. */
const MANIFEST = {
  name: 'Dropout Lab',
  short_name: 'Dropout Lab',
  description: 'Find out by experiment what dropout does: networks with and without it train side by side in the browser.',
  id: './',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#fbfaf7',
  theme_color: '#c2410c',
  categories: ['education'],
  icons: [{ src: './app-icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any maskable' }],
};

/** The manifest, its icon, and the service worker: they keep their names, because their addresses must not change. */
export function offline(): Plugin {
  let out_dir = '';
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      out_dir = config.build.outDir;
    },
    transformIndexHtml: () => [{ tag: 'link', attrs: { rel: 'manifest', href: './app.webmanifest' }, injectTo: 'head' }],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'app.webmanifest', source: `${JSON.stringify(MANIFEST, undefined, 2)}\n` });
      this.emitFile({ type: 'asset', fileName: 'app-icon.svg', source: readFileSync('www/offline/app-icon.svg') });
    },
    async closeBundle() {
      await buildServiceWorker(out_dir);
    },
  };
}

/** All that the page is made of is kept at the first visit; the examples that were used are kept by the page itself. */
async function buildServiceWorker(out_dir: string): Promise<void> {
  const { manifestEntries: files = [], warnings } = await getManifest({
    globDirectory: out_dir,
    globPatterns: ['**/*.{html,js,css,wasm,svg,json,webmanifest}'],
    globIgnores: ['**/*.map', 'sbom.cdx.json'],
    // Names under assets/ change with the content.
    dontCacheBustURLsMatching: /^assets\//,
    maximumFileSizeToCacheInBytes: 32_000_000,
  });
  if (warnings.length > 0) throw new Error(`The list of files for use without a network: ${warnings.join('; ')}`);
  const sorted = files.toSorted((a, b) => (a.url < b.url ? -1 : 1));
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __KEPT_FILES__: JSON.stringify(sorted) },
    build: {
      outDir: out_dir,
      emptyOutDir: false,
      target: 'es2022',
      rolldownOptions: { input: SOURCE, output: { format: 'iife', entryFileNames: 'service-worker.js' } },
    },
  });
}
