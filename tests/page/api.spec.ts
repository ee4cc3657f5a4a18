/** @file window.dropoutLab: an experiment from first to last by script alone, with the terminal program's records, and errors in sentences. */
import { execFileSync } from 'node:child_process';
import { curvesOf, expect, LONG, type Measured, SMALL, terminalProgram, test } from './lab-page';

/** All that draws random numbers is switched on, a change while training, probes and masked passes. */
const LINK =
  'v=1&data=synthetic&train=200&test=100&label_noise=0.1&hidden=24,16&drop=0.1,0.3,0.8&then=9:0,0.5,0.2&pin=0,0.8,0.1&momentum=0.5&batch=32&epochs=3&replicates=2&evals=2&probes=1&passes=3&device=cpu';

/** The same link as the page writes it, without what is the default. */
const CANONICAL = SMALL.replace('&batch=32', '');

test('by script alone: set, run, wait, read, change, run again', async ({ lab }) => {
  await lab.open('');
  const told = await lab.page.evaluate(async (link) => {
    const api = await dropoutLab.ready;
    const heard: string[] = [];
    const off = api.on(({ state, epoch }) => heard.push(`${state} ${String(epoch)}`));
    const notices = api.setSpec(link);
    api.run();
    const first = await api.wait();
    const curves = api.curves();
    const effects = api.effects();
    off();
    const count = heard.length;
    const changed = api.setSpec({ drop: [0, 0.1, 0.1], lr: 0.2, autorun: false, init: 'normal' });
    const between = await api.wait();
    api.run();
    const second = await api.wait();
    return { notices, first, curves, effects, heard, count_after_off: heard.length - count, changed, between, second, spec: api.getSpec(), is_frozen: Object.isFrozen(api), version: api.version };
  }, SMALL);
  expect(told.notices).toEqual([]);
  expect(told.first).toMatchObject({ state: 'finished', epoch: 3, epochs: 3, backend: 'cpu', dataset: 'synthetic', link: CANONICAL, failure: null });
  expect(told.curves).toHaveLength(2 * 2 * 4);
  expect(curvesOf(told.curves)).toEqual(curvesOf((await lab.witness()).measured.slice(0, 16)));
  expect(told.effects.arms.map(({ arm }) => arm)).toEqual(['treatment']);
  expect(told.heard).toContain('running 1');
  expect(told.heard.at(-1)).toBe('finished 3');
  expect(told.count_after_off).toBe(0);
  expect(told.changed).toEqual([]);
  expect(told.between.state).toBe('ready');
  expect(told.second).toMatchObject({ state: 'finished', epoch: 3 });
  expect(told.spec.settings).toMatchObject({ drop: [0, 0.1, 0.1], hidden: [16, 16], lr: 0.2, epochs: 3, autorun: false, init: 'normal', data: 'synthetic', then: '' });
  expect(told.spec.address).toBe(lab.page.url());
  expect(told.is_frozen).toBe(true);
  expect(told.version).toMatch(/^\d+\.\d+\.\d+/);
  // What a script did can be taken back like anything else.
  await lab.button('Undo').click();
  await expect(lab.slider('Hidden 1')).toHaveValue('0.5');
});

test('what curves() gives is what the terminal program prints, record by record and bit by bit', async ({ lab }) => {
  const lines = execFileSync(terminalProgram(), ['run', LINK], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64e6 });
  const printed = lines.trim().split('\n').map((line) => JSON.parse(line) as Partial<Measured>).filter(({ step, train_loss }) => step !== undefined && train_loss !== undefined);
  await lab.open(LINK);
  const read = await lab.page.evaluate(async () => {
    const api = await dropoutLab.ready;
    api.run();
    await api.wait();
    return JSON.stringify(api.curves());
  });
  const curves = JSON.parse(read) as unknown[];
  expect(curves).toHaveLength(3 * 2 * 7);
  expect(curves).toEqual(printed);
});

test('run, pause, reset and wait: a wait ends where training pauses, and where it has failed', async ({ lab }) => {
  await lab.open(LONG);
  const states = await lab.page.evaluate(async () => {
    const api = await dropoutLab.ready;
    const before = (await api.wait()).state;
    api.run();
    const waiting = api.wait();
    await new Promise<void>((resolve) => api.on(({ epoch }) => (epoch ?? 0) >= 1 && resolve()));
    api.pause();
    const paused = (await waiting).state;
    api.reset();
    return [before, paused, (await api.wait()).state, api.curves().length];
  });
  expect(states).toEqual(['ready', 'paused', 'ready', 0]);

  const elsewhere = await lab.newTab();
  await elsewhere.open('v=1&device=cpu', { folder: 'without-data' });
  const failed = await elsewhere.page.evaluate(async () => (await dropoutLab.ready).wait());
  expect(failed.state).toBe('failed');
  expect(failed.failure).toMatch(/\S/);
});

test('what cannot be used is named with what was found and expected', async ({ lab }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const told = await lab.page.evaluate(async () => {
    const api = await dropoutLab.ready;
    const fault = (act: () => unknown): string => {
      try {
        act();
        return 'nothing';
      } catch (error) {
        return String(error);
      }
    };
    const set = (given: unknown) => fault(() => api.setSpec(given as string));
    const before = api.getSpec().link;
    const thrown = [set(5), set(undefined), set([1]), set({ dropout: 0.5 }), set({ lr: {} }), fault(() => api.on('run' as unknown as () => void)), fault(() => Object.assign(api, { run: 1 }))];
    const clamped = api.setSpec({ epochs: 5000, hidden: [8], drop: [0.1, 0.2] });
    const by_link = api.setSpec('v=1&lr=abc&hide=charts');
    return { thrown, unchanged: before, clamped, by_link };
  });
  expect(told.thrown[3]).toMatch(/^TypeError: setSpec: found the key "dropout", expected one of data, train, test, /);
  expect(told.thrown.filter((_, index) => index !== 3 && index < 6)).toEqual([
    'TypeError: setSpec: found a value of type number, expected a link or an object of settings',
    'TypeError: setSpec: found nothing, expected a link or an object of settings',
    'TypeError: setSpec: found a list, expected a link or an object of settings',
    'TypeError: setSpec: found a value of type object for lr, expected a number, true or false, a text or a list of numbers',
    'TypeError: on: found a value of type string, expected a function',
  ]);
  expect(told.thrown[6]).toMatch(/^TypeError/);
  expect(told.unchanged).toBe(CANONICAL);
  expect(told.clamped).toEqual([{ key: 'epochs', message: 'found "5000", expected a whole number from 1 to 1000; uses 1000' }]);
  expect(told.by_link).toEqual([
    { key: 'lr', message: 'found "abc", expected a number from 0.0001 to 10; uses 0.1' },
    { key: 'link', message: 'found hide=charts, expected settings alone; how the page is shown stays' },
  ]);
  await expect(lab.page.locator('.charts')).toBeVisible();
});

test('a listener that fails is told of on the page, and the others still hear', async ({ lab }) => {
  await lab.open(SMALL);
  const heard = await lab.page.evaluate(async () => {
    const api = await dropoutLab.ready;
    let count = 0;
    api.on(() => {
      throw new Error('the listener of a test');
    });
    api.on(() => (count += 1));
    await api.wait();
    api.setSpec({ epochs: 4 });
    return count;
  });
  expect(heard).toBeGreaterThan(0);
  await expect(lab.notices).toContainText('the listener of a test');
  // It was the test's own fault, and is none of the page.
  lab.faults.length = 0;
});

test('on a page that locks its buttons scripts are told so', async ({ lab }) => {
  await lab.open(`${SMALL}&lock=run,reset`);
  const said = await lab.page.evaluate(async () => {
    const api = await dropoutLab.ready;
    try {
      api.run();
    } catch (error) {
      return String(error);
    }
    return '';
  });
  expect(said).toBe('Error: run: found locked by the link of this page, expected a page that may be steered');
});
