/** @file What was said to the reader since the page was opened, dismissed or not: for a report of a problem. */

import type { State } from './state';

/** A fault that goes on is counted in one line, so this is a long time. */
const MOST = 50;

/** Something that was said. */
export interface Said {
  /** When it was said last, in milliseconds since the page was opened. */
  readonly at_millis: number;
  readonly text: string;
  readonly count: number;
}

/** The last things said, oldest first. */
export class NoticeLog {
  readonly #lines = new Map<string, Said>();
  #forgotten = 0;

  get lines(): readonly Said[] {
    return [...this.#lines.values()];
  }

  /** How many are no longer here. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Takes in what was said from one state to the next; before the first there was none. */
  follow(before: State | undefined, after: State, at_millis: number): void {
    if (before?.notices !== after.notices) {
      const counted = new Map(before?.notices.map(({ notice_id, count }) => [notice_id, count]));
      for (const { notice_id, text, count } of after.notices) if (counted.get(notice_id) !== count) this.say(`notice ${String(notice_id)}`, { at_millis, text, count });
    }
    const text = troubleOf(after);
    if (text !== undefined && (!before || text !== troubleOf(before))) this.say(`trouble ${String(at_millis)}`, { at_millis, text, count: 1 });
  }

  /** What is said again under the same key moves to the end. */
  say(key: string, said: Said): void {
    this.#lines.delete(key);
    this.#lines.set(key, said);
    const [oldest] = this.#lines.keys();
    if (this.#lines.size <= MOST || oldest === undefined) return;
    this.#lines.delete(oldest);
    this.#forgotten += 1;
  }
}

function troubleOf({ failure, data }: State): string | undefined {
  return failure ?? (data.kind === 'missing' ? data.message : undefined);
}
