/** @file Dropout Lab's own trainer as a contestant: one cohort on one device. */
import init, { Trainer } from '../../pkg/trainer/trainer.js';
import { TASK, TRAIN_COUNT, randomExamples } from '../task.js';

const TEST_COUNT = 500;
/** Trained before the clock starts, after the evaluation at step 0. */
const WARM_UP_STEPS = 3;

/**
 * @param {object} options
 * @param {'cpu' | 'webgpu'} options.device
 * @param {number} [options.runs] trained in lockstep
 * @param {number[]} [options.hidden] widths, where not the task's
 * @param {boolean} [options.probes] whether evaluations look inside
 * @param {BufferSource} [options.wasm] the module's bytes, where it cannot be fetched
 */
export async function open({ device, runs = 1, hidden = TASK.hidden, train = TRAIN_COUNT, probes = false, wasm }) {
  await init(wasm === undefined ? undefined : { module_or_path: wasm });
  const trainer = await Trainer.open(device);
  const { backend, reason } = trainer.device();
  if (backend !== device) throw new Error(`the trainer runs on ${backend}, expected ${device}: ${reason}`);
  setData(trainer, train);
  return contestant(trainer, linkOf(hidden, train, probes), namesOf(runs), Math.floor(train / TASK.batch));
}

function contestant(trainer, link, names, stepsPerEpoch) {
  let session;
  let step;
  return {
    description: trainer.device().reason,
    /** Runs that are warm and have so many steps before them until their next evaluation: fresh ones where need be. */
    async ready(steps) {
      if (session !== undefined && step + steps < stepsPerEpoch) return;
      session?.free();
      session = trainer.start(link, names);
      step = WARM_UP_STEPS;
      const report = await session.advance(2 ** 31, step);
      if (report.step !== step) throw new Error(`warmed up to step ${report.step}, expected ${step}`);
    },
    /** One slice: it waits for the device once, at its end. */
    async train(steps) {
      step += steps;
      const report = await session.advance(steps, step);
      const clean = report.units === steps && report.step === step && report.evaluations.length === 0;
      if (!clean) throw new Error(`trained to step ${report.step} in ${report.units} units, expected step ${step} in ${steps}`);
    },
  };
}

function setData(trainer, count) {
  const train = randomExamples(count);
  const test = randomExamples(TEST_COUNT);
  trainer.set_data(train.pixels, train.labels, test.pixels, test.labels);
}

/** The experiment as a link; the trainer refuses one that it cannot take as written. */
function linkOf(hidden, train, probes) {
  const { batch, drop, lr } = TASK;
  const settings = { v: 1, data: 'files', train, test: TEST_COUNT, hidden, drop: [0, ...drop], lr, batch, epochs: 10, replicates: 20, evals: 1, probes: Number(probes) };
  return Object.entries(settings).map(([key, value]) => `${key}=${value}`).join('&');
}

const namesOf = (runs) => Array.from({ length: runs }, (_, replicate) => `treatment/${replicate}`);
