/** @file On the GPU a training step costs the same number of dispatches, however many runs train. */
import { readFileSync } from 'node:fs';
import { expect, type LabPage, test } from './lab-page';

/** What a worker had given to the GPU when it reported an evaluation. */
interface Counted {
  readonly step: number;
  readonly dispatches: number;
}

declare global {
  var dropoutLabCounted: Counted[];
}

/** Two arms by one. Five steps an epoch with two evaluations: two and three steps lie before them. */
const FEW = 'v=1&data=synthetic&train=20&test=8&hidden=4,4&drop=0.1,0.5,0.5&batch=4&epochs=1&evals=2&replicates=1&device=webgpu';
/** Six arms by ten. */
const MANY = `${FEW.replace('replicates=1', 'replicates=10')}&pin=0,0.1,0.1;0,0.3,0.3;0.2,0.8,0.8;0,0,0.5`;
const COUNTER = readFileSync('bench/page/count-gpu-work.js', 'utf8').replace('export function', 'function');

test('six arms by ten replicates take as many dispatches in a training step as two arms by one', async ({ lab }) => {
  // A software adapter takes its time over sixty networks, and more beside other tests.
  test.slow();
  const few = await dispatches(lab, FEW, 2);
  const many = await dispatches(await lab.stranger(), MANY, 60);
  expect(few.of_a_step).toBeGreaterThan(0);
  expect(many).toEqual(few);
});

/** Trains a link, and gives what one training step and one evaluation take. */
async function dispatches(lab: LabPage, link: string, runs: number): Promise<{ of_a_step: number; of_an_evaluation: number }> {
  await lab.page.addInitScript(countInWorkers, COUNTER);
  await lab.finish(link, { timeout: 200_000 });
  await expect(lab.root).toHaveAttribute('data-backend', 'webgpu');
  // One worker, one cohort: all of it is counted.
  expect((await lab.witness()).started.map((order) => order.runs.length)).toEqual([runs]);
  const counted = await lab.page.evaluate(() => globalThis.dropoutLabCounted);
  expect(counted.map(({ step }) => step)).toEqual([0, 2, 5]);
  const [two = 0, three = 0] = counted.slice(1).map((one, index) => one.dispatches - (counted[index]?.dispatches ?? 0));
  // The policy holds in the worker that counts.
  expect(lab.faults).toEqual([]);
  return { of_a_step: three - two, of_an_evaluation: two - 2 * (three - two) };
}

/**
 * Runs in the page before its own code. A worker begins as a blob of one line that imports its script. Into that blob goes a
 * counter before the import, under the same policy; it tells what had been dispatched at each report. The page's own messages
 * that come before the script listens are handed over to it.
 */
function countInWorkers(counter: string): void {
  globalThis.dropoutLabCounted = [];
  const channel = new BroadcastChannel('gpu-work');
  channel.onmessage = ({ data }: MessageEvent<Counted>) => globalThis.dropoutLabCounted.push(data);
  const PlainBlob = Blob;
  globalThis.Blob = class extends PlainBlob {
    constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
      const [line] = parts;
      const script = typeof line === 'string' ? /^import (".*");$/.exec(line)?.[1] : undefined;
      super(script === undefined ? parts : [counter, `(${countingWorker.toString()})(countGpuWork(), () => import(${script}));`], options);
    }
  };

  function countingWorker(work: { take: () => { dispatches: number } }, begin: () => Promise<unknown>): void {
    const counts = new BroadcastChannel('gpu-work');
    let dispatches = 0;
    const post = self.postMessage.bind(self);
    self.postMessage = (event: { kind: string; report?: { evaluations: { step: number }[] } }, ...rest: []) => {
      dispatches += work.take().dispatches;
      for (const { step } of event.report?.evaluations ?? []) counts.postMessage({ step, dispatches });
      post(event, ...rest);
    };
    const early: MessageEvent[] = [];
    self.onmessage = (event) => early.push(event);
    void begin().then(() => {
      for (const event of early) self.onmessage?.(event);
    });
  }
}
