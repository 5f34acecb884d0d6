import type { PersonInput } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import { ok, type Outcome } from '../../kernel/outcome.ts';
import type { PhoneNumber } from '../../kernel/phone.ts';
import type { Tx } from '../../platform/db/index.ts';
import { peopleChanged, peopleCreated } from './events.ts';
import { checkInput, type PhoneRegion } from './input.ts';
import { matchKnown, nameColumns } from './rules.ts';
import { insertEmails, insertPhones, listHolders, lockPhones, updateUsable } from './store-contact.ts';
import { fillMissing, insertPersons, lockPersons, updatePerson, type NewPerson } from './store-person.ts';
import type { FoundPerson, FoundReason } from './vocabulary.ts';

/** A person of this batch: read from the database, or about to be made (`number` = null until then). */
type Known = {
  readonly id: Id;
  number: string | null;
  name: string | null;
  nameNormal: string;
  readonly wrong: boolean;
};
type Decided = {
  readonly input: PersonInput;
  readonly known: Known;
  readonly created: boolean;
  readonly reason: FoundReason;
  readonly phone: PhoneNumber | null;
};

/**
 * The person that an input tells of: known by number and name, or new. Two at once with the same new number become one
 * person. A known person learns what nobody has filled yet, and a number of hers that was found wrong or disconnected is to be called again: she has
 * just told it. The rest of the input changes nothing. Refuses as `findOrCreateMany`.
 */
export async function findOrCreatePerson(
  tx: Tx,
  input: PersonInput,
  region: PhoneRegion = 'KR',
): Promise<Outcome<FoundPerson>> {
  const [found] = await findOrCreateMany(tx, [input], region, 'now');
  if (!found) throw new Error('one input has one outcome');
  return found;
}

/**
 * The same for thousands, in a handful of statements; an outcome for each input, in their order. Inputs see those before
 * them: a file that names a person twice makes one. Who needs two persons asks for both at once, which keeps the locks in
 * one order. What a list tells was said earlier: `told` now alone makes a number usable again that was found wrong; `apart`: what the inputs add to
 * persons is told by `completePersons`, which keeps what was before, and here nobody learns anything.
 * The persons are locked until the commit, and after the numbers.
 * Refuses `people.name_or_phone_required` and, by field, what `checkInput` refuses.
 */
export async function findOrCreateMany(
  tx: Tx,
  inputs: readonly PersonInput[],
  region: PhoneRegion = 'KR',
  told: 'now' | 'earlier' | 'apart' = 'earlier',
): Promise<readonly Outcome<FoundPerson>[]> {
  const checked = inputs.map((input) => checkInput(tx.now, input, region));
  const numbers = checked.flatMap((outcome) => (outcome.ok && outcome.value !== null ? [outcome.value] : []));
  await lockPhones(tx, numbers);
  const holders = await holdersByNumber(tx, numbers);
  const decided = inputs.map((input, index): Outcome<Decided> => {
    const outcome = checked[index];
    if (!outcome?.ok) return outcome ?? ok(decide(holders, input, null));
    return ok(decide(holders, input, outcome.value));
  });
  await save(
    tx,
    decided.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])),
    told,
  );
  return decided.map((outcome) => (outcome.ok ? ok(asFound(holders, outcome.value)) : outcome));
}

async function holdersByNumber(tx: Tx, numbers: readonly PhoneNumber[]): Promise<Map<PhoneNumber, Known[]>> {
  const holders = new Map<PhoneNumber, Known[]>();
  if (numbers.length === 0) return holders;
  const persons = new Map<Id, Known>();
  for (const row of await listHolders(tx, numbers)) {
    // One object for a person with two numbers, so that both see what is learnt. `wrong` belongs to the number.
    const person = persons.get(row.id) ?? { ...row };
    persons.set(row.id, person);
    push(holders, row.e164, person.wrong === row.wrong ? person : { ...row });
  }
  return holders;
}

function decide(holders: Map<PhoneNumber, Known[]>, input: PersonInput, phone: PhoneNumber | null): Decided {
  const candidates = phone === null ? [] : (holders.get(phone) ?? []);
  const name = input.name ?? null;
  const nameNormal = nameColumns(name).normal;
  const { id, reason } = matchKnown(candidates, nameNormal);
  const old = candidates.find((candidate) => candidate.id === id);
  if (old) {
    if (old.name === null) Object.assign(old, { name, nameNormal });
    return { input, known: old, created: false, reason, phone };
  }
  const known: Known = { id: newId(), number: null, name, nameNormal, wrong: false };
  if (phone !== null) push(holders, phone, known);
  return { input, known, created: true, reason, phone };
}

async function save(tx: Tx, decided: readonly Decided[], told: 'now' | 'earlier' | 'apart'): Promise<void> {
  const made = decided.filter((one) => one.created);
  const numbers = await insertPersons(tx, made.map(asNewPerson));
  for (const { known } of made) known.number = numbers.get(known.id) ?? null;
  await insertPhones(
    tx,
    made.flatMap(({ known, phone }) =>
      phone === null ? [] : [{ id: newId(), personId: known.id, e164: phone, label: null }],
    ),
  );
  const learnt = told === 'apart' ? new Map<Id, string[]>() : await learn(tx, decided);
  if (told === 'now') await retell(tx, decided, learnt);
  if (made.length > 0)
    peopleCreated(
      tx,
      made.map(({ known }) => known.id),
    );
  const madeIds = new Set(made.map(({ known }) => known.id));
  for (const [id, fields] of learnt) if (!madeIds.has(id)) peopleChanged(tx, id, fields);
}

/** What later inputs add to a person: one row for each person, the first that tells something wins. */
async function learn(tx: Tx, decided: readonly Decided[]): Promise<Map<Id, string[]>> {
  const told = new Map<Id, NewPerson>();
  for (const one of decided.filter(({ created }) => !created)) {
    const before = told.get(one.known.id);
    const now = asNewPerson(one);
    told.set(one.known.id, {
      id: now.id,
      name: before?.name ?? now.name,
      birthDate: before?.birthDate ?? now.birthDate,
      sex: before && before.sex !== 'unknown' ? before.sex : now.sex,
      language: before?.language ?? now.language,
    });
  }
  await lockPersons(tx, [...told.keys()]);
  const filled = await fillMissing(tx, [...told.values()]);
  const emails = decided.flatMap(({ input, known }) =>
    input.email === undefined ? [] : [{ id: newId(), personId: known.id, email: input.email, label: null }],
  );
  const added = new Set(await insertEmails(tx, emails));
  const learnt = new Map<Id, string[]>(filled.map((id) => [id, ['details']]));
  for (const email of emails) if (added.has(email.id)) push(learnt, email.personId, 'email');
  return learnt;
}

async function retell(tx: Tx, decided: readonly Decided[], learnt: Map<Id, string[]>): Promise<void> {
  const known = decided.filter(({ created }) => !created);
  const numbers = known.flatMap(({ known: { id }, phone }) => (phone === null ? [] : [{ personId: id, e164: phone }]));
  for (const id of await updateUsable(tx, numbers)) {
    await updatePerson(tx, id, {});
    push(learnt, id, 'phone');
  }
}

function asNewPerson({ input, known }: Decided): NewPerson {
  return {
    id: known.id,
    name: input.name ?? null,
    birthDate: input.birthDate ?? null,
    sex: input.sex ?? 'unknown',
    language: input.language ?? null,
  };
}

function asFound(holders: ReadonlyMap<PhoneNumber, readonly Known[]>, decided: Decided): FoundPerson {
  const { known, created, reason, phone } = decided;
  if (known.number === null) throw new Error('a person has a number');
  const holding = phone === null ? [] : (holders.get(phone) ?? []);
  return {
    person: { id: known.id, number: known.number, name: known.name },
    created,
    reason,
    sharedWith: holding.filter((other) => other.id !== known.id).map((other) => other.id),
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
