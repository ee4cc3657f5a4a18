/** @file "Inside the network": its panels are fetched when the first of them is opened. */

import type { Lab } from '../lab';
import { later } from '../later';
import type { Summarize } from '../summaries';
import { noticeMissing } from './missing-part';

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
      noticeMissing(lab, error);
    }
  };
  for (const panel of document.querySelectorAll<HTMLDetailsElement>('#inside > details')) {
    panel.addEventListener('toggle', () => void onToggle(panel));
    // Opened before this script was here.
    if (panel.open) void onToggle(panel);
  }
}
