/** @file What one training step gives to WebGPU in a browser, for few and many runs: exact where timing is not. */
import { rounded } from './report.mjs';

const BATCHES_OF_DATA = 20 * 256;
const SLICES = 2;
const STEPS_PER_SLICE = 4;

/** The software adapter is slow, so the many runs have a small net; what is counted does not hang on widths, as the first two show. */
const CASES = [
  { hidden: [256, 256], runs: 2 },
  { hidden: [16, 16], runs: 2 },
  { hidden: [16, 16], runs: 20 },
  { hidden: [16, 16], runs: 2, probes: true },
];

/** @param {import('./browser.mjs').ContestantsPage} page */
export async function measureCounts(page) {
  const counted = [];
  for (const { hidden, runs, probes = false } of CASES) counted.push({ hidden, runs, probes, ...(await countOne(page, hidden, runs, probes)) });
  const [, few, many, probed] = counted;
  const most = (name) => Math.max(...counted.map((counts) => counts[name]));
  return {
    note:
      `Batch 256, Chromium ${page.version} on its software adapter; ${SLICES} slices of ${STEPS_PER_SLICE} steps between two evaluations. ` +
      'A slice ends with one small read, which is the only back-pressure WebGPU offers.',
    rows: counted.map(({ hidden, runs, probes, dispatches, submissions, uploadedBytes, readbacks }) => ({
      net: `784-${hidden.join('-')}-10`,
      runs: String(runs),
      probes: probes ? 'on' : 'off',
      'dispatches per step': rounded(dispatches),
      'submissions per step': rounded(submissions),
      'KB uploaded per step': rounded(uploadedBytes / 1024),
      'reads per slice': rounded(readbacks),
    })),
    demands: [
      { what: 'dispatches per step', measured: most('dispatches'), limit: 110 },
      { what: 'more dispatches for 20 runs than for 2', measured: Math.abs(many.dispatches - few.dispatches), limit: 0 },
      { what: 'more dispatches with probes, between evaluations', measured: Math.abs(probed.dispatches - few.dispatches), limit: 0 },
      { what: 'uploaded per step', measured: most('uploadedBytes') / 1024, limit: 64, unit: ' KB' },
      { what: 'reads per slice, between evaluations', measured: most('readbacks'), limit: 1 },
    ],
  };
}

async function countOne(page, hidden, runs, probes) {
  const { at } = await page.open('ours', { device: 'webgpu', hidden, runs, probes, train: BATCHES_OF_DATA }, true);
  await page.ask(at, 'ready', (SLICES + 1) * STEPS_PER_SLICE);
  // One slice more, so that pools of buffers have grown to their size.
  await page.ask(at, 'train', STEPS_PER_SLICE);
  await page.ask(at, 'counts');
  for (let slice = 0; slice < SLICES; slice += 1) await page.ask(at, 'train', STEPS_PER_SLICE);
  const { dispatches, submissions, uploadedBytes, readbacks } = await page.ask(at, 'counts');
  await page.close(at);
  const steps = SLICES * STEPS_PER_SLICE;
  return {
    dispatches: dispatches / steps,
    submissions: submissions / steps,
    uploadedBytes: uploadedBytes / steps,
    readbacks: readbacks / SLICES,
  };
}
