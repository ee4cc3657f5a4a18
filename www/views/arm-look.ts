/** @file How an arm looks wherever it is shown: its colour, and with many arms its symbol. */

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

/** With so many arms colours alone begin to be a burden. */
const MANY = 3;
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

/** An arm's symbol among so many arms; the baseline goes without one. */
export function symbolOf(arm: string, count: number): SymbolName | undefined {
  return count >= MANY ? SYMBOLS[arm] : undefined;
}
