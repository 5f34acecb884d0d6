import type { IncomingMessage } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { formatPhone, type PhoneNumber } from '../../../kernel/phone.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { listFiles, listNames } from '../store/read-store.ts';
import type { MessageRow } from '../vocabulary.ts';

export type Shown = z.input<typeof IncomingMessage>;

/** Received messages as an answer, with the names of whose they are; the read leaves one line. */
export async function viewMessages(tx: Tx, rows: readonly MessageRow[]): Promise<Shown[]> {
  const persons = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
  const names = await listNames(tx, persons);
  const files = Map.groupBy(
    await listFiles(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ messageId }) => messageId,
  );
  readOf(tx, persons, rows);
  return rows.map((row) => {
    const { wayId: _way, fromAddress, toAddress, body, receivedAt, doneAt, personId, problem, ...rest } = row;
    return {
      ...rest,
      from: fromAddress,
      fromShown: shownAs(fromAddress),
      to: toAddress,
      text: body,
      receivedAt: formatInstant(receivedAt),
      doneAt: doneAt === null ? null : formatInstant(doneAt),
      person: personId === null ? null : { id: personId, name: names.get(personId) ?? null },
      problem: problem === null ? null : { code: problem, params: {}, text: textOf(tx.actor.language, problem) },
      files: (files.get(row.id) ?? []).map(({ messageId: _message, ...file }) => file),
    };
  });
}

/** Whose messages were read; of nobody's the first one is named, because it too is somebody's. */
export function readOf(tx: Tx, personIds: readonly Id[], rows: readonly MessageRow[]): void {
  const [first] = rows;
  if (personIds.length > 0) tx.audit({ action: 'inbox.read', personIds: [...personIds] });
  else if (first) tx.audit({ action: 'inbox.read', entity: 'incoming', entityId: first.id });
}

function shownAs(address: string | null): string | null {
  return address !== null && /^\+[1-9]\d{6,14}$/.test(address) ? formatPhone(address as PhoneNumber) : address;
}
