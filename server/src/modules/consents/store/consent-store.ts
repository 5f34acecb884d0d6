import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { asTable, at, columnsOf, sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { SaidRow } from '../rules/duties.ts';

export type NewConsent = SaidRow & {
  readonly evidenceText: string | null;
  readonly evidenceFileId: Id | null;
  readonly textId: Id | null;
  readonly givenById: Id | null;
  readonly expiresOn: CalendarDay | null;
};

export async function insertConsents(tx: Tx, rows: readonly NewConsent[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into consents.consent (org_id, id, person_id, kind, purpose, channel, night, state, at, recorded_at, recorded_by, source, evidence_text,
      evidence_file_id, text_id, given_by_id, confirm_by, expires_on)
    select ${tx.orgId}, r.id, r.person_id, r.kind, r.purpose, r.channel, r.night, r.state, r.at, ${at(tx.now)}, ${tx.actor.userId}::uuid, r.source,
      r.evidence_text, r.evidence_file_id, r.text_id, r.given_by_id, r.confirm_by, r.expires_on
    from ${asTable(
      columnsOf(rows, {
        id: ['uuid', (row) => row.id],
        person_id: ['uuid', (row) => row.personId],
        kind: ['text', (row) => row.kind],
        purpose: ['text', (row) => row.purpose],
        channel: ['text', (row) => row.channel],
        night: ['boolean', (row) => row.night],
        state: ['text', (row) => row.state],
        at: ['timestamptz', (row) => at(row.at)],
        source: ['text', (row) => row.source],
        evidence_text: ['text', (row) => row.evidenceText],
        evidence_file_id: ['uuid', (row) => row.evidenceFileId],
        text_id: ['uuid', (row) => row.textId],
        given_by_id: ['uuid', (row) => row.givenById],
        confirm_by: ['date', (row) => row.confirmBy],
        expires_on: ['date', (row) => row.expiresOn],
      }),
    )}`);
}

export type ConsentRow = NewConsent & {
  readonly recordedAt: Instant;
  readonly recordedBy: Id | null;
  readonly textVersion: number | null;
  readonly takenBack: boolean;
  readonly fileName: string | null;
  readonly fileType: string | null;
  readonly fileBytes: number | null;
};

const COLUMNS = sql`
  c.id, c.person_id as "personId", c.kind, c.purpose, c.channel, c.night, c.state, c.at, c.recorded_at as "recordedAt", c.recorded_by as "recordedBy",
  c.source, c.evidence_text as "evidenceText", c.evidence_file_id as "evidenceFileId", e.name as "fileName", b.consent_id is not null as "takenBack", e.media_type as "fileType",
  e.size_bytes as "fileBytes", c.text_id as "textId", t.version as "textVersion", c.given_by_id as "givenById",
  c.confirm_by as "confirmBy", c.expires_on as "expiresOn"`;

/** The newest first. */
export function listConsents(tx: Tx, personId: Id, after: AtAndId | null, limit: number): Promise<ConsentRow[]> {
  return tx.rows(sql<ConsentRow>`
    select ${COLUMNS} from consents.consent as c
    left join consents.consent_text as t on t.org_id = c.org_id and t.id = c.text_id
    left join consents.taken_back as b on b.org_id = c.org_id and b.consent_id = c.id
    left join consents.evidence as e on e.org_id = c.org_id and e.id = c.evidence_file_id
    where c.org_id = ${tx.orgId} and c.person_id = ${personId}
      and ${after === null ? sql`true` : sql`(c.at, c.id) < (${at(after.at)}::timestamptz, ${after.id}::uuid)`}
    order by c.at desc, c.id desc limit ${limit}`);
}

/** The newest of each kind of row and state, whole: how it stands and since when. */
export function listLatest(tx: Tx, personId: Id): Promise<ConsentRow[]> {
  return tx.rows(sql<ConsentRow>`
    select distinct on (c.kind, c.purpose, c.channel, c.night, c.state) ${COLUMNS}
    from consents.consent as c
    left join consents.consent_text as t on t.org_id = c.org_id and t.id = c.text_id
    left join consents.taken_back as b on b.org_id = c.org_id and b.consent_id = c.id
    left join consents.evidence as e on e.org_id = c.org_id and e.id = c.evidence_file_id
    where c.org_id = ${tx.orgId} and c.person_id = ${personId} and b.consent_id is null
    order by c.kind, c.purpose, c.channel, c.night, c.state, c.at desc, c.id desc`);
}
