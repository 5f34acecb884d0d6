import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export type Chromium = { readonly program: string; readonly environment: Readonly<Record<string, string>> };

const require = createRequire(import.meta.url);
const CACHE = path.resolve(import.meta.dirname, '../../../node_modules/.cache/anbu-chromium');
/** The last file of all: without it what is there was cut off, or is of before this file. */
const WHOLE = 'whole';
const INSTALLED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
];

/**
 * A Chromium to start: `ANBU_CHROMIUM`, else the one that npm brought, with its libraries and fonts, unpacked once per version; where that
 * one cannot run (no x64 Linux), an installed Chrome. Needs no root and no package of the system.
 */
export async function findChromium(): Promise<Chromium> {
  const given = process.env.ANBU_CHROMIUM;
  if (given) return { program: given, environment: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return fromNpm();
  const installed = INSTALLED.find((program) => existsSync(program));
  if (!installed) throw new Error('No browser found: set ANBU_CHROMIUM to the program of a Chrome or Chromium.');
  return { program: installed, environment: {} };
}

async function fromNpm(): Promise<Chromium> {
  const home = path.resolve(path.dirname(require.resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(CACHE, version);
  if (!existsSync(path.join(folder, WHOLE))) await unpack(path.join(home, 'bin'), folder);
  return {
    program: path.join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: [path.join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

/** Beside its place first, then moved: two test files that begin together never see half of it. What an interrupted one left is taken away. */
async function unpack(packed: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  await removeLeftOvers(folder);
  const beside = await mkdtemp(`${folder}-`);
  const { inflate } = await import('@sparticuz/chromium');
  const before = process.env.TMPDIR;
  // The package unpacks into the folder for temporary files and asks for it as each file begins.
  process.env.TMPDIR = beside;
  const unpacked = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br'].map((name) =>
    inflate(path.join(packed, name)),
  );
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all(unpacked);
  await writeFile(path.join(beside, 'fonts.conf'), fontsOf(folder));
  await writeFile(path.join(beside, WHOLE), '');
  if (!existsSync(path.join(folder, WHOLE))) await rm(folder, { recursive: true, force: true });
  try {
    await rename(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    if (!existsSync(path.join(folder, WHOLE))) throw error;
  }
}

/** Older than anybody unpacks. */
async function removeLeftOvers(folder: string): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const place = path.join(CACHE, name);
    if (!name.startsWith(`${path.basename(folder)}-`)) continue;
    const { mtimeMs } = await stat(place).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 10 * 60_000) await rm(place, { recursive: true, force: true });
  }
}

/** Where the browser finds a font besides those of the pages: without any it draws no text at all. */
function fontsOf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
