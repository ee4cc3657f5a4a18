/** @file The log of notices: what was said and when, also after it was dismissed, within a bound. */
import { expect, test } from 'vitest';
import { NoticeLog } from './notice-log';
import { type Action, initialState, reduce } from './store';
import { experimentOf } from './test-experiment';

/** The log after these actions, one at each second. */
function logOf(actions: readonly Action[]): NoticeLog {
  const log = new NoticeLog();
  actions.reduce((state, action, index) => {
    const next = reduce(state, action);
    log.follow(state, next, index * 1000);
    return next;
  }, initialState(experimentOf()));
  return log;
}
const notice = (text: string): Action => ({ kind: 'notice', text });

test('what was dismissed stays in the log, and what was said again stands at its last time with its count', () => {
  const log = logOf([notice('lost'), notice('other'), notice('lost'), { kind: 'dismissed', notice_id: 1 }]);
  expect(log.lines).toEqual([{ at_millis: 1000, text: 'other', count: 1 }, { at_millis: 2000, text: 'lost', count: 2 }]);
});

test('what the link of the page itself caused is in the log from the start', () => {
  const log = new NoticeLog();
  log.follow(undefined, initialState({ ...experimentOf(), notices: [{ key: 'lr', message: 'found "x"' }] }), 7);
  expect(log.lines).toEqual([{ at_millis: 7, text: 'lr: found "x"', count: 1 }]);
});

test('failures of training and of data are in the log, once each', () => {
  const log = logOf([{ kind: 'failed', message: 'no trainer' }, notice('x'), { kind: 'trainer-restarted', forget_curves: false }, { kind: 'data', data: { kind: 'missing', message: 'no data' } }]);
  expect(log.lines.map(({ text }) => text)).toEqual(['no trainer', 'x', 'no data']);
});

test('the log holds the last fifty and counts what it forgot', () => {
  const log = logOf(Array.from({ length: 120 }, (_, index) => notice(String(index))));
  expect([log.lines.length, log.lines[0]?.text, log.lines.at(-1)?.text, log.forgotten]).toEqual([50, '70', '119', 70]);
});
