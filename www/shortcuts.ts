/** @file The keyboard shortcuts: which key stands for which control, and when a key is somebody else's. */

/** What a shortcut stands for, by its name among the texts. */
export type ShortcutName = 'run' | 'step' | 'continue' | 'reset' | 'new_seeds' | 'swap' | 'pin' | 'share' | 'undo' | 'redo' | 'charts' | 'list';

/** One key. */
export interface Shortcut {
  readonly name: ShortcutName;
  /** As `KeyboardEvent.key` has it, in lower case. */
  readonly key: string;
  /** The buttons that it stands for, by id: the first that can be pressed is. */
  readonly buttons: readonly string[];
}

export const SHORTCUTS: readonly Shortcut[] = [
  { name: 'run', key: 'r', buttons: ['run', 'pause'] },
  { name: 'step', key: 's', buttons: ['step'] },
  { name: 'continue', key: 'c', buttons: ['continue'] },
  { name: 'reset', key: '0', buttons: ['reset'] },
  { name: 'new_seeds', key: 'n', buttons: ['new-seeds'] },
  { name: 'swap', key: 'x', buttons: ['swap'] },
  { name: 'pin', key: 'p', buttons: ['pin'] },
  { name: 'undo', key: 'z', buttons: ['undo'] },
  { name: 'redo', key: 'y', buttons: ['redo'] },
  { name: 'share', key: 'h', buttons: ['share'] },
  { name: 'charts', key: 'g', buttons: [] },
  { name: 'list', key: '?', buttons: ['shortcuts'] },
];

/** What is asked of a press of a key. */
export interface Press {
  readonly key: string;
  /** The place on the keyboard, for letters of other scripts. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a press means; `undefined` where nothing. Keys with Ctrl or Cmd are those of any editor, and always there. */
export function meaningOf(press: Press, single_keys: boolean): { readonly shortcut: Shortcut; readonly is_single: boolean } | undefined {
  const { ctrlKey, metaKey, altKey, shiftKey } = press;
  const key = letterOf(press);
  const named = (name: ShortcutName, is_single: boolean) => {
    const shortcut = SHORTCUTS.find((one) => one.name === name);
    return shortcut && { shortcut, is_single };
  };
  if (ctrlKey !== metaKey && !altKey) {
    if (key === 'z') return named(shiftKey ? 'redo' : 'undo', false);
    return key === 'y' && !shiftKey ? named('redo', false) : undefined;
  }
  if (!single_keys || ctrlKey || metaKey || altKey || (shiftKey && key !== '?')) return undefined;
  const found = SHORTCUTS.find((one) => one.key === key);
  return found && { shortcut: found, is_single: true };
}

function letterOf({ key, code }: Press): string {
  const by_place = /^Key([A-Z])$/.exec(code)?.[1];
  // On a keyboard of another script, the letter that stands at the same place.
  return by_place !== undefined && /^[^\x20-\x7e]$/u.test(key) ? by_place.toLowerCase() : key.toLowerCase();
}
