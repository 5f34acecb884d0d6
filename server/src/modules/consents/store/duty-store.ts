import type { MessageChannel, Purpose } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { asTable, at, columnsOf, sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { Duty, DutyKind } from '../rules/duties.ts';

/** Each once for its consent. */
export async function insertDuties(tx: Tx, rows: readonly Duty[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into consents.duty (org_id, id, person_id, consent_id, kind, announce_at, due_at)
    select ${tx.orgId}, r.id, r.person_id, r.consent_id, r.kind, r.announce_at, r.due_at
    from ${asTable(
      columnsOf(rows, {
        id: ['uuid', () => newId()],
        person_id: ['uuid', (row) => row.personId],
        consent_id: ['uuid', (row) => row.consentId],
        kind: ['text', (row) => row.kind],
        announce_at: ['timestamptz', (row) => at(row.announceAt)],
        due_at: ['timestamptz', (row) => at(row.dueAt)],
      }),
    )}
    on conflict do nothing`);
}

/** What was owed of consents that count for nothing any more. */
export async function voidDuties(tx: Tx, consentIds: readonly Id[]): Promise<void> {
  await tx.run(sql`
    update consents.duty set state = 'void', settled_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and consent_id = any(${[...consentIds]}::uuid[]) and state in ('waiting', 'announced')`);
}

/** What is asked again of a consent that was confirmed or withdrawn is asked no more. */
export async function settleReconfirmations(
  tx: Tx,
  personId: Id,
  of: readonly { readonly purpose: Purpose; readonly channel: MessageChannel; readonly kept: boolean }[],
): Promise<void> {
  if (of.length === 0) return;
  await tx.run(sql`
    update consents.duty as d set state = case when r.kept then 'done' else 'void' end, settled_at = ${at(tx.now)}
    from consents.consent as c, ${asTable(
      columnsOf(of, {
        purpose: ['text', (row) => row.purpose],
        channel: ['text', (row) => row.channel],
        kept: ['boolean', (row) => row.kept],
      }),
    )}
    where d.org_id = ${tx.orgId} and d.person_id = ${personId} and d.kind = 'reconfirmation' and d.state in ('waiting', 'announced')
      and c.org_id = d.org_id and c.id = d.consent_id and c.purpose = r.purpose and c.channel = r.channel`);
}

export type OpenDuty = {
  readonly id: Id;
  readonly kind: DutyKind;
  readonly personId: Id;
  readonly personName: string | null;
  readonly purpose: Purpose;
  readonly channel: MessageChannel;
  readonly night: boolean;
  readonly state: 'waiting' | 'announced';
  readonly consentAt: Instant;
  readonly dueAt: Instant;
};

/** By their day. Who was merged into another is not told. */
export function listOpenDuties(tx: Tx, kind: DutyKind, after: AtAndId | null, limit: number): Promise<OpenDuty[]> {
  return tx.rows(sql<OpenDuty>`
    select d.id, d.kind, d.person_id as "personId", p.name as "personName", c.purpose, c.channel, c.night, d.state, c.at as "consentAt",
      d.due_at as "dueAt"
    from consents.duty as d
    join consents.consent as c on c.org_id = d.org_id and c.id = d.consent_id
    join people.public_person as p on p.org_id = d.org_id and p.id = d.person_id and p.merged_into is null
    where d.org_id = ${tx.orgId} and d.kind = ${kind} and d.state in ('waiting', 'announced')
      and ${after === null ? sql`true` : sql`(d.due_at, d.id) > (${at(after.at)}::timestamptz, ${after.id}::uuid)`}
    order by d.due_at, d.id limit ${limit}`);
}

export type DueDuty = { readonly id: Id; readonly personId: Id; readonly kind: DutyKind };

/** Takes what is to be announced; what another process has taken is passed over. */
export function announceDuties(tx: Tx, most: number): Promise<DueDuty[]> {
  return tx.rows(sql<DueDuty>`
    update consents.duty set state = 'announced'
    where org_id = ${tx.orgId} and id in (
      select id from consents.duty where org_id = ${tx.orgId} and state = 'waiting' and announce_at <= ${at(tx.now)}
      order by announce_at limit ${most} for update skip locked)
    returning id, person_id as "personId", kind`);
}

/** Gives how many were open. */
export function updateDutiesDone(tx: Tx, ids: readonly Id[]): Promise<number> {
  return tx.run(sql`
    update consents.duty set state = 'done', settled_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = any(${[...ids]}::uuid[]) and state in ('waiting', 'announced')`);
}

/** What a duty is about: what was said, by which channels in one go, and when. */
export type DutyRow = {
  readonly id: Id;
  readonly personId: Id;
  readonly kind: DutyKind;
  readonly state: 'waiting' | 'announced' | 'done' | 'void';
  readonly dueAt: Instant;
  readonly saidAt: Instant;
  readonly said: 'granted' | 'withdrawn';
  readonly channels: readonly MessageChannel[];
  readonly confirmBy: string | null;
};

export function findDuty(tx: Tx, id: Id): Promise<DutyRow | null> {
  return tx.maybe(sql<DutyRow>`
    select d.id, d.person_id as "personId", d.kind, d.state, d.due_at as "dueAt", c.at as "saidAt", c.state as said, c.confirm_by as "confirmBy",
      array(select distinct o.channel from consents.consent o
        where o.org_id = c.org_id and o.person_id = c.person_id and o.at = c.at and o.kind = 'contact' and o.purpose = c.purpose and o.state = c.state
          and (d.kind = 'result_notice' or o.id = c.id) order by o.channel) as channels
    from consents.duty d join consents.consent c on c.org_id = d.org_id and c.id = d.consent_id
    where d.org_id = ${tx.orgId} and d.id = ${id}`);
}
