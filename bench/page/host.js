/** @file The page's side: starts workers, asks them, and times blocks of steps on one or several at once. */

const workers = [];
const answers = new Map();
let asked = 0;

function ask(at, method, argument) {
  asked += 1;
  const number = asked;
  workers[at].postMessage({ number, method, argument });
  return new Promise((resolve, reject) => answers.set(number, { resolve, reject }));
}

function receive({ data: { number, result, fault } }) {
  const { resolve, reject } = answers.get(number);
  answers.delete(number);
  if (fault === undefined) resolve(result);
  else reject(new Error(fault));
}

const all = (ats, method, argument) => Promise.all(ats.map((at) => ask(at, method, argument)));

globalThis.bench = {
  /** Starts a worker with one contestant in it; its place in the list names it from then on. */
  async open(argument) {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = receive;
    const at = workers.push(worker) - 1;
    const description = await ask(at, 'open', argument);
    return { at, description };
  },
  ask,
  /** Milliseconds that these workers take, all at once, for so many steps each. */
  async time(ats, steps) {
    await all(ats, 'ready', steps);
    const start = performance.now();
    await all(ats, 'train', steps);
    return performance.now() - start;
  },
  /** Ends a worker, so that its memory and its GPU device are free again. */
  close(at) {
    workers[at].terminate();
  },
};
