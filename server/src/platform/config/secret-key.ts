import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, type Config } from './read.ts';

/** The key that encrypts secrets at rest, base64: from the environment, else from the data folder, made there at the first start (0600). */
export async function ensureSecretKey(config: Pick<Config, 'secretKey' | 'dataDir'>): Promise<string> {
  if (config.secretKey !== null) return config.secretKey;
  const file = path.join(config.dataDir, 'secret.key');
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  // `wx`: of two programs that start at once only one makes it; both then read the same.
  await writeFile(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  const key = (await readFile(file, 'utf8')).trim();
  if (Buffer.from(key, 'base64url').length < 32) {
    throw new ConfigError(`${file} is damaged: restore it from your copy; without it stored secrets cannot be read.`);
  }
  return key;
}

/**
 * Puts a new key in front of the one of the data folder and gives the file; null where the environment gives the key. Programs that run
 * know it after their next start.
 */
export async function addSecretKey(config: Pick<Config, 'secretKey' | 'dataDir'>): Promise<string | null> {
  if (config.secretKey !== null) return null;
  const keys = await ensureSecretKey(config);
  const file = path.join(config.dataDir, 'secret.key');
  const draft = `${file}.new`;
  await writeFile(draft, `${randomBytes(32).toString('base64')},${keys}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
  return file;
}
