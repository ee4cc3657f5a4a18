/** @file The page speaks to its own origin alone, and a strict policy would stop it from doing otherwise. */
import { expect, SMALL, test } from './lab-page';

test('from first visit to finished run nothing is asked of anybody but the own origin', async ({ lab, baseURL }) => {
  const asked: string[] = [];
  lab.page.context().on('request', (request) => asked.push(request.url()));
  await lab.finish('v=1&train=200&test=200&hidden=16,16&epochs=2&replicates=2&device=cpu');
  await lab.button('Share').click();
  // Workers' requests are among them, or this test would see too little.
  expect(asked.some((url) => url.includes('trainer'))).toBe(true);
  const { origin } = new URL(baseURL ?? '');
  // The blob that a worker begins as is of the page's own origin, too.
  expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([]);
});

test('the policy allows the own origin and nothing else', async ({ lab }) => {
  await lab.open(SMALL);
  const policy = await lab.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  const rules = new Map((policy ?? '').split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]));
  expect(rules.get('default-src')).toBe("'none'");
  expect(rules.get('connect-src')).toBe("'self'");
  expect(rules.get('script-src')).toBe("'self' 'wasm-unsafe-eval'");
  expect(rules.get('style-src')).toBe("'self'");
});

test('the policy holds for the workers, too', async ({ lab, baseURL }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const elsewhere = (baseURL ?? '').replace('127.0.0.1', 'localhost');
  const [worker] = lab.page.workers();
  const ask = (url: string): Promise<string> =>
    fetch(url, { mode: 'no-cors' }).then(
      () => 'answered',
      () => 'stopped',
    );
  expect(await worker?.evaluate(ask, elsewhere)).toBe('stopped');
  expect(await worker?.evaluate(ask, baseURL ?? '')).toBe('answered');
  // The breach was caused here, to see that one would be stopped.
  lab.faults.length = 0;
});

test('a request to another origin would be stopped', async ({ lab, baseURL }) => {
  await lab.open(SMALL);
  await lab.reaches('ready');
  const elsewhere = (baseURL ?? '').replace('127.0.0.1', 'localhost');
  const outcome = await lab.page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'answered',
        () => 'stopped',
      ),
    elsewhere,
  );
  expect(outcome).toBe('stopped');
  expect(lab.faults.join()).toContain('Content Security Policy');
  // This breach was caused here, to see that one would be noticed.
  lab.faults.length = 0;
});
