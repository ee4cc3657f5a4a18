/** @file Fetching with a count of the bytes that have come. */

/** Called with the bytes loaded so far. */
export type OnLoaded = (loaded_bytes: number) => void;

/** Wraps a response so that reading its body reports progress. */
export function counted(response: Response, onLoaded: OnLoaded): Response {
  if (!response.body) return response;
  let loaded = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      onLoaded(loaded);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: { 'content-type': response.headers.get('content-type') ?? '' } });
}

/** Fetches, or throws a sentence that names the file and what came instead. */
export async function fetchFile(url: string | URL, name: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error(`${name} could not be loaded: no connection to the server of this page.`);
  }
  if (!response.ok) throw new Error(`${name} could not be loaded: the server answered ${String(response.status)}.`);
  // A development server answers a missing file with the page itself.
  if (response.headers.get('content-type')?.startsWith('text/html')) throw new Error(`${name} could not be loaded: the server has no such file.`);
  return response;
}
