import type { NoticeContact, NoticeContactPatch } from '@anbu/contract';
import type { z } from 'zod';
import { ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { listAccountsOf } from '../../identity/index.ts';
import { readPhone, regionHere } from '../../people/index.ts';
import { insertContact, listContacts, type ContactRow } from '../store/setting-store.ts';

const NOTHING: ContactRow = { phone: null, bySms: false, byEmail: false, version: 0 };

/** Where the caller is told of what is hers, and whether. Refuses identity.person_needed for a key. */
export async function noticeContact(tx: Tx): Promise<Outcome<z.input<typeof NoticeContact>>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  const [account] = await listAccountsOf(tx, [userId]);
  const row = (await listContacts(tx, [userId])).get(userId) ?? NOTHING;
  return ok({ email: account?.email ?? '', ...row });
}

/** Refuses identity.person_needed, `phone` phone.impossible, `bySms` notices.phone_needed, request.stale { version } 409. */
export async function changeNoticeContact(
  tx: Tx,
  patch: NoticeContactPatch,
): Promise<Outcome<z.input<typeof NoticeContact>>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('identity.person_needed', {}, 403);
  const before = (await listContacts(tx, [userId])).get(userId) ?? NOTHING;
  if (patch.version !== undefined && patch.version !== before.version) {
    return refuse('request.stale', { version: before.version }, 409);
  }
  const read = typeof patch.phone !== 'string' ? ok(null) : readPhone(patch.phone, await regionHere(tx));
  if (!read.ok) return refuseAt('phone', 'phone.impossible');
  const row: ContactRow = {
    phone: patch.phone === undefined ? before.phone : read.value,
    bySms: patch.bySms ?? before.bySms,
    byEmail: patch.byEmail ?? before.byEmail,
    version: before.version + 1,
  };
  if (row.bySms && row.phone === null) return refuseAt('bySms', 'notices.phone_needed');
  if (!(await insertContact(tx, userId, row))) return refuse('request.stale', { version: row.version }, 409);
  tx.audit({
    action: 'notices.contact_changed',
    entity: 'user',
    entityId: userId,
    changes: {
      ...(before.bySms === row.bySms ? {} : { bySms: [before.bySms, row.bySms] as const }),
      ...(before.byEmail === row.byEmail ? {} : { byEmail: [before.byEmail, row.byEmail] as const }),
      ...(before.phone === row.phone ? {} : { phone: null }),
    },
  });
  tx.emit({ type: 'notices.contact_changed', payload: { userId } });
  return noticeContact(tx);
}
