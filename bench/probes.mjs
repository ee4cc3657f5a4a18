/** @file What probes cost: time of an epoch with its evaluation at the page's first settings, with them and without. */
import { rounded, timeCell } from './report.mjs';
import { timeInTurn } from './rounds.mjs';

const OFF = 'probes off';
const ON = 'probes on';

/** @param {import('./browser.mjs').ContestantsPage} page */
export async function measureProbes(page) {
  const [off, on] = [await page.open('epochs', { probes: false }), await page.open('epochs', { probes: true })].map(({ at }) => at);
  const timings = await timeInTurn([
    { name: OFF, time: (epochs) => page.time([off], epochs) },
    { name: ON, time: (epochs) => page.time([on], epochs) },
  ]);
  const ratio = (name) => timings.get(name).median / timings.get(OFF).median;
  return {
    note:
      `One run of the treatment on one worker, 1,000 training and 1,000 test examples, batch 32, an evaluation an epoch, Chromium ${page.version}; ` +
      'median of five blocks, fastest and slowest in brackets.',
    rows: [...timings].map(([name, timing]) => ({ '': name, 'ms per epoch': timeCell(timing), 'against probes off': rounded(ratio(name)) })),
    demands: [{ what: 'time with probes against without', measured: ratio(ON), limit: 1.1, unit: 'x' }],
  };
}
