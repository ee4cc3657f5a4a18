/** @file What steers the page from outside and by keys: shortcuts, the API for scripts, the page around this one. It comes once the controls work. */

import { apiOf, type DropoutLab } from './api/lab-api';
import type { Setting } from './core';
import type { Lab } from './lab';
import { offerWholePage, tellHeight } from './views/embed';
import { Shortcuts } from './views/shortcuts';

export type { DropoutLab } from './api/lab-api';

/** Starts them all; gives the API, which promises itself as `ready`. */
export function steer(lab: Lab, settings: readonly Setting[], ready: Promise<DropoutLab>): DropoutLab {
  new Shortcuts(lab);
  offerWholePage(lab);
  if (lab.store.state.presentation.embed) tellHeight();
  return apiOf(lab, settings, ready);
}
