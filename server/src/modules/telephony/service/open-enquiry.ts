import { EnquiryQuery } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findEnquiries, type EnquiryRecord } from '../../enquiries/index.ts';

/** The open enquiry that a call of this person is about: the own one first, then what is due first. Null = none is open. */
export async function openEnquiryOf(tx: Tx, personId: Id, userId: Id | null): Promise<EnquiryRecord | null> {
  const found = await findEnquiries(tx, EnquiryQuery.parse({ personId, limit: 50 }));
  return found.ok ? chooseOpen(found.value.records, userId) : null;
}

export function chooseOpen<E extends Pick<EnquiryRecord, 'open' | 'ownerId' | 'actionDueAt'>>(
  records: readonly E[],
  userId: Id | null,
): E | null {
  const open = records.filter((one) => one.open);
  const own = userId === null ? [] : open.filter(({ ownerId }) => ownerId === userId);
  const [first = null] = (own.length > 0 ? own : open).toSorted((a, b) => (a.actionDueAt ?? 0) - (b.actionDueAt ?? 0));
  return first;
}
