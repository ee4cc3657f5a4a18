/** @file What steers the page from outside and by keys: shortcuts, the API for scripts, the page around this one. It comes once the controls work. */

import { apiOf, type DropoutLab } from './api/lab-api';
import type { Setting } from './core';
import type { Lab } from './lab';
import { offerWholePage, tellHeight } from './views/embed';
import { Shortcuts } from './views/shortcuts';

export type { DropoutLab } from './api/lab-api';

/** What steering needs beside the lab. */
export interface SteeringContext {
  /** The API promises itself as this. */
  readonly ready: Promise<DropoutLab>;
  /** Shows the state as it is, without waiting for a frame. */
  readonly drawNow: () => void;
}

/** Starts them all; gives the API. */
export function steer(lab: Lab, settings: readonly Setting[], { ready, drawNow }: SteeringContext): DropoutLab {
  new Shortcuts(lab, drawNow);
  offerWholePage(lab);
  if (lab.store.state.presentation.embed) tellHeight();
  return apiOf(lab, settings, ready);
}
