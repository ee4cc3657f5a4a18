/** @file How the tests' browser is started, with and without WebGPU. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const QUIET = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** WebGPU by Chromium's own software adapter. */
const SOFTWARE_WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];

/** Launch options of Playwright; the browser may be named by the environment. */
export function chromium({ webgpu }: { readonly webgpu: boolean }): { args: string[]; executablePath?: string } {
  const executablePath = process.env['DROPOUT_LAB_BROWSER'];
  const args = webgpu ? [...QUIET, ...SOFTWARE_WEBGPU] : QUIET;
  return executablePath === undefined ? { args } : { args, executablePath };
}

/** Writes the browser's own setting "Don't allow sites to save data on your device" into a new profile: it then refuses every store by itself. */
export function blockSiteData(profile: string): void {
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
}
