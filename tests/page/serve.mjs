/** @file Serves dist/ under /lab/, as a static host would that knows pre-compressed files, and under further folders with a fault each. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { Transform } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A list of data files as another version of the page might have it. */
const withList = (change) => (text) => JSON.stringify(change(JSON.parse(text)));
const OTHER_NAMES = withList(({ name, ...parts }) => ({ title: name, splits: parts }));
const ONE_SHARD = withList((list) => ({ ...list, train: { count: list.train.shards[0].count, shards: list.train.shards.slice(0, 1) } }));

/** The same files at each folder, but for those that a fault names. */
const FOLDERS = {
  '/lab/': {},
  '/without-data/': { missing: /^data\// },
  '/without-trainer/': { missing: /trainer_bg.*\.wasm$/ },
  '/without-statistics/': { missing: /statistics_bg.*\.wasm$/ },
  '/without-page-module/': { missing: /page_bg.*\.wasm$/ },
  '/without-sharing/': { missing: /sharing_bg.*\.wasm$/ },
  '/without-workers/': { missing: /\/worker-.*\.js$/ },
  '/without-scripts/': { missing: /\.js$/ },
  '/without-panels/': { missing: /later-loader.*\.js$/ },
  '/without-readings/': { missing: /later-readings.*\.js$/ },
  '/with-damaged-data/': { damaged: /^data\/.*\.shard$/ },
  '/with-damaged-trainer/': { damaged: /trainer_bg.*\.wasm$/ },
  '/with-cut-data/': { cut: /^data\/.*\.shard$/ },
  '/with-cut-trainer/': { cut: /trainer_bg.*\.wasm$/ },
  '/with-cut-page-module/': { cut: /page_bg.*\.wasm$/ },
  '/with-cut-statistics/': { cut: /statistics_bg.*\.wasm$/ },
  '/with-broken-connection/': { broken: /trainer_bg.*\.wasm$/ },
  '/with-stuck-trainer/': { stuck: /trainer_bg.*\.wasm$/ },
  '/with-stuck-data/': { stuck: /^data\/.*\.shard$/ },
  '/with-pages-for-missing/': { page: /trainer_bg.*\.wasm$/ },
  '/with-missing-panels-as-pages/': { page: /later-loader.*\.js$/ },
  '/with-plain-modules/': { plain: /\.wasm$/ },
  '/with-other-list/': { rewritten: /manifest\.json$/, by: OTHER_NAMES },
  '/with-short-list/': { rewritten: /manifest\.json$/, by: ONE_SHARD },
  '/with-no-list/': { rewritten: /manifest\.json$/, by: (text) => text.slice(0, 100) },
  // These two remember, each under the name that follows: see `told`.
  '/unsteady/': {},
  '/redeployed/': {},
};
/** Names of files asked for at `/unsteady/NAME/`, and NAMEs of `/redeployed/NAME/` that have another build by now. */
const asked = new Set();
const replaced = new Set();
/** What all answers together may take of the line; 0 = as much as there is. */
const BYTES_PER_SECOND = Number(process.env.DROPOUT_LAB_BITS_PER_SECOND ?? 0) / 8;
let line_is_free_at = 0;
/** Where another build of the page has its files. */
const OTHER_ASSETS = 'assets-of-another-build/';
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
  const { name, fault } = told(folder, path.slice(folder.length)) ?? plainly(folder, path.slice(folder.length));
  const file = normalize(join(DIST, name === '' || name.endsWith('/') ? `${name}index.html` : name));
  return file.startsWith(DIST) && fault !== 'missing' ? { file, fault, by: FOLDERS[folder].by ?? asAnotherBuild } : undefined;
}

function plainly(folder, name) {
  const fault = Object.entries(FOLDERS[folder]).find(([, names]) => names instanceof RegExp && names.test(name))?.[0];
  return { name, fault };
}

/**
 * At `/unsteady/NAME/` whatever is neither page nor script is refused the first time that it is asked for. `/redeployed/NAME/` is as it should be until
 * `/redeployed/NAME/now` is asked for: then it has another build of the page, whose files have other names, and the former are gone.
 */
function told(folder, rest) {
  const [, id, name] = /^([^/]*)\/(.*)$/.exec(rest) ?? [];
  if (folder === '/unsteady/') {
    const is_first = /\.(wasm|json|shard)$/.test(name) && !asked.has(rest);
    asked.add(rest);
    return { name, fault: is_first ? 'unready' : undefined };
  }
  if (folder !== '/redeployed/') return undefined;
  if (name === 'now') replaced.add(id);
  if (!replaced.has(id)) return { name };
  if (name === '' || name === 'now') return { name: '', fault: 'rewritten' };
  return name.startsWith('assets/') ? { name, fault: 'missing' } : { name: name.replace(OTHER_ASSETS, 'assets/') };
}

const asAnotherBuild = (text) => text.replaceAll('./assets/', `./${OTHER_ASSETS}`);

/**
 * The headers that dist/_headers sets for a file, as a static host reads them: those of a folder over those of all. But for what may be
 * cached, unless the line is slow: a browser that asks for nothing twice would meet no fault.
 */
function hostHeaders(name) {
  const text = readFileSync(join(DIST, '_headers'), 'utf8');
  const block = (path) => text.split(`${path}\n`)[1]?.split(/\n(?=\/)/)[0]?.trim().split('\n') ?? [];
  const lines = [...block('/*'), ...(name.startsWith('assets/') ? block('/assets/*') : [])].map((line) => line.trim());
  return Object.fromEntries(lines.filter((line) => !line.startsWith('!') && (BYTES_PER_SECOND > 0 || !line.startsWith('Cache-Control'))).map((line) => line.split(/: (.*)/s)));
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
  const { file, fault, by } = found;
  const takesBrotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  const packed = takesBrotli && fault === undefined && lengthOf(`${file}.br`) !== undefined;
  const sent = packed ? `${file}.br` : file;
  const headers = { ...hostHeaders(file.slice(DIST.length)), 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Length': lengthOf(sent), Vary: 'Accept-Encoding' };
  if (packed) headers['Content-Encoding'] = 'br';
  const send = FAULTS[fault] ?? whole;
  send({ file: sent, headers, by, response });
}

function whole({ file, headers, response }) {
  response.writeHead(200, headers);
  if (BYTES_PER_SECOND > 0) createReadStream(file, { highWaterMark: 8192 }).pipe(slowLine()).pipe(response);
  else createReadStream(file).pipe(response);
}

/** A slow line carries one piece after the other, whoever asked for it. */
function slowLine() {
  return new Transform({
    transform(piece, _encoding, done) {
      const now = performance.now();
      line_is_free_at = Math.max(line_is_free_at, now) + (piece.length / BYTES_PER_SECOND) * 1000;
      setTimeout(done, line_is_free_at - now, null, piece);
    },
  });
}

function bytesInstead(bytes, { headers, response }) {
  response.writeHead(200, { ...headers, 'Content-Length': bytes.length });
  response.end(bytes);
}

const FAULTS = {
  damaged: (answer) => {
    const bytes = readFileSync(answer.file);
    bytes[bytes.length >> 1] ^= 1;
    bytesInstead(bytes, answer);
  },
  /** Half of it, as the whole. */
  cut: (answer) => {
    const bytes = readFileSync(answer.file);
    bytesInstead(bytes.subarray(0, bytes.length >> 1), answer);
  },
  rewritten: (answer) => bytesInstead(Buffer.from(answer.by(readFileSync(answer.file, 'utf8'))), answer),
  /** The page itself, as servers of single-page applications do. */
  page: (answer) => bytesInstead(readFileSync(join(DIST, 'index.html')), { ...answer, headers: { ...answer.headers, 'Content-Type': TYPES['.html'] } }),
  plain: ({ headers, ...answer }) => whole({ ...answer, headers: { ...headers, 'Content-Type': 'text/plain' } }),
  unready: ({ response }) => response.writeHead(503, { 'Content-Type': 'text/plain' }).end('not ready\n'),
  /** The first part comes, then the connection ends. */
  broken: ({ file, headers, response }) => {
    response.writeHead(200, headers);
    response.write(readFileSync(file).subarray(0, 65_536), () => response.destroy());
  },
  /** The first part comes, the rest never does. */
  stuck: ({ file, headers, response }) => {
    response.writeHead(200, headers);
    createReadStream(file, { end: 65_535 }).pipe(response, { end: false });
  },
};

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
