/** @file The page's own wasm: settings, links, data files; the only file that imports pkg/page. */

import init, { catalog, open_link, Split, with_arms, with_setting } from '../pkg/page/page.js';
import page_url from '../pkg/page/page_bg.wasm?url';
import { startModule } from './download';

export { catalog, open_link, Split, with_arms, with_setting };
/** What the trainer reports, and sees inside a network, crosses the thread line as it is; only its types pass through here. */
export type {
  Calibration,
  CalibrationBin,
  Correlations,
  LayerProbes,
  MaskDraws,
  MaskedExample,
  MaskedLayer,
  PassSummary,
  PicturePrediction,
  Predictions,
  Probes,
  Report,
  RunResult,
  TestTime,
  UnitProbes,
  WeightProbes,
} from '../pkg/trainer/trainer.js';
export type { ArmChange, ArmDescription, Card, Catalog, Experiment, Kind, Notice, Presentation, Run, Setting } from '../pkg/page/page.js';

/** Must have resolved before anything else here is called. */
export async function loadCore(): Promise<void> {
  await startModule(init, page_url, 'page');
}
