import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { Review } from '../../consents/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { TemplateRow, TemplateVersionRow } from '../vocabulary.ts';

const columns = sql`t.id, t.name, t.purpose, t.channels, t.health, t.active, t.latest, t.version, t.created_at as "createdAt"`;
const versionColumns = sql`
  v.template_id as "templateId", v.no, v.variables, v.bodies, v.provider_code as "providerCode", v.state, v.review_number as "reviewNumber",
  v.expires_on as "expiresOn", v.written_by as "writtenBy", v.written_at as "writtenAt", v.decided_by as "decidedBy", v.decided_at as "decidedAt",
  v.sign_off as "signOff", v.signed_off_until as "signedOffUntil"`;

type Listed = TemplateRow & { readonly createdAt: AtAndId['at'] };

export function listTemplates(tx: Tx, after: AtAndId | null, activeOnly: boolean, limit: number): Promise<Listed[]> {
  const rest = after ? sql`and (t.created_at, t.id) > (${at(after.at)}, ${after.id}::uuid)` : sql``;
  const active = activeOnly ? sql`and t.active` : sql``;
  return tx.rows(sql<Listed>`
    select ${columns} from channels.template t where t.org_id = ${tx.orgId} ${active} ${rest} order by t.created_at, t.id limit ${limit}`);
}

export function findTemplate(tx: Tx, id: Id): Promise<TemplateRow | null> {
  return tx.maybe(
    sql<TemplateRow>`select ${columns} from channels.template t where t.org_id = ${tx.orgId} and t.id = ${id}`,
  );
}

export function listTemplatesById(tx: Tx, ids: readonly Id[]): Promise<TemplateRow[]> {
  return tx.rows(
    sql<TemplateRow>`select ${columns} from channels.template t where t.org_id = ${tx.orgId} and t.id = any(${[...ids]}::uuid[])`,
  );
}

export function lockTemplate(tx: Tx, id: Id): Promise<TemplateRow | null> {
  return tx.maybe(
    sql<TemplateRow>`select ${columns} from channels.template t where t.org_id = ${tx.orgId} and t.id = ${id} for update`,
  );
}

/** The latest of each, and the highest that is approved and holds on `today`. */
export function listCurrentVersions(tx: Tx, ids: readonly Id[], today: CalendarDay): Promise<TemplateVersionRow[]> {
  const wanted = [...ids];
  return tx.rows(sql<TemplateVersionRow>`
    select ${versionColumns} from channels.template t
    join channels.template_version v on v.org_id = t.org_id and v.template_id = t.id and v.no = t.latest
    where t.org_id = ${tx.orgId} and t.id = any(${wanted}::uuid[])
    union
    select * from (
      select distinct on (v.template_id) ${versionColumns} from channels.template_version v
      where v.org_id = ${tx.orgId} and v.template_id = any(${wanted}::uuid[]) and v.state = 'approved'
        and (v.expires_on is null or v.expires_on >= ${today})
      order by v.template_id, v.no desc) approved`);
}

export function listVersions(tx: Tx, templateId: Id, limit: number): Promise<TemplateVersionRow[]> {
  return tx.rows(sql<TemplateVersionRow>`
    select ${versionColumns} from channels.template_version v where v.org_id = ${tx.orgId} and v.template_id = ${templateId}
    order by v.no desc limit ${limit}`);
}

export function lockVersion(tx: Tx, templateId: Id, no: number): Promise<TemplateVersionRow | null> {
  return tx.maybe(sql<TemplateVersionRow>`
    select ${versionColumns} from channels.template_version v
    where v.org_id = ${tx.orgId} and v.template_id = ${templateId} and v.no = ${no} for update`);
}

/** Names at the provider, by `templateId no`, of messages that were made from templates. */
export async function listProviderCodes(
  tx: Tx,
  used: readonly { readonly channel: string; readonly templateId: Id | null; readonly templateNo: number | null }[],
): Promise<Map<string, string>> {
  const ids = used.flatMap(({ channel, templateId }) =>
    channel === 'alimtalk' && templateId !== null ? [templateId] : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await tx.rows(sql<{ templateId: Id; no: number; code: string }>`
    select v.template_id as "templateId", v.no, v.provider_code as code from channels.template_version v
    where v.org_id = ${tx.orgId} and v.template_id = any(${[...new Set(ids)]}::uuid[]) and v.provider_code is not null`);
  return new Map(rows.map(({ templateId, no, code }) => [`${templateId} ${no}`, code]));
}

/** What was recorded of the wording of advertisements, by `templateId no`. */
export async function listReviews(
  tx: Tx,
  used: readonly { readonly purpose: string; readonly templateId: Id | null }[],
): Promise<Map<string, Review>> {
  const ids = used.flatMap(({ purpose, templateId }) =>
    purpose === 'marketing' && templateId !== null ? templateId : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await tx.rows(sql<Review & { templateId: Id; no: number }>`
    select v.template_id as "templateId", v.no, v.review_number as number, v.expires_on as "expiresOn", v.signed_off_until as "signedOffUntil"
    from channels.template_version v where v.org_id = ${tx.orgId} and v.template_id = any(${[...new Set(ids)]}::uuid[])`);
  return new Map(rows.map(({ templateId, no, ...review }) => [`${templateId} ${no}`, review]));
}

/** False where the organisation has one of this name. */
export async function insertTemplate(tx: Tx, row: Omit<TemplateRow, 'version' | 'latest'>): Promise<boolean> {
  const made = await tx.run(sql`
    insert into channels.template (org_id, id, name, purpose, channels, health, active, latest, created_at)
    values (${tx.orgId}, ${row.id}, ${row.name}, ${row.purpose}, ${row.channels}::text[], ${row.health}, ${row.active}, 1, ${at(tx.now)})
    on conflict (org_id, name) do nothing`);
  return made > 0;
}

/** False where another one has the name already. */
export async function updateTemplate(tx: Tx, row: TemplateRow): Promise<boolean> {
  const touched = await tx.run(sql`
    update channels.template t set name = ${row.name}, purpose = ${row.purpose}, channels = ${row.channels}::text[], health = ${row.health},
      active = ${row.active}, latest = ${row.latest}, version = t.version + 1
    where t.org_id = ${tx.orgId} and t.id = ${row.id} and not exists (
      select from channels.template other where other.org_id = ${tx.orgId} and other.name = ${row.name} and other.id <> ${row.id})`);
  return touched > 0;
}

export async function insertVersion(
  tx: Tx,
  row: Pick<TemplateVersionRow, 'templateId' | 'no' | 'variables' | 'bodies' | 'providerCode'>,
): Promise<void> {
  await tx.run(sql`
    insert into channels.template_version (org_id, template_id, no, variables, bodies, provider_code, written_by, written_at)
    values (${tx.orgId}, ${row.templateId}, ${row.no}, ${json(row.variables)}, ${json(row.bodies)}, ${row.providerCode}, ${tx.actor.userId}, ${at(tx.now)})`);
}

export async function updateVersionDecided(
  tx: Tx,
  row: Pick<
    TemplateVersionRow,
    'templateId' | 'no' | 'state' | 'reviewNumber' | 'expiresOn' | 'signOff' | 'signedOffUntil'
  >,
): Promise<void> {
  await tx.run(sql`
    update channels.template_version set state = ${row.state}, review_number = ${row.reviewNumber}, expires_on = ${row.expiresOn}::date,
      sign_off = ${row.signOff}, signed_off_until = ${row.signedOffUntil}::date,
      decided_by = ${tx.actor.userId}, decided_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and template_id = ${row.templateId} and no = ${row.no}`);
}
