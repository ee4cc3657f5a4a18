/** @file `cargo xtask bench`: the same training step here and in its peers, side by side, against what was promised. */

/*
 * What is measured
 *   One step everywhere: 784-256-256-10, batch 256, dropout 0.2 and 0.5 with fresh masks, softmax cross-entropy, gradients and
 *   SGD update (see task.js), data and weights on the device beforehand. The peers get their batches as ready floats; ours picks
 *   its examples out of bytes in a new order, as it does on the page, and that counts as part of its step.
 *
 *   cpu.mjs        time in one page of a headless browser, each contestant in a worker of its own, one at a time; the page is
 *                  not cross-origin isolated, like the lab's own, so nobody has threads. jax-js uses fused multiply-add
 *                  (relaxed SIMD) where the browser has it; ours does not, since its curves must be the same everywhere
 *   probes.mjs     time of an epoch with probes on and off in the same browser, on the CPU
 *   counts.mjs     what a step gives to WebGPU in the same browser: exact, whatever the adapter
 *   dawn-time.mjs  time of a step on WebGPU in Node (Chrome's implementation), on a GPU or on Mesa's software one
 *
 * How
 *   Blocks of about a second in turn, A B C A B C, so that a busy moment of the machine falls on all; five rounds, medians, and
 *   the fastest and slowest block beside them. Nothing is read back within a block; one read at its end waits for the device.
 *
 * What comes out
 *   Markdown for the README. A demand that is not met does not fail the program; a part that could not be measured does (exit
 *   code 1), after the others. Only where there is no way to get a Vulkan device for Node is the time on the GPU left out, with
 *   the reason.
 *
 * Arguments: names of parts (cpu, probes, counts, gpu); all without any. DROPOUT_LAB_BROWSER names the browser.
 */
import { withBrowser } from './browser.mjs';
import { measureCounts } from './counts.mjs';
import { measureCpu } from './cpu.mjs';
import { measureGpuTime } from './dawn-time.mjs';
import { machineLine } from './machine.mjs';
import { installPackages } from './packages.mjs';
import { measureProbes } from './probes.mjs';
import { tableOf, verdictsOf } from './report.mjs';

const PARTS = [
  { name: 'cpu', title: 'CPU: time of one step', measure: () => withBrowser(measureCpu) },
  { name: 'probes', title: 'Probes: time of an epoch', measure: () => withBrowser(measureProbes) },
  { name: 'counts', title: 'WebGPU: what one step costs', measure: () => withBrowser(measureCounts) },
  { name: 'gpu', title: 'WebGPU: time of one step', measure: measureGpuTime },
];

async function main(wanted) {
  const unknown = wanted.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`found ${unknown.join(', ')}, expected any of ${PARTS.map(({ name }) => name).join(', ')}`);
  installPackages();
  console.log(`\n${machineLine()}\n`);
  for (const part of PARTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    await report(part);
  }
}

async function report({ title, measure }) {
  console.log(`**${title}**\n`);
  try {
    const { note, rows, demands = [], skipped } = await measure();
    if (skipped !== undefined) console.log(`Left out: ${skipped}\n`);
    else console.log(`${note}\n\n${tableOf(rows)}\n\n${verdictsOf(demands)}\n`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`Could not be measured: ${error.message}\n`);
  }
}

await main(process.argv.slice(2));
