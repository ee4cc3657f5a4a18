/** @file "Take it away": what it shows is fetched when the section is first opened. */

import { told } from '../file-troubles';
import type { Lab } from '../lab';
import { later, PartMissing } from '../later';
import { byId } from './element';

export function listenForTakeAway(lab: Lab): void {
  const place = byId('take-away', HTMLDetailsElement);
  let filled = false;
  const onToggle = async (): Promise<void> => {
    if (!place.open || filled) return;
    filled = true;
    try {
      await (await later(() => import('../take-away/take-away'))).fillTakeAway(place, lab);
    } catch (error) {
      // Tried again when it is next opened.
      [filled, place.open] = [false, false];
      if (error instanceof PartMissing) lab.notice(error.message, error.reload_helps);
      else lab.notice(told(error));
    }
  };
  place.addEventListener('toggle', () => void onToggle());
  // Opened before this script was here.
  void onToggle();
}
