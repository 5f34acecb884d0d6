import type { Person, PersonHit, Sticker, Memo } from '@anbu/contract';
import type { z } from 'zod';
import { formatInstant, instant } from '../../kernel/instant.ts';
import type { Id } from '../../kernel/ids.ts';
import { formatPhone } from '../../kernel/phone.ts';
import type { Tx } from '../../platform/db/index.ts';
import { listEmails, listPhones } from './store-contact.ts';
import { listIdentifiers } from './store-identifier.ts';
import { listMemos, type MemoRow } from './store-memo.ts';
import type { PersonRow } from './store-person.ts';
import { listDetails } from './store-search.ts';
import { listPersonStickers, type StickerRow } from './store-sticker.ts';

// More memos than a screen shows at once; the rest comes page by page.
const MEMOS_SHOWN = 50;

export async function viewPerson(tx: Tx, person: PersonRow): Promise<Person> {
  const phones = await listPhones(tx, [person.id]);
  const emails = await listEmails(tx, [person.id]);
  const stickers = await listPersonStickers(tx, [person.id]);
  const memos = await listMemos(tx, person.id, null, MEMOS_SHOWN);
  return {
    id: person.id,
    number: person.number,
    identifiers: await listIdentifiers(tx, person.id),
    name: person.name,
    birthDate: person.birthDate,
    sex: person.sex,
    language: person.language,
    phones: phones.map(({ personId: _, ...phone }) => ({ ...phone, display: formatPhone(phone.e164) })),
    emails: emails.map(({ personId: _, ...email }) => email),
    stickers: stickers.map((sticker) => viewSticker(tx, sticker)),
    memos: memos.map(viewMemo),
    referrerId: person.referrerId,
    doNotContact: person.doNotContact,
    createdAt: formatInstant(person.createdAt),
    version: person.version,
  };
}

export function viewMemo(memo: MemoRow): z.infer<typeof Memo> {
  return { ...memo, createdAt: formatInstant(memo.createdAt), updatedAt: formatInstant(memo.updatedAt) };
}

export function viewSticker(tx: Tx, sticker: Pick<StickerRow, 'code' | 'names' | 'colour'>): z.infer<typeof Sticker> {
  return { code: sticker.code, name: sticker.names[tx.actor.language], colour: sticker.colour };
}

/** Rows of a list, in the order of `groups` and of names inside a group; `phone` is E.164. */
export async function viewHits(
  tx: Tx,
  ids: readonly Id[],
  groups: readonly number[] = ids.map((_, index) => index),
): Promise<PersonHit[]> {
  if (ids.length === 0) return [];
  const details = await listDetails(tx, ids, groups);
  return details.map((detail) => ({
    ...detail,
    lastContactAt: detail.lastContactAt === null ? null : formatInstant(instant(detail.lastContactAt)),
    stickers: detail.stickers.map((sticker) => viewSticker(tx, sticker)),
  }));
}
