import type { Person, PersonHit, PersonRow as ListedPerson, RelatedPerson, Sticker, Memo } from '@anbu/contract';
import type { z } from 'zod';
import { formatInstant, HOUR, instant, plus } from '../../kernel/instant.ts';
import type { Id } from '../../kernel/ids.ts';
import { formatPhone } from '../../kernel/phone.ts';
import { listToldPersons } from '../../platform/audit/index.ts';
import { may, type Tx } from '../../platform/db/index.ts';
import { peopleRead } from './events.ts';
import { maskName } from './rules.ts';
import { bySpeaking, relationOf } from './related-rules.ts';
import { findBelongings } from './store-belongings.ts';
import { listMemos, type MemoRow } from './store-memo.ts';
import { listNames, type PersonRow } from './store-person.ts';
import type { RelatedRow } from './store-related.ts';
import { listDetails, type HitDetail } from './store-search.ts';
import type { StickerRow } from './store-sticker.ts';

// More memos than a screen shows at once; the rest comes page by page.
const MEMOS_SHOWN = 50;

/** The person as an answer; the read leaves its line. */
export async function viewPerson(tx: Tx, person: PersonRow): Promise<Person> {
  const { phones, emails, identifiers, stickers, householdId, related } = await findBelongings(tx, person.id);
  peopleRead(tx, [person.id, ...related.map(({ id }) => id)]);
  const memos = await listMemos(tx, person.id, null, MEMOS_SHOWN);
  return {
    id: person.id,
    number: person.number,
    identifiers: [...identifiers],
    name: person.name,
    birthDate: person.birthDate,
    sex: person.sex,
    language: person.language,
    phones: phones.map((phone) => ({ ...phone, display: formatPhone(phone.e164) })),
    emails: [...emails],
    stickers: stickers.map((sticker) => viewSticker(tx, sticker)),
    memos: memos.map((memo) => viewMemo(tx, memo)),
    householdId,
    related: await viewRelated(tx, related),
    referrerId: person.referrerId,
    doNotContact: person.doNotContact,
    createdAt: formatInstant(person.createdAt),
    version: person.version,
  };
}

async function viewRelated(tx: Tx, rows: readonly RelatedRow[]): Promise<RelatedPerson[]> {
  const hits = new Map(
    (
      await viewHits(
        tx,
        rows.map(({ id }) => id),
      )
    ).map((hit) => [hit.id, hit]),
  );
  return rows
    .flatMap((row) => {
      const person = hits.get(row.id);
      if (!person) return [];
      const { mayBeTold, household } = row;
      const [roles, rolesFor] = [[...row.roles], [...row.rolesFor]];
      return [
        { person, relation: relationOf(row), roles, rolesFor, mayBeTold, household, stated: row.relation !== null },
      ];
    })
    .sort(bySpeaking);
}

/** A memo as an answer; the read leaves its line. */
export function viewMemo(tx: Tx, memo: MemoRow): z.infer<typeof Memo> {
  peopleRead(tx, [memo.personId]);
  return { ...memo, createdAt: formatInstant(memo.createdAt), updatedAt: formatInstant(memo.updatedAt) };
}

export function viewSticker(tx: Tx, sticker: Pick<StickerRow, 'code' | 'names' | 'colour'>): z.infer<typeof Sticker> {
  return { code: sticker.code, name: sticker.names[tx.actor.language], colour: sticker.colour };
}

/**
 * Rows of a list, in the order of `groups` and of names inside a group; `phone` is E.164. The read leaves one line. Who may not read people
 * gets them masked, whichever list she asks.
 */
export async function viewHits(
  tx: Tx,
  ids: readonly Id[],
  groups: readonly number[] = ids.map((_, index) => index),
): Promise<PersonHit[]> {
  return (await details(tx, ids, groups)).map((detail) => hitOf(tx, detail));
}

/** What of a row of the list of people is the person's own. */
export type PersonRowOfPerson = PersonHit & Pick<ListedPerson, 'language' | 'doNotContact' | 'createdAt'>;

/** The same rows with what the list of people has beside; for who may read people. */
export async function viewPersonRows(
  tx: Tx,
  ids: readonly Id[],
  groups: readonly number[] = ids.map((_, index) => index),
): Promise<PersonRowOfPerson[]> {
  return (await details(tx, ids, groups)).map((detail) => ({
    ...hitOf(tx, detail),
    language: detail.language,
    doNotContact: detail.doNotContact,
    createdAt: formatInstant(detail.createdAt),
  }));
}

async function details(tx: Tx, ids: readonly Id[], groups: readonly number[]): Promise<HitDetail[]> {
  if (ids.length === 0) return [];
  peopleRead(tx, ids);
  return listDetails(tx, ids, groups);
}

function hitOf(tx: Tx, detail: HitDetail): PersonHit {
  const masked = !mayReadPeople(tx);
  const { id, number, name, birthDate, sex, phone, lastContactAt, openEnquiries } = detail;
  return {
    id,
    number,
    name: masked && name !== null ? maskName(name) : name,
    birthDate: masked ? null : birthDate,
    sex,
    phone: masked ? null : phone,
    stickers: detail.stickers.map((sticker) => viewSticker(tx, sticker)),
    lastContactAt: lastContactAt === null ? null : formatInstant(instant(lastContactAt)),
    openEnquiries,
    masked,
  };
}

/** So long a line stands for what its reader is shown again. */
const TOLD_FOR = HOUR;

/**
 * Names for what a screen reads by itself, again and again, as alerts: a line of `action` names those whom the caller was not shown by it, at this
 * address, within the last hour; with nobody new there is no line. Who may not read people gets them masked (F3).
 */
export async function viewWatched(tx: Tx, ids: readonly Id[], action: string): Promise<ReadonlyMap<Id, string | null>> {
  if (ids.length === 0) return new Map();
  const told = new Set(await listToldPersons(tx, action, plus(tx.now, -TOLD_FOR)));
  const personIds = [...new Set(ids)].filter((id) => !told.has(id));
  if (personIds.length > 0) tx.audit({ action, personIds });
  const names = await listNames(tx, ids);
  if (mayReadPeople(tx)) return names;
  return new Map([...names].map(([id, name]) => [id, name === null ? null : maskName(name)]));
}

/** Whether names, numbers and what was written of persons may be shown to who asks. */
export function mayReadPeople(tx: Tx): boolean {
  return may(tx.actor, 'people.read');
}
