import { nameKey } from './keys.ts';
import type { PersonPlan } from './plan.ts';

/** A person as the database knows her, or as rows before tell of her. `key`: one for each person of the file. */
export type Someone = {
  readonly key: string;
  readonly id: string | null;
  name: string | null;
  birthDate: string | null;
  sex: string;
  language: string | null;
  readonly phones: Set<string>;
  readonly emails: Set<string>;
  readonly numbers: Set<string>;
  readonly memos: Set<string>;
};

/** What a row tells that the person has not, and what it tells otherwise than it stands. */
export type Learning = { readonly learns: boolean; readonly differs: readonly ('birthDate' | 'sex' | 'language')[] };

/**
 * Who is who in a file, as people match persons: number and name; a number without a name on either side; the list's own number and
 * name; name and birth date. Rows see those before them.
 */
export class PersonBook {
  readonly #byPhone = new Map<string, { readonly someone: Someone; readonly wrong: boolean }[]>();
  readonly #byNumber = new Map<string, Someone[]>();
  readonly #byBirth = new Map<string, Someone[]>();
  readonly #byKey = new Map<string, Someone>();
  readonly #normalise: { readonly number: (text: string) => string; readonly email: (text: string) => string };

  constructor(normalise: { readonly number: (text: string) => string; readonly email: (text: string) => string }) {
    this.#normalise = normalise;
  }

  of(key: string): Someone | null {
    return this.#byKey.get(key) ?? null;
  }

  /** `phones`: of these it is known whether they were found not to be hers. */
  add(someone: Someone, phones: readonly { readonly e164: string; readonly wrong: boolean }[] = []): void {
    this.#byKey.set(someone.key, someone);
    for (const { e164, wrong } of phones) push(this.#byPhone, e164, { someone, wrong });
    this.#index(someone);
  }

  find(person: PersonPlan): Someone | null {
    const name = nameKey(person.name);
    const named = (list: readonly Someone[] | undefined) =>
      name === '' ? null : (list?.find((one) => nameKey(one.name) === name) ?? null);
    const byPhone = person.phone === undefined ? null : this.#findByPhone(person.phone, name);
    if (byPhone) return byPhone;
    const byNumber =
      person.number === undefined ? null : named(this.#byNumber.get(this.#normalise.number(person.number)));
    if (byNumber || person.phone !== undefined) return byNumber;
    return person.birthDate === undefined ? null : named(this.#byBirth.get(person.birthDate));
  }

  /** Others whom the list's own number belongs to. */
  isTaken(number: string, someone: Someone | null): boolean {
    return (this.#byNumber.get(this.#normalise.number(number)) ?? []).some((one) => one !== someone);
  }

  compare(known: Someone, told: PersonPlan, text: string | null): Learning {
    const differs: Learning['differs'][number][] = [];
    const other = (field: 'birthDate' | 'language') =>
      told[field] !== undefined && known[field] !== null && told[field] !== known[field];
    if (other('birthDate')) differs.push('birthDate');
    if (other('language')) differs.push('language');
    const sexTold = told.sex !== undefined && told.sex !== 'unknown';
    if (sexTold && known.sex !== 'unknown' && known.sex !== told.sex) differs.push('sex');
    const learns =
      (known.name === null && told.name !== undefined) ||
      (known.birthDate === null && told.birthDate !== undefined) ||
      (known.language === null && told.language !== undefined) ||
      (known.sex === 'unknown' && sexTold) ||
      (told.phone !== undefined && !known.phones.has(told.phone)) ||
      (told.email !== undefined && !known.emails.has(this.#normalise.email(told.email))) ||
      (told.number !== undefined && !known.numbers.has(this.#normalise.number(told.number))) ||
      (text !== null && !known.memos.has(text));
    return { learns, differs };
  }

  /** A row tells of her: what nobody has filled is filled. */
  learn(someone: Someone, told: PersonPlan, text: string | null): void {
    someone.name ??= told.name ?? null;
    someone.birthDate ??= told.birthDate ?? null;
    someone.language ??= told.language ?? null;
    if (someone.sex === 'unknown' && told.sex) someone.sex = told.sex;
    if (told.email !== undefined) someone.emails.add(this.#normalise.email(told.email));
    if (told.number !== undefined) someone.numbers.add(this.#normalise.number(told.number));
    if (text !== null) someone.memos.add(text);
    if (told.phone !== undefined && !someone.phones.has(told.phone)) {
      someone.phones.add(told.phone);
      push(this.#byPhone, told.phone, { someone, wrong: false });
    }
    this.#index(someone);
  }

  #index(someone: Someone): void {
    const into = (map: Map<string, Someone[]>, key: string) => {
      if (!map.get(key)?.includes(someone)) push(map, key, someone);
    };
    for (const number of someone.numbers) into(this.#byNumber, number);
    if (someone.birthDate !== null) into(this.#byBirth, someone.birthDate);
  }

  #findByPhone(phone: string, name: string): Someone | null {
    const holders = this.#byPhone.get(phone) ?? [];
    const same = holders.find(({ someone }) => name !== '' && nameKey(someone.name) === name);
    if (same) return same.someone;
    const right = holders.filter(({ wrong }) => !wrong);
    const nameless = right.find(({ someone }) => someone.name === null);
    if (nameless && (name === '' || right.length === 1)) return nameless.someone;
    const [only] = right;
    return name === '' && only && right.length === 1 ? only.someone : null;
  }
}

export function nobodyYet(key: string, id: string | null = null): Someone {
  return {
    key,
    id,
    name: null,
    birthDate: null,
    sex: 'unknown',
    language: null,
    phones: new Set(),
    emails: new Set(),
    numbers: new Set(),
    memos: new Set(),
  };
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
