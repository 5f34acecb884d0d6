import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { identity, type Account } from './account.ts';
import { program, type Binaries } from './binaries.ts';
import { SUPERUSER } from './credentials.ts';
import { bareEnvironment } from './postmaster.ts';
import { claimConfiguration } from './settings.ts';

export type NewCluster = {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly data: string;
  readonly superuserPassword: string;
  readonly throwAway: boolean;
};

/**
 * Makes the cluster beside its final place and moves it there when whole: an initdb that was cut off leaves only a
 * draft, which the next one removes.
 */
export async function initialise(cluster: NewCluster): Promise<void> {
  const { account, data, binaries } = cluster;
  const parent = dirname(data);
  for (const name of await readdir(parent)) {
    if (name.startsWith(`${basename(data)}.new`)) await rm(join(parent, name), { recursive: true, force: true });
  }
  const draft = `${data}.new`;
  const passwordFile = join(parent, 'initdb.password');
  await mkdir(draft, { mode: 0o700 });
  try {
    await writeFile(passwordFile, cluster.superuserPassword + '\n', { mode: 0o600 });
    await chmod(passwordFile, 0o600);
    if (account) {
      await chown(draft, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await initdb(cluster, draft, [
      ...['-D', draft, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--data-checksums', '--no-instructions'],
      ...localeArguments(binaries),
      ...(cluster.throwAway ? ['--no-sync'] : []),
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await claimConfiguration(draft);
  await rm(data, { recursive: true, force: true }); // at most an empty directory: the caller has looked
  await rename(draft, data);
}

/** Order by code point and case rules of Unicode, wherever the machine's own locales come from. */
function localeArguments({ major }: Binaries): string[] {
  return major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8'];
}

async function initdb({ binaries, account }: NewCluster, cwd: string, args: string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const options = { ...identity(account), env: bareEnvironment(), cwd };
    execFile(program(binaries, 'initdb'), args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`initdb failed: ${(stderr || stdout || error.message).trim()}`));
      else resolve();
    });
  });
}
