/** @file Notices: what is said to the reader, until dismissed. */

import type { Experiment } from './core';
import type { PageNotice, State } from './state';

/** As many as one link can cause. More would bury the page; the oldest go first. */
const MOST = 13;

/** What belongs to a notice beside its text. */
export type HowSaid = Partial<Pick<PageNotice, 'offers_reload' | 'is_english'>>;

/** With one more notice. What still stands is counted instead of said again, so that a fault that goes on buries nothing. */
export function withNotice(state: State, text: string, { offers_reload = false, is_english = false }: HowSaid = {}): State {
  const alike = (notice: State['notices'][number]): boolean => notice.text === text;
  if (state.notices.some(alike)) return { ...state, notices: state.notices.map((notice) => (alike(notice) ? { ...notice, count: notice.count + 1 } : notice)) };
  const notices = [...state.notices, { notice_id: state.next_notice_id, text, count: 1, offers_reload, is_english }].slice(-MOST);
  return { ...state, notices, next_notice_id: state.next_notice_id + 1 };
}

/** With all that an opened link could not be taken at its word for. */
export function withLinkNotices(state: State, experiment: Pick<Experiment, 'notices'>): State {
  return experiment.notices.map((notice) => `${notice.key}: ${notice.message}`).reduce((sum, text) => withNotice(sum, text, { is_english: true }), state);
}
