/** @file A server of dist/ for one test alone, beside the one that all tests share. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('serve.mjs', import.meta.url));
/** The build that is tested. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** One for a test alone: it can be stopped, may serve another build, and may be as slow as a slow line. */
export class OwnServer {
  readonly base: string;
  readonly #process: ChildProcess;

  private constructor(base: string, process: ChildProcess) {
    this.base = base;
    this.#process = process;
  }

  static async of(dist: string, bits_per_second = 0): Promise<OwnServer> {
    const port = await freePort();
    const child = spawn('node', [SERVER], { env: { ...process.env, DROPOUT_LAB_PORT: String(port), DROPOUT_LAB_DIST: dist, DROPOUT_LAB_BITS_PER_SECOND: String(bits_per_second) }, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return new OwnServer(`http://127.0.0.1:${String(port)}/lab/`, child);
  }

  stop(): void {
    this.#process.kill();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address !== 'string' ? address.port : 0));
    });
  });
}
