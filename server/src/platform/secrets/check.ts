import type { Database } from '../db/index.ts';
import { SecretError, type Keyring } from './keyring.ts';
import { insertCheck, listChecks } from './store.ts';

const CHECK = 'anbu';

/**
 * Run at start, before anything is sealed or opened. Throws SecretError where the database holds texts of a key that ANBU_SECRET_KEY lacks;
 * notes the current key where it is new.
 */
export async function checkSecretKey(db: Database, keyring: Keyring): Promise<void> {
  const box = keyring.box('check');
  const checks = await listChecks(db);
  const missing = checks.map((check) => check.keyId).filter((id) => !keyring.ids.includes(id));
  if (missing.length > 0) {
    throw new SecretError(
      missing.length === checks.length
        ? `ANBU_SECRET_KEY is not the key of this database (it was made with ${missing.join(', ')}, given is ${keyring.currentId}). Put the original key back, from the environment or the file secret.key of the data folder.`
        : `ANBU_SECRET_KEY lacks the key ${missing.join(', ')}, by which this database still holds sealed texts. Add it after the current key, with a comma, until the rotation is complete.`,
    );
  }
  for (const check of checks) {
    if (box.open(check.sealed, check.keyId) !== CHECK)
      throw new SecretError(`the check of the key ${check.keyId} does not hold`);
  }
  if (!checks.some((check) => check.keyId === keyring.currentId)) {
    await insertCheck(db, keyring.currentId, box.seal(CHECK, keyring.currentId));
  }
}
