/** @file When and on what kind of machine figures were taken. */
import { arch, cpus, platform } from 'node:os';

export function machineLine() {
  const date = new Date().toISOString().slice(0, 10);
  const cores = cpus();
  const model = cores[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown CPU';
  return `Measured ${date} on ${cores.length} cores (${model}), ${platform()} ${arch()}, Node ${process.versions.node}.`;
}
