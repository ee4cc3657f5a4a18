/** @file A software GPU new enough for WebGPU in Node: unpacked beside the system's own, where that is Debian 12. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dropout-lab', 'mesa');

/**
 * The environment in which WebGPU finds a software adapter, or why there is none.
 *
 * Debian 12's own Mesa is too old; its backports have a newer one. Nothing is installed: the packages are only unpacked, so
 * that neither root nor a change of the system is needed.
 *
 * @returns {{ environment?: Record<string, string>, missing?: string }}
 */
export function softwareGpu() {
  if (!isDebian12()) return { missing: 'a software one is only got on Debian 12: install a Vulkan driver, such as Mesa 25 or newer' };
  try {
    if (!existsSync(FOLDER)) unpackInto(FOLDER);
    return { environment: environmentOf(FOLDER) };
  } catch (error) {
    return { missing: `Mesa could not be got from Debian's backports (${error.message.split('\n', 1)[0]})` };
  }
}

function isDebian12() {
  const release = '/etc/os-release';
  return existsSync(release) && /^VERSION_CODENAME=bookworm$/m.test(readFileSync(release, 'utf8'));
}

function environmentOf(folder) {
  const libraries = readdirSync(join(folder, 'usr/lib')).map((name) => join(folder, 'usr/lib', name));
  const drivers = join(folder, 'usr/share/vulkan/icd.d');
  const driver = readdirSync(drivers).find((name) => name.startsWith('lvp_icd'));
  if (driver === undefined) throw new Error(`${drivers} has no software driver`);
  return {
    VK_ICD_FILENAMES: join(drivers, driver),
    LD_LIBRARY_PATH: [...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR || tmpdir(),
  };
}

/** Downloads the driver with what it needs, and unpacks it; the folder appears when it is complete. */
function unpackInto(folder) {
  console.log('getting a newer software GPU from Debian\'s backports');
  const work = `${folder}.partial`;
  rmSync(work, { recursive: true, force: true });
  for (const name of ['lists/partial', 'cache/archives/partial', 'root']) mkdirSync(join(work, name), { recursive: true });
  writeFileSync(join(work, 'sources.list'), sourcesList());
  const apt = (...args) => run('apt-get', ['-qq', ...aptOptions(work), ...args]);
  apt('update');
  apt('install', '--yes', '--no-install-recommends', '--download-only', '--target-release=bookworm-backports', 'mesa-vulkan-drivers');
  const archives = join(work, 'cache/archives');
  const packages = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  for (const name of packages) run('dpkg-deb', ['--extract', join(archives, name), join(work, 'root')]);
  renameSync(join(work, 'root'), folder);
  rmSync(work, { recursive: true, force: true });
}

/** The mirror that this machine already uses, with the backports beside it. */
function sourcesList() {
  const targets = run('apt-get', ['indextargets', '--format', '$(CODENAME) $(REPO_URI)', 'Created-By: Packages']);
  const mirror = targets.split('\n').find((line) => line.startsWith('bookworm '))?.split(' ')[1];
  if (mirror === undefined) throw new Error('apt knows no source of Debian 12');
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  return ['bookworm', 'bookworm-backports'].map((suite) => `deb ${key} ${mirror} ${suite} main\n`).join('');
}

/** Keeps lists and packages in our folder; the system's own are only read. */
function aptOptions(work) {
  return [
    `Dir::State::Lists=${join(work, 'lists')}`,
    `Dir::Etc::SourceList=${join(work, 'sources.list')}`,
    'Dir::Etc::SourceParts=-',
    `Dir::Cache=${join(work, 'cache')}`,
    'Debug::NoLocking=1',
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
}

const run = (program, args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
