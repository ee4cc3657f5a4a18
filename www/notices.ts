/** @file Notices: what is said to the reader, until dismissed. */

import type { Experiment } from './core';
import type { State } from './state';

/** As many as one link can cause. More would bury the page; the oldest go first. */
const MOST = 13;

/** With one more notice. The same text is not said twice while it stands. */
export function withNotice(state: State, text: string): State {
  if (state.notices.some((notice) => notice.text === text)) return state;
  const notices = [...state.notices, { notice_id: state.next_notice_id, text }].slice(-MOST);
  return { ...state, notices, next_notice_id: state.next_notice_id + 1 };
}

/** With all that an opened link could not be taken at its word for. */
export function withLinkNotices(state: State, experiment: Experiment): State {
  return experiment.notices.map((notice) => `${notice.key}: ${notice.message}`).reduce(withNotice, state);
}
