/** @file How Vite serves and bundles the page, and how Vitest finds its unit tests. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { lessonFiles, lessonNames } from './vite/lessons.ts';
import { offline } from './vite/offline.ts';
import { contentSecurityPolicy } from './vite/policy.ts';

/** Version of the page. */
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };

const TRAINER = 'pkg/trainer/trainer_bg.wasm';

/** Length of the trainer's module, so that its download shows a share; 0 before it is built. */
function trainerBytes(): number {
  return statSync(TRAINER, { throwIfNoEntry: false })?.size ?? 0;
}

/** Tells builds of a module apart, because another one may give curves of other bits; empty before it is built. */
function digestOf(module: string): string {
  return existsSync(module) ? createHash('sha256').update(readFileSync(module)).digest('hex').slice(0, 16) : '';
}

/** What the bits of a curve depend on beside the run: the page's module makes the synthetic examples. */
function digests(): Record<string, string> {
  return {
    __TRAINER_DIGEST__: JSON.stringify(digestOf(TRAINER)),
    __PAGE_DIGEST__: JSON.stringify(digestOf('pkg/page/page_bg.wasm')),
  };
}

/**
 * The development server stays while modules are built anew beneath it. So the digests are no constants there: they are
 * read each time that the page is loaded, and runs of another build are never recalled.
 */
function freshDigests(): Plugin {
  const assignments = (): string => Object.entries(digests()).map(([name, value]) => `globalThis.${name} = ${value};`).join(' ');
  return {
    name: 'fresh-digests',
    apply: 'serve',
    transformIndexHtml: () => [{ tag: 'script', children: assignments(), injectTo: 'head-prepend' }],
  };
}

/** What is loaded when it is asked for bears a name that says so: the size limits of `cargo xtask dist` go by it. */
const LATER_CHUNK = 'assets/later-[name]-[hash].js';

/** The styles of such a chunk, which are named after it: all but those of the page itself. */
function assetName({ names }: { readonly names: readonly string[] }): string {
  const is_later = names.some((name) => name.endsWith('.css') && name !== 'index.css');
  return `assets/${is_later ? 'later-' : ''}[name]-[hash][extname]`;
}

export default defineConfig(({ command, mode }) => ({
  base: './',
  publicDir: 'pkg/public',
  plugins: [contentSecurityPolicy(), freshDigests(), lessonFiles(), offline()],
  define: {
    __LESSONS__: JSON.stringify(lessonNames()),
    __VERSION__: JSON.stringify(version),
    __TRAINER_BYTES__: JSON.stringify(trainerBytes()),
    // Vitest serves, too, but loads no page.
    ...(command === 'build' || mode === 'test' ? digests() : {}),
  },
  build: {
    target: 'es2022',
    // The policy above allows no file inside another one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'glossary.html'], output: { chunkFileNames: LATER_CHUNK, assetFileNames: assetName } },
  },
  worker: { format: 'es' as const },
  server: { watch: { ignored: ['**/target/**', '**/dist/**', '**/test-results/**'] } },
  test: { include: ['www/**/*.test.ts'], environment: 'node', setupFiles: ['www/test-language.ts'], testTimeout: 30_000 },
}));
