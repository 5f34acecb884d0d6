import type { Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type BrowserError = 'blocked' | 'unreachable' | 'busy' | 'refused';

export type BrowserRow = {
  readonly id: Id;
  readonly userId: Id;
  readonly sessionId: Id;
  readonly sealed: string;
  readonly service: string;
  readonly language: Language;
  readonly addedAt: Instant;
  readonly lastSuccessAt: Instant | null;
  readonly failures: number;
  readonly lastError: BrowserError | null;
};

const columns = sql`b.id, b.user_id as "userId", b.session_id as "sessionId", b.sealed, b.service, b.language,
  b.added_at as "addedAt", b.last_success_at as "lastSuccessAt", b.failures, b.last_error as "lastError"`;

/** Those of the user that are told, the newest first. */
export function listBrowsers(tx: Tx, userId: Id): Promise<BrowserRow[]> {
  return tx.rows(sql<BrowserRow>`
    select ${columns} from reminders.browser b
    where b.org_id = ${tx.orgId} and b.user_id = ${userId} and b.ended_at is null order by b.added_at desc, b.id desc`);
}

export function lockBrowser(tx: Tx, id: Id, userId: Id): Promise<BrowserRow | null> {
  return tx.maybe(sql<BrowserRow>`
    select ${columns} from reminders.browser b
    where b.org_id = ${tx.orgId} and b.id = ${id} and b.user_id = ${userId} and b.ended_at is null for update`);
}

export function lockBrowserAt(tx: Tx, endpointHash: Buffer): Promise<BrowserRow | null> {
  return tx.maybe(sql<BrowserRow>`
    select ${columns} from reminders.browser b
    where b.org_id = ${tx.orgId} and b.endpoint_hash = ${endpointHash} and b.ended_at is null for update`);
}

export type NewBrowser = Pick<BrowserRow, 'id' | 'userId' | 'sessionId' | 'sealed' | 'service' | 'language'> & {
  readonly endpointHash: Buffer;
};

/** False where the endpoint was added at the same moment. */
export async function insertBrowser(tx: Tx, browser: NewBrowser): Promise<boolean> {
  const added = await tx.run(sql`
    insert into reminders.browser (org_id, id, user_id, session_id, endpoint_hash, sealed, service, language, added_at)
    values (${tx.orgId}, ${browser.id}, ${browser.userId}, ${browser.sessionId}, ${browser.endpointHash}, ${browser.sealed},
      ${browser.service}, ${browser.language}, ${at(tx.now)})
    on conflict (org_id, endpoint_hash) where ended_at is null do nothing`);
  return added === 1;
}

/** The same browser of the same user again: another sign-in, perhaps another language. */
export async function updateBrowser(
  tx: Tx,
  id: Id,
  { sessionId, sealed, language }: Pick<NewBrowser, 'sessionId' | 'sealed' | 'language'>,
): Promise<void> {
  await tx.run(sql`
    update reminders.browser set session_id = ${sessionId}, sealed = ${sealed}, language = ${language}
    where org_id = ${tx.orgId} and id = ${id}`);
}

export type EndReason = 'removed' | 'signed_out' | 'gone' | 'replaced';

export async function updateEnded(tx: Tx, ids: readonly Id[], reason: EndReason): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    update reminders.browser set ended_at = ${at(tx.now)}, end_reason = ${reason}
    where org_id = ${tx.orgId} and id = any(${ids}::uuid[]) and ended_at is null`);
}

export type Heard = { readonly browserId: Id; readonly error: BrowserError | null };

/** What became of messages to browsers; null = they got one. */
export async function updateHeard(tx: Tx, heard: readonly Heard[]): Promise<void> {
  if (heard.length === 0) return;
  await tx.run(sql`
    update reminders.browser b set
      last_success_at = case when h.failed = 0 then ${at(tx.now)}::timestamptz else b.last_success_at end,
      failures = case when h.sent > 0 then h.failed else b.failures + h.failed end, last_error = h.error
    from (
      select id, count(error) as failed, count(*) - count(error) as sent, max(error) as error
      from unnest(${heard.map(({ browserId }) => browserId)}::uuid[], ${heard.map(({ error }) => error)}::text[]) as each (id, error)
      group by id
    ) h
    where b.org_id = ${tx.orgId} and b.id = h.id`);
}
