/** @file The page's own wasm: settings, links, data files, statistics; the only file that imports pkg/page. */

import init, {
  answer,
  batch_picture,
  catalog,
  effects,
  noise_half_width,
  open_link,
  Split,
  summary,
  test_set_effects,
  with_arms,
  with_setting,
} from '../pkg/page/page.js';
import page_url from '../pkg/page/page_bg.wasm?url';

export { answer, batch_picture, catalog, effects, noise_half_width, open_link, Split, summary, test_set_effects, with_arms, with_setting };
export type {
  ArmChange,
  ArmDescription,
  ArmEffects,
  At,
  Card,
  Catalog,
  Comparison,
  Effect,
  Effects,
  Experiment,
  Hits,
  Kind,
  Measured,
  Notice,
  Run,
  Setting,
  Summary,
  TestSetEffect,
  Verdict,
} from '../pkg/page/page.js';

/** Must have resolved before anything else here is called. */
export async function loadCore(): Promise<void> {
  await init({ module_or_path: page_url });
}
