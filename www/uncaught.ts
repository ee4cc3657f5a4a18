/** @file Errors that nobody caught, wherever they come from, are said to the reader. */

import { told } from './file-troubles';
import { partMissing } from './later';
import { texts } from './texts/texts';

/** How a notice is given. */
export type GiveNotice = (text: string, offers_reload?: boolean) => void;

/** Says each error that nobody caught from now on. */
export function listenForUncaught(notice: GiveNotice): void {
  addEventListener('unhandledrejection', (event) => void say(event.reason, notice));
  addEventListener('error', (event) => {
    // Not a fault: by its specification a browser defers to the next frame what it has no time for in this one.
    if (event.message.startsWith('ResizeObserver loop')) return;
    if (event.message) void say(event.error ?? event.message, notice);
  });
}

/** Says an error: that a part of the page did not come, with what helps, or what it says of itself. */
export async function say(error: unknown, notice: GiveNotice): Promise<void> {
  const missing = await partMissing(error);
  if (missing) notice(missing.message, missing.reload_helps);
  else notice(texts().start.fault(told(error)));
}
