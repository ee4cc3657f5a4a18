/** @file Says that a part of the page did not come, and whether loading the page anew helps. */

import { told } from '../file-troubles';
import type { Lab } from '../lab';
import { PartMissing } from '../later';
import { texts } from '../texts/texts';

export function noticeMissing(lab: Lab, error: unknown): void {
  if (error instanceof PartMissing) lab.notice(error.message, error.reload_helps);
  else lab.notice(texts().later.missing(told(error)));
}
