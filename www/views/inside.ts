/** @file "Inside the network": its panels are fetched when the first of them is opened. */

import { told } from '../file-troubles';
import type { Lab } from '../lab';
import { later, PartMissing } from '../later';
import type { Summarize } from '../summaries';
import { texts } from '../texts/texts';

/** Listens for panels being opened and closed. */
export function listenForPanels(lab: Lab, summarize: Summarize): void {
  let inside: Promise<{ toggled(panel: HTMLDetailsElement): Promise<void> }> | undefined;
  const load = async (): Promise<NonNullable<Awaited<typeof inside>>> => {
    try {
      return new (await later(() => import('../inside/loader'))).Inside(lab, summarize);
    } catch (error) {
      // Tried again when a panel is next opened.
      inside = undefined;
      throw error;
    }
  };
  const onToggle = async (panel: HTMLDetailsElement): Promise<void> => {
    if (!panel.open && !inside) return;
    inside ??= load();
    try {
      await (await inside).toggled(panel);
    } catch (error) {
      panel.open = false;
      if (error instanceof PartMissing) lab.notice(error.message, error.reload_helps);
      else lab.notice(texts().later.missing(told(error)));
    }
  };
  for (const panel of document.querySelectorAll<HTMLDetailsElement>('#inside > details')) {
    panel.addEventListener('toggle', () => void onToggle(panel));
    // Opened before this script was here.
    if (panel.open) void onToggle(panel);
  }
}
