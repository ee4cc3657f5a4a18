/** @file Serves dist/ under /lab/, as a static host would that knows pre-compressed files, and under further folders with a fault each. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same files at each folder, but for those that a fault names. */
const FOLDERS = {
  '/lab/': {},
  '/without-data/': { missing: /^data\// },
  '/without-trainer/': { missing: /trainer_bg.*\.wasm$/ },
  '/with-damaged-data/': { damaged: /^data\/.*\.shard$/ },
  '/with-stuck-trainer/': { stuck: /trainer_bg.*\.wasm$/ },
};
/** Another build can be named, to test it without disturbing this one. */
const DIST = resolve(process.env.DROPOUT_LAB_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url))) + sep;
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
};

/** The file of dist/ that an address means and the fault it is served with, or undefined where there is none to serve. */
function fileOf(address) {
  const path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  const folder = Object.keys(FOLDERS).find((one) => path.startsWith(one));
  if (folder === undefined) return undefined;
  const name = path.slice(folder.length);
  const fault = Object.entries(FOLDERS[folder]).find(([, names]) => names.test(name))?.[0];
  const file = normalize(join(DIST, name === '' || name.endsWith('/') ? `${name}index.html` : name));
  return file.startsWith(DIST) && fault !== 'missing' ? { file, fault } : undefined;
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
  const found = fileOf(request.url);
  if (found === undefined || lengthOf(found.file) === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
    return;
  }
  const { file, fault } = found;
  const headers = { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' };
  const takesBrotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  const packed = takesBrotli && lengthOf(`${file}.br`) !== undefined;
  const sent = packed ? `${file}.br` : file;
  if (packed) headers['Content-Encoding'] = 'br';
  headers['Vary'] = 'Accept-Encoding';
  headers['Content-Length'] = lengthOf(sent);
  response.writeHead(200, headers);
  if (request.method === 'HEAD') response.end();
  else send(sent, fault, response);
}

function send(file, fault, response) {
  if (fault === 'damaged') {
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] ^= 1;
    response.end(bytes);
  } else if (fault === 'stuck') {
    // The first part comes, the rest never does.
    createReadStream(file, { end: 65_535 }).pipe(response, { end: false });
  } else {
    createReadStream(file).pipe(response);
  }
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
  console.log(`dist/ is at http://127.0.0.1:${port}/lab/`);
});
