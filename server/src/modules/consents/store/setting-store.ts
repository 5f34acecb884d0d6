import type { ConsentKind, ConsentText, Language, MessageChannel, Purpose } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { RuleParams } from '../rules/gate/index.ts';

export type RuleChangeRow = {
  readonly code: string;
  readonly revision: number;
  readonly active: boolean;
  readonly params: RuleParams;
  readonly validFrom: CalendarDay;
  readonly validTo: CalendarDay | null;
  readonly reason: string;
  readonly changedBy: Id | null;
  readonly changedAt: Instant;
};

/** The latest revision first. */
export function listRuleChanges(tx: Tx): Promise<RuleChangeRow[]> {
  return tx.rows(sql<RuleChangeRow>`
    select code, revision, active, params, valid_from as "validFrom", valid_to as "validTo", reason, changed_by as "changedBy", changed_at as "changedAt"
    from consents.rule_change where org_id = ${tx.orgId} order by code, revision desc`);
}

/** False where somebody else made that revision first. */
export async function insertRuleChange(tx: Tx, row: Omit<RuleChangeRow, 'changedBy' | 'changedAt'>): Promise<boolean> {
  const made = await tx.run(sql`
    insert into consents.rule_change (org_id, code, revision, active, params, valid_from, valid_to, reason, changed_by, changed_at)
    values (${tx.orgId}, ${row.code}, ${row.revision}, ${row.active}, ${json(row.params)}, ${row.validFrom}::date, ${row.validTo}::date, ${row.reason},
      ${tx.actor.userId}::uuid, ${at(tx.now)})
    on conflict do nothing`);
  return made > 0;
}

export type TextRow = Omit<ConsentText, 'madeByName' | 'madeAt'> & {
  readonly madeBy: Id | null;
  readonly madeAt: Instant;
};

/** Every version, the latest first. */
export function listTexts(tx: Tx): Promise<TextRow[]> {
  return tx.rows(sql<TextRow>`
    select id, kind, purpose, language, version, body, reason, made_by as "madeBy", made_at as "madeAt"
    from consents.consent_text where org_id = ${tx.orgId} order by kind, purpose, language, version desc`);
}

export async function textExists(tx: Tx, id: Id): Promise<boolean> {
  return (await tx.maybe(sql`select 1 from consents.consent_text where org_id = ${tx.orgId} and id = ${id}`)) !== null;
}

export type NewText = {
  readonly kind: ConsentKind;
  readonly purpose: Purpose;
  readonly language: Language;
  readonly body: string;
  readonly reason: string;
};

export async function insertText(tx: Tx, text: NewText): Promise<Id> {
  const id = newId();
  await tx.run(sql`
    insert into consents.consent_text (org_id, id, kind, purpose, language, version, body, reason, made_by, made_at)
    select ${tx.orgId}, ${id}, ${text.kind}, ${text.purpose}, ${text.language}, coalesce(max(version), 0) + 1, ${text.body}, ${text.reason},
      ${tx.actor.userId}::uuid, ${at(tx.now)}
    from consents.consent_text
    where org_id = ${tx.orgId} and kind = ${text.kind} and purpose = ${text.purpose} and language = ${text.language}`);
  return id;
}

export type SenderRow = {
  readonly id: Id;
  readonly channel: MessageChannel;
  readonly value: string;
  readonly name: string;
  readonly registeredOn: CalendarDay | null;
  readonly expiresOn: CalendarDay | null;
  readonly active: boolean;
  readonly version: number;
};

const SENDER = sql`id, channel, value, name, registered_on as "registeredOn", expires_on as "expiresOn", active, version`;

export function listSenders(tx: Tx): Promise<SenderRow[]> {
  return tx.rows(
    sql<SenderRow>`select ${SENDER} from consents.sender where org_id = ${tx.orgId} order by channel, value`,
  );
}

export function findSender(tx: Tx, id: Id): Promise<SenderRow | null> {
  return tx.maybe(sql<SenderRow>`select ${SENDER} from consents.sender where org_id = ${tx.orgId} and id = ${id}`);
}

export function lockSender(tx: Tx, id: Id): Promise<SenderRow | null> {
  return tx.maybe(
    sql<SenderRow>`select ${SENDER} from consents.sender where org_id = ${tx.orgId} and id = ${id} for update`,
  );
}

/** False where the organisation has it already. */
export async function insertSender(tx: Tx, row: Omit<SenderRow, 'active' | 'version'>): Promise<boolean> {
  const made = await tx.run(sql`
    insert into consents.sender (org_id, id, channel, value, name, registered_on, expires_on, changed_by, changed_at)
    values (${tx.orgId}, ${row.id}, ${row.channel}, ${row.value}, ${row.name}, ${row.registeredOn}::date, ${row.expiresOn}::date,
      ${tx.actor.userId}::uuid, ${at(tx.now)})
    on conflict do nothing`);
  return made > 0;
}

export async function updateSender(tx: Tx, row: SenderRow): Promise<void> {
  await tx.run(sql`
    update consents.sender
    set name = ${row.name}, registered_on = ${row.registeredOn}::date, expires_on = ${row.expiresOn}::date, active = ${row.active},
      version = version + 1, changed_by = ${tx.actor.userId}::uuid, changed_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = ${row.id}`);
}
