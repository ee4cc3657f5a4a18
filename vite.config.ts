/** @file How Vite serves and bundles the page, and how Vitest finds its unit tests. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The page speaks to nobody but its own origin, and runs no script but its own. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // Workers begin as a blob, so that this policy holds for them, too: see www/pool.ts.
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes the policy into the built page; the development server needs more than it allows. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

const TRAINER = 'pkg/trainer/trainer_bg.wasm';

/** Length of the trainer's module, so that its download shows a share; 0 before it is built. */
function trainerBytes(): number {
  return statSync(TRAINER, { throwIfNoEntry: false })?.size ?? 0;
}

/** Tells builds of the trainer apart, because another one may give curves of other bits; empty before it is built. */
function trainerDigest(): string {
  return existsSync(TRAINER) ? createHash('sha256').update(readFileSync(TRAINER)).digest('hex').slice(0, 16) : '';
}

export default defineConfig({
  base: './',
  publicDir: 'pkg/public',
  plugins: [contentSecurityPolicy()],
  define: {
    __TRAINER_BYTES__: JSON.stringify(trainerBytes()),
    __TRAINER_DIGEST__: JSON.stringify(trainerDigest()),
  },
  build: {
    target: 'es2022',
    // The policy above allows no file inside another one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  server: { watch: { ignored: ['**/target/**', '**/dist/**', '**/test-results/**'] } },
  test: { include: ['www/**/*.test.ts'], environment: 'node' },
});
