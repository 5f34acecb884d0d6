import { tell, type Child } from './child.ts';
import { targetOf, type Asked, type Case, type Known, type Target, type Worked } from './cases.ts';
import { ask, type Request } from './load.ts';
import { UUID, type Statement } from './recording.ts';

/** Of so many known persons each case is recorded: the floor runs their very statements by turns. */
const BY_TURNS = 5;

export type Material = {
  readonly known: Known;
  readonly targets: readonly Target[];
  /** Half of them for the program, half for the floor. */
  readonly worked: readonly Worked[];
  readonly header: Readonly<Record<string, string>>;
  newNumber(): number;
};

/** There was less to work on than a case took in its time. */
export class Exhausted extends Error {}

/** A case ready to be asked, of both: what the program is asked, and the same of the floor. */
export type Planned = {
  readonly name: string;
  readonly statements: number;
  readonly ours: () => readonly Request[];
  readonly floor: () => readonly Request[];
};

type Recorded = { readonly began: number; readonly statements: Statement[][]; readonly texts: string[] };

/** Records the requests of a case in the program and gives them to the floor. */
export async function plan(one: Case, material: Material, program: Child, floor: Child): Promise<Planned> {
  const record = async (asked: readonly Asked[]): Promise<Recorded> => {
    const began = Date.now();
    const statements: Statement[][] = [];
    const texts: string[] = [];
    for (const request of asked.map(requestOf)) {
      await tell(program, 'record');
      const { status, text } = await ask(program.port, material.header, request);
      if (status >= 400) throw new Error(`${one.name}: ${status} ${text}`);
      texts.push(text);
      statements.push((await tell<{ statements: Statement[] }>(program, 'recorded')).statements);
    }
    return { began, statements, texts };
  };
  const give = async (name: string, recorded: Recorded) => {
    const known = thereBefore(recorded);
    for (const [index, statements] of recorded.statements.entries()) {
      await tell(floor, { plan: `${name}-${index}`, statements, known, answer: recorded.texts[index] });
    }
  };
  const name = one.name.replaceAll(/[^a-z0-9]+/gi, '-');
  const countOf = ({ statements }: Recorded) => statements.reduce((sum, list) => sum + list.length, 0);
  const run = (plan: string, index: number, pairs: readonly (readonly [string, string])[]): Request => ({
    ...{ method: 'POST', path: `/run/${plan}-${index}`, body: JSON.stringify(pairs) },
  });
  if (one.kind === 'reads') {
    const targets = material.targets.slice(0, BY_TURNS);
    const askOf = (target: Target) => one.asks(target, material.known).map(requestOf);
    let statements = 0;
    for (const [no, target] of targets.entries()) {
      // The first time it may have more to do.
      await record(one.asks(target, material.known));
      const recorded = await record(one.asks(target, material.known));
      await give(`${name}-${no}`, recorded);
      statements = countOf(recorded);
    }
    const pages = targets.map((target) => askOf(target));
    const floors = pages.map((page, no) => page.map((_, index) => run(`${name}-${no}`, index, [])));
    return { name: one.name, statements, ours: turning(pages), floor: turning(floors) };
  }
  if (one.kind === 'creates') {
    const fresh = (): Target => ({ personId: '', ...targetOf(material.newNumber()) });
    await record(one.asks(fresh()));
    const sample = fresh();
    const recorded = await record(one.asks(sample));
    await give(name, recorded);
    return {
      name: one.name,
      statements: countOf(recorded),
      ours: () => one.asks(fresh()).map(requestOf),
      floor: () => [run(name, 0, pairsOf(sample, fresh()))],
    };
  }
  const half = Math.floor(material.worked.length / 2);
  const [ours, theirs] = [taking(material.worked.slice(0, half)), taking(material.worked.slice(half))];
  await record(one.asks(ours()));
  const sample = ours();
  const recorded = await record(one.asks(sample));
  await give(name, recorded);
  const others = (other: Worked) => [
    [sample.enquiryId, other.enquiryId] as const,
    [sample.personId, other.personId] as const,
  ];
  return {
    name: one.name,
    statements: countOf(recorded),
    ours: () => one.asks(ours()).map(requestOf),
    floor: () => [run(name, 0, others(theirs()))],
  };
}

function requestOf({ method, path, body }: Asked): Request {
  return { method, path: `/api/v1${path}`, body: body === undefined ? null : JSON.stringify(body) };
}

/** Ids that were there before the request; those that were made for it begin with its time. */
function thereBefore({ statements, began }: Recorded): string[] {
  const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return [...new Set(JSON.stringify(statements).match(UUID) ?? [])].filter((id) => timeOf(id) < began);
}

function pairsOf(sample: Target, target: Target): (readonly [string, string])[] {
  return [
    [e164(sample.phone), e164(target.phone)],
    [sample.phone.slice(-4), target.phone.slice(-4)],
    [sample.phone.replaceAll('-', ''), target.phone.replaceAll('-', '')],
    [sample.name, target.name],
  ];
}

function e164(phone: string): string {
  return `+82${phone.replaceAll('-', '').slice(1)}`;
}

function turning<T>(items: readonly T[]): () => T {
  let index = 0;
  return () => items[index++ % items.length]!;
}

/** Each once; who asks for more than there are gets an error rather than a wrong figure. */
function taking<T>(items: readonly T[]): () => T {
  let index = 0;
  return () => {
    const item = items[index++];
    if (item === undefined)
      throw new Exhausted('there are no open enquiries left for a call: fewer seconds, or more people');
    return item;
  };
}
