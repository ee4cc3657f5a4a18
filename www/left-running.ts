/** @file What a tab remembers of itself: its name, and whether it was training when its page went away. */

const RUNNING = 'dropout-lab-running';
const TAB = 'dropout-lab-tab';
const HANDOVER_MILLIS = 300;

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

/** A name that this tab keeps over reloads, and that no other open one has. */
export async function tabName(): Promise<string> {
  let name = read(TAB) ?? newName();
  if (!(await isFree(name))) {
    // A tab that was duplicated: it has all that the other remembered of itself.
    rememberRunning(undefined);
    name = newName();
    await isFree(name);
  }
  write(TAB, name);
  return name;
}

function newName(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join('-');
}

/** Holds the name as long as the page is there. Where locks are denied, or the page is not served securely, nobody can know. */
async function isFree(name: string): Promise<boolean> {
  const { locks } = navigator as Partial<Navigator>;
  if (!locks) return true;
  const isTaken = (): Promise<boolean> =>
    new Promise((resolve) => {
      const hold = (lock: Lock | null): Promise<never> | undefined => {
        resolve(lock === null);
        return lock === null ? undefined : new Promise(() => undefined);
      };
      locks.request(`dropout-lab tab ${name}`, { ifAvailable: true }, hold).catch(() => resolve(false));
    });
  if (!(await isTaken())) return true;
  // The page that was reloaded may be about to let go of it.
  await new Promise((resolve) => setTimeout(resolve, HANDOVER_MILLIS));
  return !(await isTaken());
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
