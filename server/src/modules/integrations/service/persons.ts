import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { normaliseIdentifier } from '../neighbours.ts';
import { findingKeys, isSomebody, type FindingKeys } from '../rules/keys.ts';
import { nobodyYet, PersonBook, type Learning, type Someone } from '../rules/person-book.ts';
import type { Plan } from '../rules/plan.ts';
import { listKnownPersons, listTold } from '../store/same-store.ts';

/** Longer memos are cut when they are written. */
export const LONGEST_MEMO = 4000;
const NORMALISE = {
  number: normaliseIdentifier,
  email: (text: string) => text.normalize('NFC').trim().toLowerCase(),
};

/** Whom a row tells of. `known`: in the database or in a row before; `isNewMemo`: what it writes of the person is not there yet. */
export type Met = FindingKeys & {
  readonly someone: Someone | null;
  readonly known: boolean;
  readonly learning: Learning;
  readonly isNewMemo: boolean;
  readonly numberTaken: boolean;
};

/** Rows in the file's order, each seeing those before it; `memos`: what a row writes is a memo of the person. Changes nothing. */
export async function meetPersons(
  tx: Tx,
  importId: Id,
  rows: readonly { readonly no: number; readonly plan: Plan }[],
  memos: boolean,
): Promise<ReadonlyMap<number, Met>> {
  const keyed = rows.map((row) => ({ ...row, keys: findingKeys(row.plan, normaliseIdentifier) }));
  const book = await openBook(tx, importId, keyed, memos);
  return new Map(keyed.map(({ no, plan, keys }) => [no, { ...keys, ...meet(book, no, plan, memos) }]));
}

const NOTHING: Learning = { learns: false, differs: [] };

function meet(book: PersonBook, no: number, plan: Plan, memos: boolean): Omit<Met, keyof FindingKeys> {
  if (!isSomebody(plan)) {
    return { someone: null, known: false, learning: NOTHING, isNewMemo: true, numberTaken: false };
  }
  const { person } = plan;
  const text = memos ? (plan.text?.slice(0, LONGEST_MEMO) ?? null) : null;
  const found = book.find(person);
  const someone = found ?? nobodyYet(`n${no}`);
  const met = {
    someone,
    known: found !== null,
    learning: found === null ? NOTHING : book.compare(found, person, text),
    isNewMemo: text === null || !someone.memos.has(text),
    numberTaken: person.number !== undefined && book.isTaken(person.number, found),
  };
  if (found === null) book.add(someone);
  book.learn(someone, person, text);
  return met;
}

async function openBook(
  tx: Tx,
  importId: Id,
  rows: readonly { readonly plan: Plan; readonly keys: FindingKeys }[],
  memos: boolean,
): Promise<PersonBook> {
  const book = new PersonBook(NORMALISE);
  const some = (values: readonly (string | null | undefined)[]) => [
    ...new Set(values.filter((value) => value !== null && value !== undefined)),
  ];
  const told = await listTold(tx, importId, {
    phone: some(rows.map(({ keys }) => keys.phoneKey)),
    number: some(rows.map(({ keys }) => keys.numberKey)),
    birth: some(rows.map(({ keys }) => keys.birthKey)),
  });
  const by = {
    phones: some(rows.map(({ plan }) => plan.person.phone)),
    numbers: some(rows.map(({ plan }) => plan.person.number && normaliseIdentifier(plan.person.number))),
    births: some(rows.map(({ plan }) => (plan.person.phone ? null : plan.person.birthDate))),
    ids: some(told.map(({ knownPersonId }) => knownPersonId)),
  };
  for (const known of await listKnownPersons(tx, by, memos)) {
    const { id, phones, emails, numbers, memos: texts, ...details } = known;
    const someone: Someone = {
      ...details,
      key: `id:${id}`,
      id,
      phones: new Set(phones.map(({ e164 }) => e164)),
      emails: new Set(emails),
      numbers: new Set(numbers),
      memos: new Set(texts),
    };
    book.add(someone, phones);
  }
  for (const { personKey, knownPersonId, person, text } of told) {
    const known = book.of(personKey);
    if (!known) book.add(nobodyYet(personKey, knownPersonId));
    book.learn(known ?? book.of(personKey)!, person, memos ? (text?.slice(0, LONGEST_MEMO) ?? null) : null);
  }
  return book;
}
