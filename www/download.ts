/** @file Fetching files of the page; what came in place of one, or how much of it, is an error that names the file. */

/** What came in place of a file. */
export type FileFault =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'status'; readonly status: number }
  /** A web page, as some servers answer whatever they do not have. */
  | { readonly kind: 'page' }
  | { readonly kind: 'broken-off'; readonly found: number }
  | { readonly kind: 'length'; readonly found: number; readonly expected: number }
  /** Starts of SHA-256 digests. */
  | { readonly kind: 'digest'; readonly found: string; readonly expected: string }
  /** Of the right form in nothing but its name; `why` is what its reader said. */
  | { readonly kind: 'unusable'; readonly why: string };

/** A file by one of the names in the texts of the page, or by its own, and what was wrong with it. */
export interface FileTrouble {
  readonly file: string;
  readonly fault: FileFault;
}

/** Thrown by all that fetches. The page says it in its language: see `www/file-troubles.ts`. */
export class FileError extends Error {
  readonly trouble: FileTrouble;

  constructor(file: string, fault: FileFault) {
    super(`${file}: ${JSON.stringify(fault)}`);
    this.trouble = { file, fault };
  }
}

/** Called with the bytes loaded so far. */
export type OnLoaded = (loaded_bytes: number) => void;

/** Fetches; fails where something else came. */
export async function fetchFile(url: string | URL, file: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new FileError(file, { kind: 'unreachable' });
  }
  if (!response.ok) throw new FileError(file, { kind: 'status', status: response.status });
  if (response.headers.get('content-type')?.startsWith('text/html')) throw new FileError(file, { kind: 'page' });
  return response;
}

/** A line that gives nothing for so long is worth a word; browsers wait for minutes. */
export const STALLED_MILLIS = 15_000;

/** How much has come is told this often at most, and at the end. */
const TELL_MILLIS = 100;

/** Who is told how much of a file has come. */
export interface Followers {
  readonly onLoaded: OnLoaded;
  /** Nothing has come for a while; it is waited for. */
  readonly onStalled: () => void;
}

/** What is checked of a file besides. */
export interface IntactOptions extends Followers {
  readonly faultOf: (bytes: Uint8Array<ArrayBuffer>) => Promise<FileFault | undefined>;
  /** Given what comes, for a use that begins before all is here; it counts only if no later one is given. */
  readonly onBegun?: (response: Response) => void;
}

/** Fetches the bytes of a file that is known by its length or digest. What the browser itself kept damaged is fetched anew, once. */
export async function fetchIntact(url: string | URL, file: string, { faultOf, onBegun, ...followers }: IntactOptions): Promise<Uint8Array<ArrayBuffer>> {
  const attempt = async (init?: RequestInit): Promise<Uint8Array<ArrayBuffer>> => {
    const response = await fetchFile(url, file, init);
    onBegun?.(response.clone());
    return bytesOf(response, file, followers);
  };
  const bytes = await attempt();
  if (!(await faultOf(bytes))) return bytes;
  const fresh = await attempt({ cache: 'reload' });
  const fault = await faultOf(fresh);
  if (fault) throw new FileError(file, fault);
  return fresh;
}

async function bytesOf(response: Response, file: string, { onLoaded, onStalled }: Followers): Promise<Uint8Array<ArrayBuffer>> {
  let found = 0;
  let told_at = -Infinity;
  let stalling = setTimeout(onStalled, STALLED_MILLIS);
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      found += chunk.byteLength;
      clearTimeout(stalling);
      stalling = setTimeout(onStalled, STALLED_MILLIS);
      controller.enqueue(chunk);
      if (performance.now() - told_at < TELL_MILLIS) return;
      told_at = performance.now();
      onLoaded(found);
    },
    flush: () => onLoaded(found),
  });
  try {
    return new Uint8Array(await new Response(response.body?.pipeThrough(counter)).arrayBuffer());
  } catch {
    throw new FileError(file, { kind: 'broken-off', found });
  } finally {
    clearTimeout(stalling);
  }
}

/** The SHA-256 of some bytes in hexadecimal; `undefined` where the browser offers none, which is on plain http. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  // Typed as always there.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return undefined;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Fetches a module and hands it to its own start. */
export async function startModule(start: (source: { module_or_path: Response }) => Promise<unknown>, url: string, file: string): Promise<void> {
  const response = await fetchFile(url, file);
  try {
    await start({ module_or_path: response });
  } catch (error) {
    throw new FileError(file, { kind: 'unusable', why: error instanceof Error ? error.message : String(error) });
  }
}
