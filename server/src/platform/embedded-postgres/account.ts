import { readFileSync, statSync } from 'node:fs';

/** The unprivileged account that PostgreSQL runs under. Null: the account of this program. */
export type Account = { readonly name: string; readonly uid: number; readonly gid: number } | null;

/**
 * PostgreSQL refuses to run as root: then the owner of existing data, else the account `anbu`, else `nobody`.
 * initdb looks its account up by number, so one that is not in the machine's list does not do.
 */
export function accountFor(dataDirectory: string): Account {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return null;
  const owner = statSync(dataDirectory, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['anbu', 'nobody']) {
    const found = accounts.find(([name, , uid]) => name === wanted && uid !== '0');
    if (found) return { name: wanted, uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error(
    'The database cannot run as root, and this machine has neither an account "anbu" nor "nobody". Make one: useradd --system anbu',
  );
}

/** What `spawn` needs to run under the account. */
export function identity(account: Account): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/**
 * What the account must reach is made with the usual 022, also where an admin's shell has 077. Synchronous, since the
 * mask is of the whole process.
 */
export function withOpenUmask(make: () => void): void {
  const before = process.umask(0o022);
  try {
    make();
  } finally {
    process.umask(before);
  }
}
