/** @file The wasm of what is passed on: loaded when it is first asked for; the only file that imports pkg/sharing. */

import init, {
  citation,
  code,
  read_lesson,
  records,
  sentences,
  step_link,
  step_page_link,
  told_claim,
  TrainedRuns,
  write_lesson,
} from '../pkg/sharing/sharing.js';
import sharing_url from '../pkg/sharing/sharing_bg.wasm?url';
import { startModule } from './download';

export { citation, code, read_lesson, records, sentences, step_link, step_page_link, told_claim, TrainedRuns, write_lesson };
export type { Citation, ClaimVerdict, CodeFile, Fault, Lesson, Prediction, Program, Quantity, Reading, Step, Told, ToldClaim } from '../pkg/sharing/sharing.js';

/** Must have resolved before anything else here is called. */
export async function loadSharing(): Promise<void> {
  await startModule(init, sharing_url, 'sharing');
}
