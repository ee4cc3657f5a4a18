/** @file Dropout Lab's trainer at the page's first settings, epoch by epoch with the evaluation that ends each; probes on or off. */
import init, { Trainer } from '../../pkg/trainer/trainer.js';
import { randomExamples } from '../task.js';

/** Examples of each split, batch and epochs where the link says nothing. */
const EXAMPLES = 1000;
const STEPS_PER_EPOCH = Math.floor(EXAMPLES / 32);
const EPOCHS = 30;

/**
 * @param {object} options
 * @param {boolean} options.probes
 */
export async function open({ probes }) {
  await init();
  const trainer = await Trainer.open('cpu');
  const { pixels, labels } = randomExamples(EXAMPLES);
  trainer.set_data(pixels, labels, pixels, labels);
  let session;
  let epoch;
  const advance = async () => {
    const report = await session.advance(2 ** 31, epoch * STEPS_PER_EPOCH);
    const results = report.evaluations.flatMap((evaluation) => evaluation.results);
    const clean = report.step === epoch * STEPS_PER_EPOCH && results.length > 0 && results.every((result) => (result.probes !== undefined) === probes);
    if (!clean) throw new Error(`found ${results.length} results at step ${report.step}, expected some at ${epoch * STEPS_PER_EPOCH}, probes ${probes}`);
  };
  return {
    description: trainer.device().reason,
    /** A run with so many epochs before it that none of them is its last, which has work of its own. */
    async ready(epochs) {
      if (session !== undefined && epoch + epochs < EPOCHS) return;
      session?.free();
      session = trainer.start(`v=1&data=files&probes=${Number(probes)}`, ['treatment/0']);
      epoch = 0;
      await advance();
    },
    async train(epochs) {
      epoch += epochs;
      await advance();
    },
  };
}
