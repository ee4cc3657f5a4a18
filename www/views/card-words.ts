/** @file The few words around an answer that do not come from the numbers. */

import { capitalised, epochText } from '../format';
import type { Phase } from '../state';
import { texts } from '../texts/texts';

/** What stands above the answer; `epoch` is the last one that every run was measured at, 0 before there is an answer. */
export function whenText(now: Phase, epoch: number): string {
  const at = epochText(epoch);
  const { card } = texts();
  if (now === 'finished') return card.answer(at);
  if (epoch === 0) return card.answer_here;
  return now === 'running' ? card.answer_so_far(at) : card.not_finished(at);
}

/** How long it takes; `times` says what other settings than the card's own cost against those. */
export function costText(times: string | undefined): string {
  return times === undefined ? texts().card.takes : texts().card.takes_other(capitalised(times));
}
