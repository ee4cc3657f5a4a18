/** @file How an arm looks wherever it is shown: its colour, and its symbol where colours cannot be told apart. */

import type { SymbolName } from '../charts/symbols';

/** An arm as charts draw it, whatever they show of it. */
export interface ArmLook {
  readonly id: string;
  readonly label: string;
  /** CSS token of its colour. */
  readonly color: string;
  readonly symbol: SymbolName | undefined;
  readonly keys: readonly string[];
}

const SYMBOLS: Readonly<Record<string, SymbolName>> = {
  treatment: 'circle',
  'pinned-1': 'square',
  'pinned-2': 'diamond',
  'pinned-3': 'down',
  'pinned-4': 'plus',
  'pinned-5': 'hourglass',
  'pinned-6': 'bar',
};

/** CSS token of an arm's colour. */
export function colorOf(arm: string): string {
  return arm === 'baseline' || arm === 'treatment' ? `--${arm}` : `--${arm.replace('pinned', 'pin')}`;
}

/** An arm's symbol; the baseline goes without one, so that of two arms one line is bare. */
export function symbolOf(arm: string): SymbolName | undefined {
  return SYMBOLS[arm];
}
