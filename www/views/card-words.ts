/** @file The few words around an answer that do not come from the numbers. */

import { capitalised, epochText } from '../format';
import type { Phase } from '../state';

/** What stands above the answer; `epoch` is the last one that every run was measured at, 0 before there is an answer. */
export function whenText(now: Phase, epoch: number): string {
  const at = `after epoch ${epochText(epoch)}`;
  if (now === 'finished') return `The answer, ${at}:`;
  if (epoch === 0) return 'The answer appears here.';
  return now === 'running' ? `The answer appears here; so far, ${at}:` : `Not finished. So far, ${at}:`;
}

/** How long it takes; `times` says what other settings than the card's own cost against those. */
export function costText(times: string | undefined): string {
  return times === undefined ? 'Takes under two minutes on two CPU cores.' : `${capitalised(times)} of the card's own settings, which take under two minutes on two CPU cores.`;
}
