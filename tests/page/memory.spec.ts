/** @file Restarting over and over leaves nothing behind: no worker, no weights, no heap. */
import { readFileSync } from 'node:fs';
import { expect, type LabPage, test } from './lab-page';

const TINY = 'v=1&data=synthetic&train=64&test=64&hidden=16,16&batch=64&epochs=1&replicates=2&device=cpu';

test('memory stays within a tenth over fifty restarts', async ({ lab }) => {
  test.skip(process.platform !== 'linux', 'reads the resident memory of the tab from /proc');
  await lab.finish(TINY);
  const pid = await rendererOf(lab);
  await restart(lab, 10);
  const before = { resident: resident(pid), heap: await heap(lab), workers: lab.page.workers().length };
  await restart(lab, 50);
  const after = { resident: resident(pid), heap: await heap(lab), workers: lab.page.workers().length };
  expect(after.workers).toBe(before.workers);
  expect(after.resident, `resident: ${String(before.resident)} kB, then ${String(after.resident)} kB`).toBeLessThan(before.resident * 1.1);
  expect(after.heap, `heap: ${String(before.heap)} bytes, then ${String(after.heap)}`).toBeLessThan(before.heap * 1.1);
});

test('a change of device ends the workers that were there', async ({ lab }) => {
  await lab.finish(TINY);
  await expect.poll(() => lab.page.workers().length).toBe(2);
  await lab.page.getByText('More settings').click();
  const device = lab.page.getByLabel('Device');
  for (const choice of ['auto', 'cpu', 'auto', 'cpu']) {
    await device.selectOption(choice);
    await lab.reaches('ready');
    await lab.button('Run').click();
    await lab.reaches('finished');
  }
  await expect.poll(() => lab.page.workers().length).toBe(2);
});

async function restart(lab: LabPage, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await lab.button('Reset').click();
    await lab.reaches('ready');
    await lab.button('Run').click();
    await lab.reaches('finished');
  }
}

/** The process that renders this page: the one whose memory a new large buffer in the page raises is found by its title. */
async function rendererOf(lab: LabPage): Promise<number> {
  const session = await lab.page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('This page has no browser.');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return renderers.toSorted((a, b) => resident(b) - resident(a))[0] ?? 0;
}

/** Resident memory of a process in kB. */
function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]);
}

/** Bytes of the page's own heap in use after a collection. */
async function heap(lab: LabPage): Promise<number> {
  const session = await lab.page.context().newCDPSession(lab.page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
