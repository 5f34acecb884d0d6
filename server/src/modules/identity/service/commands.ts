import type { ApiKey, User } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { checkPassword, hashPassword } from '../passwords.ts';
import { listApiKeyRows } from '../store/api-keys.ts';
import { listMemberRows, updateMemberPassword } from '../store/members.ts';
import { normaliseEmail } from '../vocabulary.ts';
import { apiKeyView, revokeApiKey } from './api-keys.ts';
import { changeUser, userViews } from './users.ts';

/** What `anbu user` and `anbu api-key` do: by e-mail and prefix, which people know. */

const PAGE = 200;

/** All users with their e-mails, in the order in which they came. */
export async function allUsers(tx: Tx): Promise<User[]> {
  const users: User[] = [];
  for (let after: Id | null = null; ;) {
    const rows = await listMemberRows(tx, { after, limit: PAGE });
    users.push(...(await userViews(tx, rows)));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return users;
    after = last.id;
  }
}

/** All keys, newest first, without their secrets. */
export async function allApiKeys(tx: Tx): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  for (let before: Id | null = null; ;) {
    const rows = await listApiKeyRows(tx, before, PAGE);
    keys.push(...rows.map(apiKeyView));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return keys;
    before = last.id;
  }
}

/** Refuses request.not_found and identity.last_admin. */
export async function setUserActive(tx: Tx, email: string, active: boolean): Promise<Outcome<User>> {
  const user = await userOf(tx, email);
  if (!user) return notFound('user');
  const changed = await changeUser(tx, user.id, { active });
  return changed.ok ? ok({ ...user, ...changed.value }) : changed;
}

/** Ends all sessions of the account, in whatever organisation. Refuses request.not_found and, by field, identity.password_short, _common. */
export async function setUserPassword(tx: Tx, email: string, password: string): Promise<Outcome<User>> {
  const user = await userOf(tx, email);
  if (!user) return notFound('user');
  const allowed = checkPassword(password, normaliseEmail(email));
  if (!allowed.ok) return refuseFields([{ field: 'password', ...allowed.refusal }]);
  if (!(await updateMemberPassword(tx, user.id, await hashPassword(password)))) return notFound('user');
  tx.audit({ action: 'identity.password_set', entity: 'user', entityId: user.id });
  return ok(user);
}

/** By the key's id or its prefix. Refuses request.not_found. */
export async function revokeKeyNamed(tx: Tx, name: string): Promise<Outcome<ApiKey>> {
  const key = (await allApiKeys(tx)).find(({ id, prefix }) => id === name || prefix === name);
  return key ? revokeApiKey(tx, key.id) : notFound('api_key');
}

async function userOf(tx: Tx, email: string): Promise<User | null> {
  const wanted = normaliseEmail(email);
  return (await allUsers(tx)).find((user) => user.email === wanted) ?? null;
}
