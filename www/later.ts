/** @file Parts of the page that come when they are first wanted: why one did not, and whether loading the page anew helps. */

import { texts } from './texts/texts';

/** A part of the page did not come. */
export class PartMissing extends Error {
  /** A browser asks for a script once in the life of a page: only loading the page anew brings it. */
  readonly reload_helps: boolean;

  constructor(why: string, reload_helps: boolean) {
    super(texts().later.missing(why));
    this.reload_helps = reload_helps;
  }
}

/** Fetches a part of the page; fails with a sentence that says why it did not come. */
export async function later<T>(load: () => Promise<T>): Promise<T> {
  // Asked for without a network it would count as missing for the life of the page. What a service worker keeps comes all the same.
  if (!navigator.onLine && !(navigator as Partial<Navigator>).serviceWorker?.controller) throw new PartMissing(texts().later.offline, false);
  try {
    return await load();
  } catch (error) {
    throw (await partMissing(error)) ?? error;
  }
}

/** What three kinds of browsers, and the loader of styles, say of a script that did not come. */
const IMPORT_FAILED = /dynamically imported module|importing a module script|preload CSS/i;

/** The same error as a missing part of the page, where it is one. */
export async function partMissing(error: unknown): Promise<PartMissing | undefined> {
  if (error instanceof PartMissing) return error;
  if (!(error instanceof Error) || !IMPORT_FAILED.test(error.message)) return undefined;
  if (await pageWasReplaced()) return new PartMissing(texts().later.replaced, true);
  const [url] = /\S*\/\S+\.(?:js|css)/.exec(error.message) ?? [];
  return new PartMissing(await answerFor(url), true);
}

/** What the server says to a request for a file now. */
async function answerFor(url: string | undefined): Promise<string> {
  const { no_answer, offline, status, page, came_late } = texts().later;
  if (url === undefined) return no_answer;
  try {
    const response = await fetch(new URL(url, document.baseURI), { cache: 'no-store' });
    if (!response.ok) return status(nameOf(url), response.status);
    return response.headers.get('content-type')?.startsWith('text/html') ? page(nameOf(url)) : came_late;
  } catch {
    return offline;
  }
}

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** Whether the server has another build of this page by now: then the files of this one may be gone. */
export async function pageWasReplaced(): Promise<boolean> {
  const script = document.querySelector('script[type=module][src]')?.getAttribute('src');
  if (!script) return false;
  try {
    const address = new URL(location.href);
    address.hash = '';
    const response = await fetch(address, { cache: 'no-store' });
    const is_page = response.ok && response.headers.get('content-type')?.startsWith('text/html');
    return is_page === true && !(await response.text()).includes(script);
  } catch {
    return false;
  }
}
