import type { Occasion } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { listContacts } from '../store/setting-store.ts';
import type { NoticeParams, Owed } from '../vocabulary.ts';

/** What a colleague is told: it names no person. */
export type ToMember = {
  readonly occasion: Occasion;
  readonly subject: string;
  readonly memberId: Id;
  readonly enquiryId?: Id | null;
  readonly refId?: Id | null;
  readonly params?: NoticeParams;
  readonly dueAt: Instant;
  readonly usefulUntil: Instant;
};

export function owedToMember({ enquiryId = null, refId = null, params = {}, ...told }: ToMember): Owed {
  return { ...told, enquiryId, refId, params, personId: null, bookingId: null };
}

/** Whether she wishes to be told by any channel. */
export async function wishes(tx: Tx, memberId: Id): Promise<boolean> {
  const contact = (await listContacts(tx, [memberId])).get(memberId);
  return contact !== undefined && (contact.bySms || contact.byEmail);
}
