/** @file The wasm of the statistics: means, intervals, effects and their words; the only file that imports pkg/statistics. */

import init, { answer, batch_picture, effects, needs_curves, noise_half_width, outcome, summary, test_set_effects } from '../pkg/statistics/statistics.js';
import statistics_url from '../pkg/statistics/statistics_bg.wasm?url';
import { startModule } from './download';

export { answer, batch_picture, effects, needs_curves, noise_half_width, outcome, summary, test_set_effects };
export type { ArmEffects, At, Comparison, Effect, Effects, Guess, Hits, Measured, Outcome, Summary, TestSetEffect, Verdict } from '../pkg/statistics/statistics.js';

/** Must have resolved before anything else here is called; the controls work without it. */
export async function loadStatistics(): Promise<void> {
  await startModule(init, statistics_url, 'statistics');
}
