/** @file Times several contestants in turn, round after round, and sums up what each took. */

const ROUNDS = 5;
const BLOCK_MILLIS = 1000;
const FEWEST_STEPS = 4;
/** With the steps before the clock starts, less than ours trains between two evaluations of the task's examples. */
const MOST_STEPS = 90;

/**
 * @typedef {object} Timing of one step, in milliseconds
 * @property {number} median
 * @property {number} fastest
 * @property {number} slowest
 * @property {number} steps in each block
 */

/**
 * @param {{ name: string, time: (steps: number) => Promise<number> }[]} contestants `time` says how many milliseconds a block took
 * @param {number} [mostSteps] in a block
 * @returns {Promise<Map<string, Timing>>}
 */
export async function timeInTurn(contestants, mostSteps = MOST_STEPS) {
  const entries = [];
  for (const contestant of contestants) {
    const first = (await contestant.time(FEWEST_STEPS)) / FEWEST_STEPS;
    const steps = Math.min(mostSteps, Math.max(FEWEST_STEPS, Math.round(BLOCK_MILLIS / first)));
    entries.push({ ...contestant, steps, millis: [] });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { time, steps, millis } of entries) millis.push((await time(steps)) / steps);
  }
  return new Map(entries.map(({ name, steps, millis }) => [name, { ...summary(millis), steps }]));
}

function summary(millis) {
  const sorted = millis.toSorted((a, b) => a - b);
  return { median: sorted[(sorted.length - 1) / 2], fastest: sorted[0], slowest: sorted.at(-1) };
}
