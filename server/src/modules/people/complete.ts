import type { PersonInput } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import type { PhoneNumber } from '../../kernel/phone.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged } from './events.ts';
import { insertEmails, insertPhones, listPhones, lockPhones, type NewPhone } from './store-contact.ts';
import { insertIdentifiers } from './store-identifier.ts';
import { fillMissing, lockPersons, updatePerson } from './store-person.ts';

/** What somebody else's list says of a person who exists. `phone` in E.164; `identifier`: her number in that system. */
export type ToldOfPerson = {
  readonly personId: Id;
  readonly told: Omit<PersonInput, 'phone'> & { readonly phone?: string; readonly identifier?: string };
};

/**
 * Persons learn what nobody has filled yet, and numbers and addresses that they have not; nothing that stands is changed. `silent`
 * names persons who were made in this transaction: their making is told already.
 */
export async function completePersons(tx: Tx, all: readonly ToldOfPerson[], silent: ReadonlySet<Id>): Promise<void> {
  if (all.length === 0) return;
  const learnt = new Map<Id, Set<string>>();
  const learn = (personId: Id, field: string) => learnt.set(personId, (learnt.get(personId) ?? new Set()).add(field));
  const phones = await newPhones(tx, all);
  await lockPhones(
    tx,
    phones.map(({ e164 }) => e164),
  );
  await lockPersons(
    tx,
    all.map(({ personId }) => personId),
  );
  for (const id of await fillMissing(tx, firstTold(all))) learn(id, 'details');
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
  for (const [id, fields] of learnt) {
    if (silent.has(id)) continue;
    // Filling counts itself.
    if (!fields.has('details')) await updatePerson(tx, id, {});
    peopleChanged(tx, id, [...fields]);
  }
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
