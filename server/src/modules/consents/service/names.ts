import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { memberNames } from '../../identity/index.ts';

/** Of colleagues; nobody where there is none. */
export function namesOf(tx: Tx, ids: readonly (Id | null)[]): Promise<Map<Id, string>> {
  return memberNames(
    tx,
    ids.filter((id) => id !== null),
  );
}
