import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type EvidenceRow = {
  readonly id: Id;
  readonly personId: Id;
  readonly fileId: Id;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly broughtAt: Instant;
};

export async function insertEvidence(tx: Tx, row: Omit<EvidenceRow, 'broughtAt'>): Promise<void> {
  await tx.run(sql`
    insert into consents.evidence (org_id, id, person_id, file_id, name, media_type, size_bytes, brought_by, brought_at)
    values (${tx.orgId}, ${row.id}, ${row.personId}, ${row.fileId}, ${row.name}, ${row.mediaType}, ${row.sizeBytes}, ${tx.actor.userId}::uuid,
      ${at(tx.now)})`);
}

export function findEvidence(tx: Tx, id: Id): Promise<EvidenceRow | null> {
  return tx.maybe(sql<EvidenceRow>`
    select id, person_id as "personId", file_id as "fileId", name, media_type as "mediaType", size_bytes as "sizeBytes", brought_at as "broughtAt"
    from consents.evidence where org_id = ${tx.orgId} and id = ${id}`);
}
