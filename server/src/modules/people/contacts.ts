import type { EmailInput, Person, PhoneInput, PhonePatch, StickersInput } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../kernel/ids.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged } from './events.ts';
import { readPhone, type PhoneRegion } from './input.ts';
import { getPerson } from './service.ts';
import {
  insertEmails,
  insertPhones,
  listPhones,
  lockPhones,
  removeEmail,
  removePhone,
  updatePhone,
  updateUsable,
} from './store-contact.ts';
import { lockPerson, updatePerson, type PersonRow } from './store-person.ts';
import { insertStickers, listPersonStickers, listStickers, updatePersonStickers } from './store-sticker.ts';
import { PATIENT_CLASSES } from './vocabulary.ts';

/**
 * Another number. One that she has already changes nothing, unless it was found wrong or disconnected: told anew, it is to be called again.
 * Refuses `phone.impossible` on the field.
 */
export async function addPhone(
  tx: Tx,
  id: Id,
  input: z.infer<typeof PhoneInput>,
  region: PhoneRegion = 'KR',
): Promise<Outcome<Person>> {
  const phone = readPhone(input.phone, region);
  if (!phone.ok) return phone;
  // Before the person, as everywhere.
  await lockPhones(tx, [phone.value]);
  return changing(tx, id, async () => {
    const added = await insertPhones(tx, [
      { id: newId(), personId: id, e164: phone.value, label: input.label ?? null },
    ]);
    if (added.length === 0)
      return ok((await updateUsable(tx, [{ personId: id, e164: phone.value }])).length > 0 ? ['phone'] : []);
    return ok(['phone']);
  });
}

/** A number may be found wrong or disconnected: for this person only, a family's other members keep theirs. */
export function changePhone(tx: Tx, id: Id, phoneId: Id, patch: z.infer<typeof PhonePatch>): Promise<Outcome<Person>> {
  return changing(tx, id, async () => {
    const phone = (await listPhones(tx, [id])).find((one) => one.id === phoneId);
    if (!phone) return notFound('phone');
    const to = { state: patch.state ?? phone.state, label: patch.label === undefined ? phone.label : patch.label };
    if (to.state === phone.state && to.label === phone.label) return ok([]);
    await updatePhone(tx, id, phoneId, to);
    return ok(['phone']);
  });
}

/** Refuses `people.name_or_phone_required` for the last number of a person without a name. */
export function dropPhone(tx: Tx, id: Id, phoneId: Id): Promise<Outcome<Person>> {
  return changing(tx, id, async (person) => {
    const phones = await listPhones(tx, [id]);
    if (!phones.some((phone) => phone.id === phoneId)) return notFound('phone');
    if (person.name === null && phones.length === 1) return refuse('people.name_or_phone_required');
    await removePhone(tx, id, phoneId);
    return ok(['phone']);
  });
}

export function addEmail(tx: Tx, id: Id, input: z.infer<typeof EmailInput>): Promise<Outcome<Person>> {
  return changing(tx, id, async () => {
    const email = { id: newId(), personId: id, email: input.email, label: input.label ?? null };
    return ok((await insertEmails(tx, [email])).length > 0 ? ['email'] : []);
  });
}

export function dropEmail(tx: Tx, id: Id, emailId: Id): Promise<Outcome<Person>> {
  return changing(tx, id, async () => ((await removeEmail(tx, id, emailId)) > 0 ? ok(['email']) : notFound('email')));
}

/** The whole set of stickers. Refuses by field `people.sticker_unknown` { stickers }. */
export function setStickers(tx: Tx, id: Id, input: z.infer<typeof StickersInput>): Promise<Outcome<Person>> {
  return changing(tx, id, async () => {
    const codes = [...new Set(input.codes)];
    const before = (await listPersonStickers(tx, [id])).map((sticker) => sticker.code);
    const known = new Set([
      ...before,
      ...(await listStickers(tx)).filter((sticker) => sticker.active).map((sticker) => sticker.code),
    ]);
    const unknown = codes.filter((code) => !known.has(code));
    if (unknown.length > 0) {
      return refuseFields([{ field: 'codes', code: 'people.sticker_unknown', params: { stickers: unknown } }]);
    }
    if (codes.length === before.length && before.every((code) => codes.includes(code))) return ok([]);
    await updatePersonStickers(tx, id, codes);
    return ok(['stickers']);
  });
}

/** The lists that a new organisation starts with: the five classes of patients. May run again. */
export async function seedPeopleLists(tx: Tx): Promise<void> {
  await insertStickers(tx, PATIENT_CLASSES);
}

/** Locks the person, lets `act` change what belongs to her, tells which fields changed, answers the new view. */
async function changing(
  tx: Tx,
  id: Id,
  act: (person: PersonRow) => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<Person>> {
  const person = await lockPerson(tx, id);
  if (!person) return notFound('person');
  const fields = await act(person);
  if (!fields.ok) return fields;
  if (fields.value.length > 0) {
    await updatePerson(tx, id, {});
    peopleChanged(tx, id, fields.value);
  }
  return getPerson(tx, id);
}
