/** @file What a tab remembers of itself: its name, and whether it was training when its page went away. */

const RUNNING = 'dropout-lab-running';
const TAB = 'dropout-lab-tab';

/** The experiment that was training, and the epoch at which the reader wanted it to pause. */
export interface LeftRunning {
  readonly link: string;
  readonly pause_epoch: number | undefined;
}

/** What trained in this tab when its page went away: reloaded, discarded, crashed. */
export function leftRunning(): LeftRunning | undefined {
  const text = read(RUNNING);
  if (text === null) return undefined;
  const [pause, ...link] = text.split(' ');
  return { link: link.join(' '), pause_epoch: pause === '' ? undefined : Number(pause) };
}

/** Remembers what trains here; `undefined` = nothing. */
export function rememberRunning(running: LeftRunning | undefined): void {
  write(RUNNING, running && `${String(running.pause_epoch ?? '')} ${running.link}`);
}

/** A name that this tab keeps over reloads, and that no other has. */
export function tabName(): string {
  const name = read(TAB) ?? crypto.getRandomValues(new Uint32Array(2)).join('-');
  write(TAB, name);
  return name;
}

/** Where the browser denies its store, a tab remembers nothing; the keeper of results says so. */
function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // As above.
  }
}
