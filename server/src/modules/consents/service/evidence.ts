import { readFile } from 'node:fs/promises';
import type { ConsentEvidence } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { isPaper, putFile, readPieces, sniff } from '../../../platform/files/index.ts';
import type { Attachment } from '../../../platform/http/route.ts';
import { knownPersons, peopleRead } from '../../people/index.ts';
import { findEvidence, insertEvidence } from '../store/evidence-store.ts';

/** A page or two, scanned or photographed. */
export const MOST_EVIDENCE_BYTES = 10 * 1024 * 1024;

/** Keeps what proves a consent of hers, to be named when it is recorded. Refuses 404, and on `file` consents.evidence_type. */
export async function bringEvidence(
  tx: Tx,
  personId: Id,
  file: { readonly path: string; readonly fileName: string },
): Promise<Outcome<ConsentEvidence>> {
  if ((await knownPersons(tx, [personId])).size === 0) return notFound('person');
  const content = await readFile(file.path);
  const mediaType = sniff(content);
  if (!isPaper(mediaType)) return refuseAt('file', 'consents.evidence_type');
  const name = file.fileName.replace(/[\u0000-\u001f\u007f/\\]/gu, '').slice(-200) || 'evidence';
  const fileId = await putFile(tx, { name, mediaType, content });
  const id = newId();
  const sizeBytes = content.length;
  await insertEvidence(tx, { id, personId, fileId, name, mediaType, sizeBytes });
  tx.audit({
    action: 'consents.evidence_brought',
    personIds: [personId],
    entity: 'consent_evidence',
    entityId: id,
    changes: { mediaType: [null, mediaType] },
  });
  return ok({ id, name, mediaType, sizeBytes });
}

/** The file itself, to be kept by who asked; the read leaves its line. Refuses 404. */
export async function evidenceFile(tx: Tx, id: Id): Promise<Outcome<Attachment>> {
  const row = await findEvidence(tx, id);
  if (!row) return notFound('consent_evidence');
  peopleRead(tx, [row.personId]);
  tx.audit({
    action: 'consents.evidence_read',
    personIds: [row.personId],
    entity: 'consent_evidence',
    entityId: id,
  });
  return ok({ fileName: row.name, content: (read) => readPieces(read, row.fileId) });
}
