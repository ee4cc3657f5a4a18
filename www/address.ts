/** @file The address follows the settings, with one entry of the browser's history for each change that came to rest; Back brings it back. */

import type { Lab } from './lab';
import { addressLink, claimedLink, type State } from './state';

/** Tells entries that this page has written from links that were followed. */
const WRITTEN = { dropout_lab: 'written' };
/** Browsers refuse too many writes in a row; one is tried again after so long. */
const LATER_MILLIS = 2000;

/** Writes and reads the part behind the `#`. */
export class Address {
  readonly #lab: Lab;
  /** As it was last written or read. */
  #fragment = location.hash.slice(1);
  /** A link was followed, or Back was pressed: the entry is there already. */
  #is_arriving = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
    // An address without settings stays as short as it came.
    this.#write('replaceState', this.#fragment === '' ? '' : claimedLink(lab.store.state));
    addEventListener('popstate', ({ state }: PopStateEvent) => {
      if (isWritten(state)) this.#arrive((link) => lab.returnTo(link));
    });
    addEventListener('hashchange', () => {
      if (location.hash.slice(1) !== this.#fragment) this.#arrive((link) => lab.openLink(link));
    });
  }

  follow(before: State, after: State): void {
    const fragment = claimedLink(after);
    if (fragment === claimedLink(before) || this.#is_arriving) return;
    const stands_for_itself = before.past.count !== after.past.count || before.presentation_link !== after.presentation_link;
    // The history is shared with the page around this one, whose Back button must stay its own.
    this.#write(stands_for_itself && !after.presentation.embed ? 'pushState' : 'replaceState', fragment);
  }

  #arrive(open: (link: string) => void): void {
    this.#fragment = location.hash.slice(1);
    this.#is_arriving = true;
    try {
      open(location.hash);
    } finally {
      this.#is_arriving = false;
    }
    this.#write('replaceState', this.#fragment === '' ? '' : claimedLink(this.#lab.store.state));
  }

  #write(how: 'pushState' | 'replaceState', fragment: string): void {
    clearTimeout(this.#later);
    this.#fragment = fragment;
    try {
      history[how](WRITTEN, '', fragment === '' ? location.href : absolute(fragment));
    } catch {
      this.#later = setTimeout(() => this.#write('replaceState', claimedLink(this.#lab.store.state)), LATER_MILLIS);
    }
  }
}

/** The whole address of a state, as Share hands it out. */
export function addressOf(state: State): string {
  return absolute(addressLink(state));
}

function absolute(fragment: string): string {
  return new URL(`#${fragment}`, location.href).href;
}

function isWritten(state: unknown): boolean {
  return state instanceof Object && 'dropout_lab' in state;
}
