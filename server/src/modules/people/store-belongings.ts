import type { Id } from '../../kernel/ids.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { EmailRow, PhoneRow } from './store-contact.ts';
import { relatedOf, type RelatedRow } from './store-related.ts';
import type { StickerRow } from './store-sticker.ts';

export type Belongings = {
  readonly phones: readonly Omit<PhoneRow, 'personId'>[];
  readonly emails: readonly Omit<EmailRow, 'personId'>[];
  readonly identifiers: readonly { readonly id: Id; readonly value: string }[];
  readonly stickers: readonly Pick<StickerRow, 'code' | 'names' | 'colour'>[];
  readonly householdId: Id | null;
  readonly related: readonly RelatedRow[];
};

/** Numbers, addresses, identifiers, stickers and family of a person, each in its own order, in one statement: every answer of a person has them. */
export function findBelongings(tx: Tx, personId: Id): Promise<Belongings> {
  return tx.one(sql<Belongings>`
    select coalesce((
      select json_agg(json_build_object('id', phone.id, 'e164', phone.e164, 'label', phone.label, 'state', phone.state, 'sharedWith', (
        select count(*) from people.person_phone as other
        where other.org_id = ${tx.orgId} and other.e164 = phone.e164 and other.id <> phone.id)) order by phone.rank, phone.id)
      from people.person_phone as phone where phone.org_id = ${tx.orgId} and phone.person_id = ${personId}
    ), '[]') as phones, coalesce((
      select json_agg(json_build_object('id', email.id, 'email', email.email, 'label', email.label, 'sharedWith', (
        select count(*) from people.person_email as other
        where other.org_id = ${tx.orgId} and other.email_normal = email.email_normal and other.id <> email.id)) order by email.rank, email.id)
      from people.person_email as email where email.org_id = ${tx.orgId} and email.person_id = ${personId}
    ), '[]') as emails, coalesce((
      select json_agg(json_build_object('id', one.id, 'value', one.value) order by one.created_at, one.id)
      from people.person_identifier as one where one.org_id = ${tx.orgId} and one.person_id = ${personId}
    ), '[]') as identifiers, coalesce((
      select json_agg(json_build_object('code', sticker.code, 'names', sticker.names, 'colour', sticker.colour) order by sticker.position, sticker.code)
      from people.person_sticker as held
      join people.sticker as sticker on sticker.org_id = ${tx.orgId} and sticker.code = held.code
      where held.org_id = ${tx.orgId} and held.person_id = ${personId}
    ), '[]') as stickers, (
      select household_id from people.household_member where org_id = ${tx.orgId} and person_id = ${personId}
    ) as "householdId", ${relatedOf(tx.orgId, personId)} as related`);
}
