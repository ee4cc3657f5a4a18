/** @file The memory of the process that renders a page, as Linux counts it. */
import { readFileSync } from 'node:fs';
import type { LabPage } from './lab-page';

/** The process that renders this page: of all renderers the largest, since the others render nothing. */
export async function rendererOf(lab: LabPage): Promise<number> {
  const session = await lab.page.context().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('This page has no browser.');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return renderers.toSorted((a, b) => megabytes(b) - megabytes(a))[0] ?? 0;
}

/** Resident memory of a process now, or the most it ever had. */
export function megabytes(pid: number, when: 'now' | 'most' = 'now'): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const line = when === 'now' ? /VmRSS:\s+(\d+)/ : /VmHWM:\s+(\d+)/;
  return (Number(line.exec(status)?.[1]) * 1024) / 1e6;
}
