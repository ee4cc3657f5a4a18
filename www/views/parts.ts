/** @file What a link hides and locks of the page, what makes room for a lesson, and the way to all of it. */

import type { Presentation, Setting } from '../core';
import { addressLink, type State } from '../state';
import { texts } from '../texts/texts';
import { byId, setText } from './element';

/** What can be used, inside a part that is locked. */
const CONTROLS = 'button, input, select, textarea, a[href]';

/** Before the core has read the link: a compact page, a lesson or hidden parts are not to move what is shown a moment later. */
export function showAsAddressed(fragment: string): void {
  const named = /[#&]hide=([^&]*)/.exec(fragment)?.[1] ?? '';
  document.documentElement.toggleAttribute('data-embed', /[#&]embed=1(&|$)/.test(fragment));
  document.documentElement.toggleAttribute('data-lesson', /[#&]lesson=[^&]/.test(fragment));
  hide(new Set(named.split(',').filter((name) => name !== '')));
}

/** Parts are found by `data-part`, buttons that change settings by `data-changes`, which names their keys. */
export class PartsView {
  readonly #settings: readonly Setting[];
  readonly #line = byId('shown-part', HTMLElement);
  readonly #text = byId('shown-part-text', HTMLElement);
  readonly #everything = byId('show-everything', HTMLAnchorElement);

  constructor(settings: readonly Setting[], onEverything: () => void) {
    this.#settings = settings;
    setText(this.#everything, texts().steering.everything);
    this.#everything.addEventListener('click', (event) => {
      event.preventDefault();
      onEverything();
      // The line with the link goes; what stands at the head of the page now shown takes the focus.
      document.querySelector('h1')?.focus();
    });
    // A link cannot be disabled.
    document.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('a[data-locked]')) event.preventDefault();
    }, { capture: true });
  }

  /** Sets free what is locked no more, before the other views say what of it can be used. */
  unlock({ presentation }: State): void {
    const wanted = new Set(lockedControls(presentation));
    for (const control of document.querySelectorAll<HTMLElement>('[data-locked]')) if (!wanted.has(control)) unlockOne(control);
  }

  render(state: State): void {
    const { presentation } = state;
    document.documentElement.toggleAttribute('data-embed', presentation.embed);
    document.documentElement.toggleAttribute('data-lesson', presentation.lesson !== '');
    hide(new Set(presentation.hide));
    for (const control of lockedControls(presentation)) lockOne(control);
    const is_whole = presentation.hide.length === 0 && presentation.lock.length === 0;
    this.#line.hidden = is_whole || presentation.embed;
    if (is_whole) return;
    setText(this.#text, this.#sentence(presentation));
    this.#everything.href = `#${addressLink({ ...state, presentation_link: '' })}`;
  }

  #sentence({ hide, locked, lock }: Presentation): string {
    const { hides, locks, locks_parts } = texts().steering;
    const labels = this.#settings.filter(({ key }) => locked.includes(key)).map(({ label }) => label);
    const said = [...(hide.length > 0 ? [hides] : []), ...(labels.length > 0 ? [locks(labels)] : lock.length > 0 ? [locks_parts] : [])];
    return said.join(' ');
  }
}

function hide(names: ReadonlySet<string>): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-part]')) part.toggleAttribute('data-away', names.has(part.dataset['part'] ?? ''));
  // Without charts there is nothing to skip to.
  byId('skip', HTMLElement).toggleAttribute('hidden', names.has('charts'));
}

function lockedControls({ lock, locked }: Presentation): HTMLElement[] {
  if (lock.length === 0) return [];
  const names = new Set([...lock, ...locked]);
  const is_locked = ({ dataset }: HTMLElement): boolean => names.has(dataset['part'] ?? '') || (dataset['changes'] ?? '').split(' ').some((key) => names.has(key));
  const roots = [...document.querySelectorAll<HTMLElement>('[data-part], [data-changes]')].filter(is_locked);
  return roots.flatMap((root) => (root.matches(CONTROLS) ? [root] : [...root.querySelectorAll<HTMLElement>(CONTROLS)]));
}

/** Other views may have enabled it since; what it said of itself is kept for later. */
function lockOne(control: HTMLElement): void {
  if (control instanceof HTMLAnchorElement) control.setAttribute('aria-disabled', 'true');
  else setDisabled(control, true);
  if (control.dataset['locked'] !== undefined) return;
  const { locked } = texts().steering;
  control.dataset['locked'] = control.title;
  control.title = locked;
  control.setAttribute('aria-description', locked);
}

function unlockOne(control: HTMLElement): void {
  if (control instanceof HTMLAnchorElement) control.removeAttribute('aria-disabled');
  else setDisabled(control, control.dataset['waits'] !== undefined);
  control.title = control.dataset['locked'] ?? '';
  if (control.title === '') control.removeAttribute('title');
  control.removeAttribute('aria-description');
  Reflect.deleteProperty(control.dataset, 'locked');
}

function setDisabled(control: HTMLElement, disabled: boolean): void {
  if ('disabled' in control && control.disabled !== disabled) control.disabled = disabled;
}
