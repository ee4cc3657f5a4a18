/** @file A browser that is spoken to over a pipe, and attached to a tab only for the moment of a question: a tab under inspection is never discarded. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { chromium as playwright } from '@playwright/test';
import { chromium } from './chromium';

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A tab, by the browser's name for it. */
interface Tab {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

export class PipeBrowser {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #id = 0;

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    let said = '';
    (child.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const answers = said.split('\0');
      said = answers.pop() ?? '';
      for (const text of answers) {
        const answer = JSON.parse(text) as Answer;
        if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
      }
    });
  }

  /** Starts with one tab at an address; the browser's own pages about itself are open. */
  static async start(address: string): Promise<PipeBrowser> {
    const { args, executablePath = playwright.executablePath() } = chromium({ webgpu: false });
    const profile = await mkdtemp(join(tmpdir(), 'dropout-lab-'));
    await mkdir(profile, { recursive: true });
    await writeFile(join(profile, 'Local State'), JSON.stringify({ internal_only_uis_enabled: true }));
    const child = spawn(executablePath, [...args, '--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, address], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    return new PipeBrowser(child, profile);
  }

  async tab(part_of_url: string): Promise<Tab | undefined> {
    const { targetInfos } = (await this.#send('Target.getTargets')) as { targetInfos: readonly Tab[] };
    return targetInfos.find(({ type, url }) => type === 'page' && url.includes(part_of_url));
  }

  /** Opens another tab in front of the others. */
  async open(url: string): Promise<void> {
    await this.#send('Target.createTarget', { url });
  }

  async bringToFront(part_of_url: string): Promise<void> {
    await this.#send('Target.activateTarget', { targetId: (await this.tab(part_of_url))?.targetId });
  }

  /** What an expression comes to in a tab; `undefined` where the tab is not there, or has nothing to say yet. */
  async ask<T>(part_of_url: string, expression: string): Promise<T | undefined> {
    const tab = await this.tab(part_of_url);
    if (!tab) return undefined;
    const { sessionId } = (await this.#send('Target.attachToTarget', { targetId: tab.targetId, flatten: true })) as { sessionId: string };
    const { result } = (await this.#send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId)) as { result?: { value?: T } };
    await this.#send('Target.detachFromTarget', { sessionId });
    return result?.value;
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode === null) {
      this.#child.kill();
      await ended;
    }
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    this.#id += 1;
    const id = this.#id;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answered;
    this.#waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }
}
