/** @file The page's own wasm: settings, links, data files, statistics; the only file that imports pkg/page. */

import init, { catalog, effect, open_link, Split, summary, with_setting } from '../pkg/page/page.js';
import page_url from '../pkg/page/page_bg.wasm?url';

export { catalog, effect, open_link, Split, summary, with_setting };
export type { Catalog, Effect, Experiment, Kind, Notice, Run, Setting, Summary, Verdict } from '../pkg/page/page.js';

/** Must have resolved before anything else here is called. */
export async function loadCore(): Promise<void> {
  await init({ module_or_path: page_url });
}
