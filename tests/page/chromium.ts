/** @file How the tests' browser is started, with and without WebGPU. */

const QUIET = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** WebGPU by Chromium's own software adapter. */
const SOFTWARE_WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];

/** Launch options of Playwright; the browser may be named by the environment. */
export function chromium({ webgpu }: { readonly webgpu: boolean }): { args: string[]; executablePath?: string } {
  const executablePath = process.env['DROPOUT_LAB_BROWSER'];
  const args = webgpu ? [...QUIET, ...SOFTWARE_WEBGPU] : QUIET;
  return executablePath === undefined ? { args } : { args, executablePath };
}
