/** @file The page's own wasm: settings, links, data files; the only file that imports pkg/page. */

import init, * as page from '../pkg/page/page.js';
import type { ArmChange, Catalog, Experiment } from '../pkg/page/page.js';
import page_url from '../pkg/page/page_bg.wasm?url';
import { startModule } from './download';
import { inOurWords, withArmNames } from './texts/catalog-words';

export { Split } from '../pkg/page/page.js';
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
export type { ArmChange, ArmDescription, Card, Catalog, Experiment, Kind, Notice, Part, Presentation, Run, Setting } from '../pkg/page/page.js';

/** Must have resolved before anything else here is called. Tests hand the module over, for lack of a server. */
export async function loadCore(module?: BufferSource): Promise<void> {
  if (module) await init({ module_or_path: module });
  else await startModule(init, page_url, 'page');
}

/** The settings, presets and questions, in the language that the page speaks. */
export function catalog(): Catalog {
  return inOurWords(page.catalog());
}

/** Opens a link or a bare fragment. */
export function open_link(link: string): Experiment {
  return withArmNames(page.open_link(link));
}

/** The experiment of a link with one setting changed. */
export function with_setting(link: string, key: string, text: string): Experiment {
  return withArmNames(page.with_setting(link, key, text));
}

/** The experiment of a link, but for the settings of these keys, which stay as the experiment of `held` has them. */
export function hold_settings(link: string, held: string, keys: readonly string[]): Experiment {
  return withArmNames(page.hold_settings(link, held, [...keys]));
}

/** The experiment of a link with its arms changed. */
export function with_arms(link: string, change: ArmChange): Experiment {
  return withArmNames(page.with_arms(link, change));
}
