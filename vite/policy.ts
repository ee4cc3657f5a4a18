/** @file What the page may load and do, as a Content-Security-Policy; and the headers by which common static hosts say it, too. */
import type { Plugin } from 'vite';

/** The page speaks to nobody but its own origin, and runs no script but its own. */
export const CONTENT_SECURITY_POLICY = [
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

/**
 * The headers of every file. A page of somebody else's may show this one in a frame, so nothing here forbids that; it gets to know
 * the height and can do nothing in it.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Names of files under `assets/` change with their content; every other file is asked for anew. */
const CACHED_FOREVER = 'public, max-age=31536000, immutable';
const ASKED_ANEW = 'no-cache';

/** `_headers`, as Netlify and Cloudflare Pages read it. */
export function headersFile(): string {
  const all = Object.entries({ ...HEADERS, 'Cache-Control': ASKED_ANEW });
  const lines = (headers: readonly (readonly [string, string])[]): string[] => headers.map(([name, value]) => `  ${name}: ${value}`);
  return ['/*', ...lines(all), '/assets/*', '  ! Cache-Control', ...lines([['Cache-Control', CACHED_FOREVER]]), ''].join('\n');
}

/** `.htaccess`, as Apache reads it where its module for headers is loaded. */
export function htaccess(): string {
  const lines = Object.entries(HEADERS).map(([name, value]) => `  Header always set ${name} "${value}"`);
  return [
    'AddType application/wasm .wasm',
    'AddType application/manifest+json .webmanifest',
    '<IfModule mod_headers.c>',
    ...lines,
    `  Header set Cache-Control "${ASKED_ANEW}"`,
    '  <If "%{REQUEST_URI} =~ m#/assets/#">',
    `    Header set Cache-Control "${CACHED_FOREVER}"`,
    '  </If>',
    '</IfModule>',
    '',
  ].join('\n');
}

/** Writes the policy into the built page, and the files of headers beside it; the development server needs more than the policy allows. */
export function contentSecurityPolicy(): Plugin {
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
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
      this.emitFile({ type: 'asset', fileName: '.htaccess', source: htaccess() });
    },
  };
}
