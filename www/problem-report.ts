/** @file A report of a problem: put together on this machine, shown and copied; whoever reads it sends it, the page does not. */

import type { Lab } from './lab';
import type { NoticeLog } from './notice-log';
import type { Keeper } from './records/keeper';
import { phase, progress, type State } from './state';
import { texts } from './texts/texts';
import './styles/problem-report.css';
import { make } from './views/element';

/** What is told of; where the page could not start there is no lab. */
export interface ReportSources {
  readonly lab: Lab | undefined;
  readonly keeper: Keeper | undefined;
  readonly log: NoticeLog;
}

/** Names of features and limits that training depends on. */
const LIMITS = ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize', 'maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupsPerDimension', 'maxStorageBuffersPerShaderStage'] as const;

/** Shows the report; closing it gives the focus back to where it was. */
export async function showReport(sources: ReportSources): Promise<void> {
  const said = texts().report;
  const field = make('textarea', 'report-text');
  field.readOnly = true;
  field.rows = 18;
  field.spellcheck = false;
  field.id = 'report-text';
  field.value = await reportText(sources);
  const label = make('label', '', said.label);
  label.htmlFor = field.id;
  const status = make('p', 'help');
  status.setAttribute('role', 'status');
  const title = make('h2', '', said.title);
  title.id = 'report-title';
  const dialog = make('dialog', 'report');
  dialog.setAttribute('aria-labelledby', title.id);
  const copy = button(said.copy, () => void copied(field, status));
  const close = button(said.close, () => dialog.close());
  dialog.append(title, make('p', '', said.about), label, field, status, make('div', 'report-acts', copy, close));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  copy.focus();
}

async function copied(field: HTMLTextAreaElement, status: HTMLElement): Promise<void> {
  const said = texts().report;
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = said.copied;
  } catch {
    status.textContent = said.copy_by_hand;
    field.focus();
    field.select();
  }
}

/** One line for each fact, under the name that the code has for it: whoever mends the fault searches by these. */
export async function reportText({ lab, keeper, log }: ReportSources): Promise<string> {
  const state = lab?.store.state;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['version', `${__VERSION__}, trainer ${__TRAINER_DIGEST__ || '-'}, page ${__PAGE_DIGEST__ || '-'}`],
    ['address', location.href],
    ['browser', navigator.userAgent],
    ['machine', machineText()],
    ['open_for', seconds(performance.now())],
    ...(state ? stateFacts(state) : []),
    ['workers', lab ? `${String(lab.pool.size)} running` : 'none'],
    ['webgpu', await webgpuText()],
    ['storage', await storageText(keeper)],
    ['service_worker', serviceWorkerText()],
    ['connection', navigator.onLine ? 'online' : 'offline'],
  ];
  const notices = log.lines.map(({ at_millis, text, count }) => `  ${seconds(at_millis)}${count === 1 ? '' : ` ×${String(count)}`}: ${text}`);
  const forgotten = log.forgotten === 0 ? '' : ` (${String(log.forgotten)} earlier ones are not here)`;
  return ['Dropout Lab', ...facts.map(([name, value]) => `${name}: ${value}`), `notices${forgotten}:`, ...(notices.length === 0 ? ['  none'] : notices)].join('\n');
}

function stateFacts(state: State): (readonly [string, string])[] {
  const { experiment, trainer, data, run_sets, failure } = state;
  const { epoch, steps_per_second } = progress(state);
  const rate = steps_per_second === undefined ? '' : `, ${String(Math.round(steps_per_second))} steps/s`;
  const held = run_sets.flatMap(({ shares }) => shares.flatMap(({ runs }) => runs)).length;
  const counts = data.kind === 'ready' ? ` ${data.name} ${String(data.train_count)}/${String(data.test_count)}` : '';
  return [
    ['settings', experiment.link],
    ['state', `${phase(state)}, epoch ${String(Math.round(epoch * 10) / 10)} of ${String(experiment.spec.epochs)}${rate}, ${String(held)} runs held, tab ${document.visibilityState}`],
    ['failure', failure ?? (data.kind === 'missing' ? data.message : 'none')],
    ['trainer', trainer.kind === 'open' ? `${trainer.backend}: ${trainer.reason}; adapter ${trainer.adapter ?? '-'}; at most ${String(trainer.worker_count)} workers` : trainer.kind],
    ['data', `${data.kind}${counts}`],
  ];
}

function machineText(): string {
  const { hardwareConcurrency, language } = navigator;
  const memory = (navigator as { readonly deviceMemory?: number }).deviceMemory;
  return `${String(hardwareConcurrency)} cores, ${memory === undefined ? '?' : String(memory)} GB, window ${String(innerWidth)}x${String(innerHeight)} at ${String(devicePixelRatio)}, ${language}, secure ${String(isSecureContext)}`;
}

async function webgpuText(): Promise<string> {
  const gpu = (navigator as Partial<Navigator>).gpu;
  if (!gpu) return 'none in this browser';
  try {
    const adapter = await gpu.requestAdapter();
    if (!adapter) return 'no adapter';
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const names = [vendor, architecture, device, description].filter((name) => name !== '').join(' / ');
    const limits = LIMITS.map((name) => `${name} ${String(adapter.limits[name])}`).join(', ');
    return `${names || 'unnamed'}${isFallbackAdapter ? ' (fallback)' : ''}; features ${[...adapter.features].sort().join(' ') || 'none'}; ${limits}`;
  } catch (error) {
    return `no adapter: ${String(error)}`;
  }
}

async function storageText(keeper: Keeper | undefined): Promise<string> {
  const { runs, bytes } = keeper?.usage ?? { runs: 0, bytes: 0 };
  const kept = keeper ? `${keeper.lasts ? 'in the browser' : `in memory only (${keeper.lost_because ?? 'full'})`}, ${String(runs)} runs, ${String(bytes)} bytes, ${String(keeper.entries.length)} entries` : 'not opened';
  // Absent where the page is not served securely.
  const manager = (navigator as Partial<Navigator>).storage;
  const { usage = '?', quota = '?' } = (await manager?.estimate().catch(() => undefined)) ?? {};
  return `${kept}; ${String(usage)} of ${String(quota)} bytes of the browser's`;
}

function serviceWorkerText(): string {
  const container = (navigator as Partial<Navigator>).serviceWorker;
  if (!container) return 'none in this browser';
  return container.controller ? `controls this page (${container.controller.state})` : 'does not control this page';
}

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const element = make('button', '', text);
  element.type = 'button';
  element.addEventListener('click', act);
  return element;
}
