/** @file Undo and redo: the changes of the settings that came to rest, newest last, and what each changed. */

import type { Experiment } from './core';

/** One change of the settings, whatever caused it. */
export interface Change {
  readonly from: Experiment;
  readonly to: Experiment;
}

/** Which way to go through the changes. */
export type Move = 'undo' | 'redo';

/** What can be undone and redone. */
export interface Past {
  /** Newest last. */
  readonly undo: readonly Change[];
  /** The next one last. */
  readonly redo: readonly Change[];
  /** What was undone or redone since the last change of another kind. */
  readonly last: { readonly move: Move; readonly change: Change } | undefined;
  /** Counts changes, but not the further ones of a drag: one for each that deserves an entry of the browser's history. */
  readonly count: number;
}

export const NO_PAST: Past = { undo: [], redo: [], last: undefined, count: 0 };

/** A setting that a change changed, as the link writes it. */
export interface ChangedSetting {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** More than anybody goes back one by one. */
const MOST = 100;

/** After a change. One that joins is a part of the one before it: the further way of a drag. */
export function remembered(past: Past, from: Experiment, to: Experiment, joins: boolean): Past {
  if (from.link === to.link) return past;
  const last = past.undo.at(-1);
  if (!joins || last?.to.link !== from.link) return { undo: [...past.undo, { from, to }].slice(-MOST), redo: [], last: undefined, count: past.count + 1 };
  const earlier = past.undo.slice(0, -1);
  // A drag that ended where it began changed nothing.
  return { ...past, undo: last.from.link === to.link ? earlier : [...earlier, { from: last.from, to }], last: undefined };
}

/** The change that a move would take back or make again. */
export function nextChange(past: Past, move: Move): Change | undefined {
  return past[move].at(-1);
}

/** After a move. One that joins follows the one before it at once. */
export function moved(past: Past, move: Move, joins: boolean): Past {
  const change = nextChange(past, move);
  if (!change) return past;
  const [undo, redo] = move === 'undo' ? [past.undo.slice(0, -1), [...past.redo, change]] : [[...past.undo, change], past.redo.slice(0, -1)];
  return { undo, redo, last: { move, change }, count: past.count + (joins ? 0 : 1) };
}

/** The settings in which two experiments differ, in the order of the link. */
export function changedSettings({ from, to }: Change): ChangedSetting[] {
  const after = new Map(to.texts.map(({ key, text }) => [key, text]));
  return from.texts.flatMap(({ key, text }) => (after.get(key) === text ? [] : [{ key, from: text, to: after.get(key) ?? '' }]));
}
