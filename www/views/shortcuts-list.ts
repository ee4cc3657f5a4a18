/** @file The list of keyboard shortcuts, in a dialog with the switch that turns them off. */

import { SHORTCUTS } from '../shortcuts';
import { texts } from '../texts/texts';
import { make } from './element';
import type { Shortcuts } from './shortcuts';
import '../styles/shortcuts.css';

/** The key that is held for commands, by the name that this kind of machine gives it. */
const HELD = /^(Mac|iP)/.test(navigator.platform) ? '⌘' : 'Ctrl';

/** Opens the dialog; what had the focus has it again when it is closed. */
export function showShortcuts(shortcuts: Shortcuts): void {
  const words = texts().shortcuts;
  const title = make('h2', '', words.heading);
  title.id = 'shortcuts-title';
  const single = make('input');
  Object.assign(single, { type: 'checkbox', id: 'single-keys', checked: shortcuts.single_keys });
  single.setAttribute('role', 'switch');
  const own = make('dl', 'keys', ...SHORTCUTS.flatMap(({ name, key }) => row([key.toUpperCase()], words[name])));
  const always = make('dl', 'keys', ...row([HELD, 'Z'], words.undo), ...row([HELD, 'Shift', 'Z'], words.redo), ...row(['←', '→'], words.arrows), ...row(['Enter'], words.pick), ...row(['Esc'], words.leave));
  const close = make('button', 'primary', words.close);
  close.type = 'button';
  const label = make('label', 'switch', single, make('span', '', words.single_keys));
  const dialog = make('dialog', 'shortcuts', title, label, make('p', 'help', words.about), own, make('h3', '', words.always), always, close);
  dialog.setAttribute('aria-labelledby', title.id);
  const dim = (): unknown => own.classList.toggle('is-off', !single.checked);
  single.addEventListener('change', () => {
    shortcuts.switchTo(single.checked);
    dim();
  });
  dim();
  close.addEventListener('click', () => dialog.close());
  // Outside of it there is nothing to press but the way out.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function row(keys: readonly string[], text: string): HTMLElement[] {
  const parts = keys.flatMap((key, index) => [...(index > 0 ? [' '] : []), make('kbd', '', key)]);
  return [make('dt', '', ...parts), make('dd', '', text)];
}
