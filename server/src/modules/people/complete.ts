import type { PersonInput } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import type { PhoneNumber } from '../../kernel/phone.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged } from './events.ts';
import { insertEmails, insertPhones, listPhones, lockPhones, type NewPhone } from './store-contact.ts';
import { insertIdentifiers } from './store-identifier.ts';
import { fillMissing, lockPersonStates, updateVersions, type PersonState } from './store-person.ts';

/** What somebody else's list says of a person who exists. `phone` in E.164; `identifier`: her number in that system. */
export type ToldOfPerson = {
  readonly personId: Id;
  readonly told: Omit<PersonInput, 'phone'> & { readonly phone?: string; readonly identifier?: string };
};

/** What a person was, and what she is given: enough to take it back (`takeBackPersons`). */
export type Completed = {
  readonly before: PersonState;
  readonly made: Readonly<Record<'phones' | 'emails' | 'identifiers', readonly Id[]>>;
  readonly versionAfter: number;
};

/**
 * Persons learn what nobody has filled yet, and numbers and addresses that they have not; nothing that stands is changed. `silent`
 * names persons who were made in this transaction: their making is told already. One answer for each person.
 */
export async function completePersons(
  tx: Tx,
  all: readonly ToldOfPerson[],
  silent: ReadonlySet<Id>,
): Promise<Completed[]> {
  if (all.length === 0) return [];
  const learnt = new Map<Id, Set<string>>();
  const learn = (personId: Id, field: string) => learnt.set(personId, (learnt.get(personId) ?? new Set()).add(field));
  const phones = await newPhones(tx, all);
  await lockPhones(
    tx,
    phones.map(({ e164 }) => e164),
  );
  const states = await lockPersonStates(
    tx,
    all.map(({ personId }) => personId),
  );
  const filled = new Set(await fillMissing(tx, firstTold(all)));
  for (const id of filled) learn(id, 'details');
  const emails = contacts(all, ({ email }) => email).map(({ value, ...one }) => ({
    ...one,
    email: value,
    label: null,
  }));
  const identifiers = contacts(all, ({ identifier }) => identifier);
  const added = new Set([
    ...(await insertPhones(tx, phones)),
    ...(await insertEmails(tx, emails)),
    ...(await insertIdentifiers(tx, identifiers)),
  ]);
  for (const [field, list] of Object.entries({ phone: phones, email: emails, identifier: identifiers })) {
    for (const { id, personId } of list) if (added.has(id)) learn(personId, field);
  }
  const told = [...learnt].filter(([id]) => !silent.has(id));
  // Filling counts itself.
  const counted = new Set(told.flatMap(([id]) => (filled.has(id) ? [] : [id])));
  await updateVersions(tx, [...counted]);
  for (const [id, fields] of told) peopleChanged(tx, id, [...fields]);
  const idsOf = (list: readonly { readonly id: Id; readonly personId: Id }[]) => {
    const byPerson = Map.groupBy(
      list.filter(({ id }) => added.has(id)),
      ({ personId }) => personId,
    );
    return (personId: Id) => (byPerson.get(personId) ?? []).map(({ id }) => id);
  };
  const [phonesOf, emailsOf, identifiersOf] = [idsOf(phones), idsOf(emails), idsOf(identifiers)];
  return states.map((before) => ({
    before,
    made: { phones: phonesOf(before.id), emails: emailsOf(before.id), identifiers: identifiersOf(before.id) },
    versionAfter: before.version + (filled.has(before.id) || counted.has(before.id) ? 1 : 0),
  }));
}

/** Numbers that the persons have not: who has hers is not locked for it. */
async function newPhones(tx: Tx, all: readonly ToldOfPerson[]): Promise<NewPhone[]> {
  const told = contacts(all, ({ phone }) => phone);
  const ids = [...new Set(told.map(({ personId }) => personId))];
  const held = new Set((ids.length === 0 ? [] : await listPhones(tx, ids)).map((one) => `${one.personId} ${one.e164}`));
  return told
    .filter(({ personId, value }) => !held.has(`${personId} ${value}`))
    .map(({ value, ...one }) => ({ ...one, e164: value as PhoneNumber, label: null }));
}

function contacts(all: readonly ToldOfPerson[], of: (told: ToldOfPerson['told']) => string | undefined) {
  return all.flatMap(({ personId, told }) => {
    const value = of(told);
    return value === undefined ? [] : [{ id: newId(), personId, value }];
  });
}

/** One row for each person: the first that tells something wins. */
function firstTold(all: readonly ToldOfPerson[]): Parameters<typeof fillMissing>[1] {
  const first = new Map<Id, Parameters<typeof fillMissing>[1][number]>();
  for (const { personId, told } of all) {
    const before = first.get(personId);
    first.set(personId, {
      id: personId,
      name: before?.name ?? told.name ?? null,
      birthDate: before?.birthDate ?? told.birthDate ?? null,
      sex: before && before.sex !== 'unknown' ? before.sex : (told.sex ?? 'unknown'),
      language: before?.language ?? told.language ?? null,
    });
  }
  return [...first.values()];
}
