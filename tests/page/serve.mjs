/** @file Serves dist/ under /lab/, as a static host would that knows pre-compressed files. */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = '/lab/';
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  // Shards are files in the gzip format, not texts sent in gzip coding.
  '.gz': 'application/gzip',
};

/** The file of dist/ that an address means, or undefined where it leaves dist/. */
function fileOf(address) {
  const path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  if (!path.startsWith(FOLDER)) return undefined;
  const name = path.slice(FOLDER.length);
  const file = normalize(join(DIST, name === '' || name.endsWith('/') ? `${name}index.html` : name));
  return file.startsWith(DIST) ? file : undefined;
}

const lengthOf = (file) => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : undefined;
};

function answer(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = fileOf(request.url);
  if (file === undefined || lengthOf(file) === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
    return;
  }
  const headers = { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' };
  const takesBrotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  const packed = takesBrotli && lengthOf(`${file}.br`) !== undefined;
  const sent = packed ? `${file}.br` : file;
  if (packed) headers['Content-Encoding'] = 'br';
  headers['Vary'] = 'Accept-Encoding';
  headers['Content-Length'] = lengthOf(sent);
  response.writeHead(200, headers);
  if (request.method === 'HEAD') response.end();
  else createReadStream(sent).pipe(response);
}

function safely(request, response) {
  try {
    answer(request, response);
  } catch {
    response.writeHead(400, { 'Content-Type': 'text/plain' }).end('bad address\n');
  }
}

const port = Number(process.env.DROPOUT_LAB_PORT ?? 4173);
createServer(safely).listen(port, '127.0.0.1', () => {
  console.log(`dist/ is at http://127.0.0.1:${port}${FOLDER}`);
});
