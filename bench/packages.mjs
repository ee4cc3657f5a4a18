/** @file Gets the packages that only the measurements need, from their own lock file. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** Which lock file the installed packages belong to. */
const MARK = `${FOLDER}node_modules/.installed-lock-sha256`;

/** The version of a package that the measurements use. */
export function versionOf(name) {
  return JSON.parse(readFileSync(`${FOLDER}package.json`, 'utf8')).devDependencies[name];
}

/** Runs `npm ci` unless the packages of the lock file are there. */
export function installPackages() {
  const wanted = createHash('sha256').update(readFileSync(`${FOLDER}package-lock.json`)).digest('hex');
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) return;
  console.log('getting the npm packages of the measurements by `npm ci`');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  execFileSync(npm, options, { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  writeFileSync(MARK, wanted);
}
