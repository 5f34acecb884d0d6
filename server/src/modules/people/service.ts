import type { Page, Person, PersonHit, PersonInput, PersonPatch, Duplicate } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged, peopleCreated, peopleRead } from './events.ts';
import { birthDateErrors, checkInput, type PhoneRegion } from './input.ts';
import { duplicateScore } from './rules.ts';
import { insertEmails, insertPhones, listPhones, lockPhones } from './store-contact.ts';
import {
  findPerson,
  insertPersons,
  listKnownIds,
  listMatches,
  lockPerson,
  lockPersons,
  updateArrivals,
  updateLastContact,
  updateLastContacts,
  updateOpenEnquiries,
  updatePerson,
  type PersonChanges,
  type PersonRow,
} from './store-person.ts';
import type { DuplicateReason } from './vocabulary.ts';
import { viewHits, viewPerson } from './view.ts';

/**
 * A new person, whoever has the number already: entered by hand, where the screen shows possible duplicates.
 * Refuses `people.name_or_phone_required` and, by field, what `checkInput` refuses.
 */
export async function createPerson(tx: Tx, input: PersonInput, region: PhoneRegion = 'KR'): Promise<Outcome<Person>> {
  const checked = checkInput(tx.now, input, region);
  if (!checked.ok) return checked;
  const id = newId();
  if (checked.value !== null) await lockPhones(tx, [checked.value]);
  const person = {
    id,
    name: input.name ?? null,
    birthDate: input.birthDate ?? null,
    sex: input.sex ?? 'unknown',
    language: input.language ?? null,
  };
  await insertPersons(tx, [person]);
  if (checked.value !== null) {
    await insertPhones(tx, [{ id: newId(), personId: id, e164: checked.value, label: null }]);
  }
  if (input.email !== undefined) {
    await insertEmails(tx, [{ id: newId(), personId: id, email: input.email, label: null }]);
  }
  peopleCreated(tx, [id]);
  return getPerson(tx, id);
}

/** The person as an answer. Refuses 404. */
export async function getPerson(tx: Tx, id: Id): Promise<Outcome<Person>> {
  const person = await findPerson(tx, id);
  return person ? ok(await viewPerson(tx, person)) : notFound('person');
}

/**
 * Changes the person's own fields. Refuses 409 `people.changed` when `version` is given and not the latest, by field
 * `people.birth_date_future`, `people.birth_date_too_early` and `people.referrer_unknown`, and `people.name_or_phone_required` when nothing would be left.
 */
export async function changePerson(
  tx: Tx,
  id: Id,
  { version, ...patch }: z.infer<typeof PersonPatch>,
): Promise<Outcome<Person>> {
  const person = await lockPerson(tx, id);
  if (!person) return notFound('person');
  if (version !== undefined && version !== person.version) return refuse('people.changed', {}, 409);
  const changes = changesOf(person, patch);
  const fields = Object.keys(changes) as (keyof typeof changes)[];
  const errors = [...birthDateErrors(tx.now, changes.birthDate), ...(await referrerErrors(tx, id, changes.referrerId))];
  if (errors.length > 0) return refuseFields(errors);
  if (changes.name === null && (await listPhones(tx, [id])).length === 0)
    return refuseAt('name', 'people.name_or_phone_required');
  if (fields.length > 0) {
    await updatePerson(tx, id, changes);
    peopleChanged(
      tx,
      id,
      fields.map((field) => FIELD_CODES[field]),
    );
  }
  return getPerson(tx, id);
}

const FIELD_CODES: Readonly<Record<keyof PersonChanges, string>> = {
  name: 'name',
  birthDate: 'birth_date',
  sex: 'sex',
  language: 'language',
  referrerId: 'referrer',
  doNotContact: 'do_not_contact',
};

function changesOf(person: PersonRow, patch: Omit<z.infer<typeof PersonPatch>, 'version'>): PersonChanges {
  return Object.fromEntries(
    Object.entries(patch).filter(([field, value]) => value !== undefined && value !== person[field as keyof PersonRow]),
  );
}

async function referrerErrors(tx: Tx, id: Id, referrerId: Id | null | undefined) {
  if (!referrerId) return [];
  if (referrerId !== id && (await findPerson(tx, referrerId))) return [];
  return [{ field: 'referrerId', code: 'people.referrer_unknown', params: {} }];
}

/** Rows of a few persons by id, for lists of other modules. */
export async function personHits(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, PersonHit>> {
  return new Map((await viewHits(tx, [...new Set(ids)])).map((hit) => [hit.id, hit]));
}

/** Those of the ids that are persons; shows nobody. */
export async function knownPersons(tx: Tx, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
  return new Set(await listKnownIds(tx, ids));
}

const MOST_DUPLICATES = 200;

/** Persons that may be the same one, the likeliest first. A shared number alone may be a family. Spec: product B5. */
export async function findDuplicates(
  tx: Tx,
  id: Id,
  page: { readonly limit: number },
): Promise<Outcome<Page<z.infer<typeof Duplicate>>>> {
  if (!(await findPerson(tx, id))) return notFound('person');
  const scored = (await listMatches(tx, id, MOST_DUPLICATES)).map((match) => {
    const reasons: DuplicateReason[] = [];
    if (match.phone) reasons.push('phone');
    if (match.name) reasons.push('name');
    if (match.birthDate) reasons.push('birth_date');
    if (match.email) reasons.push('email');
    return { id: match.id, reasons, score: duplicateScore(reasons) };
  });
  const shown = scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, page.limit);
  const others = shown.map((one) => one.id);
  peopleRead(tx, [id, ...others]);
  const hits = await personHits(tx, others);
  const items = shown.flatMap(({ id: other, reasons, score }) => {
    const person = hits.get(other);
    return person ? [{ person, score, reasons }] : [];
  });
  return ok({ items, nextCursor: null });
}

/** The segment column of the last contact, in the transaction that records the contact; never moves back. The caller says what a contact is. */
export function touchLastContact(tx: Tx, personId: Id, at: Instant = tx.now): Promise<void> {
  return updateLastContacts(tx, [{ personId, at }]);
}

export { lockPersons, updateLastContact as setLastContact };

/** Both segment columns, for many enquiries of a list in one statement: as `touchLastContact` and `countOpenEnquiries`. */
export async function tellArrivals(
  tx: Tx,
  arrivals: readonly { readonly personId: Id; readonly at: Instant; readonly open: boolean }[],
): Promise<void> {
  if (arrivals.length > 0) await updateArrivals(tx, arrivals);
}

/** The segment column of open enquiries, in the transaction that opens (+1) or closes (−1) one. */
export function countOpenEnquiries(tx: Tx, changes: readonly { personId: Id; by: number }[]): Promise<void> {
  return updateOpenEnquiries(tx, changes);
}

/** Nothing goes out to this person, whatever it is about. Refuses 404. */
export async function setDoNotContact(tx: Tx, id: Id, doNotContact: boolean): Promise<Outcome<null>> {
  const person = await lockPerson(tx, id);
  if (!person) return notFound('person');
  if (person.doNotContact !== doNotContact) {
    await updatePerson(tx, id, { doNotContact });
    peopleChanged(tx, id, ['do_not_contact']);
  }
  return ok(null);
}
