import { existsSync } from 'node:fs';
import { findOrganisationIdBySlug } from '../modules/identity/index.ts';
import type { Database } from '../platform/db/index.ts';
import type { Log } from '../platform/log.ts';
import { CommandError, optional, UsageError, type Command, type Values } from './command.ts';
import { migrateTo, withApp } from './database.ts';

export type MakeDemo = (options: {
  readonly db: Database;
  readonly ownerUrl: string | null;
  readonly log: Log;
  readonly onProgress: (text: string) => void;
}) => Promise<unknown>;

type Crowd = { readonly people: number; readonly enquiries: number; readonly entries: number; readonly there: number };
export type MakeCrowd = (options: {
  readonly db: Database;
  readonly ownerUrl: string;
  readonly people: number;
  readonly onProgress: (text: string) => void;
}) => Promise<Crowd | null>;

const GENERATOR = new URL('../demo/index.ts', import.meta.url);
const SLUG = 'demo';
const MOST_PEOPLE = 5_000_000;

export function hasDemo(): boolean {
  return existsSync(GENERATOR);
}

type Generator = { readonly makeDemos: MakeDemo; readonly makeCrowd: MakeCrowd };

/** Loaded only when a demo is made: it is large and runs once. */
async function demoGenerator(): Promise<Generator> {
  if (!hasDemo()) throw new CommandError('this build has no demo');
  return (await import(GENERATOR.href)) as Generator;
}

function peopleOf(values: Values): number | null {
  const text = optional(values, 'people');
  if (text === undefined) return null;
  const people = Number(text);
  if (!/^\d+$/.test(text) || people < 1 || people > MOST_PEOPLE) {
    throw new UsageError(`--people is a number from 1 to ${MOST_PEOPLE}`);
  }
  return people;
}

export const command: Command = {
  summary:
    'Make the demo organisations in the database; with --people N also a crowd of N persons with their enquiries',
  usage: '[--people 1000000]',
  options: { people: { type: 'string' } },
  async run({ config, values, note, result }) {
    const people = peopleOf(values);
    const { makeDemos, makeCrowd } = await demoGenerator();
    await withApp(config, note, async (app, { ownerUrl, ...urls }) => {
      const { db, log } = app;
      if (ownerUrl !== null) await migrateTo({ ...urls, ownerUrl });
      else if (people !== null)
        throw new CommandError('DATABASE_OWNER_URL is not set: a crowd is written by the owner.');
      // Without a crowd, what is there already is refused by the generator.
      const isThere = people !== null && (await findOrganisationIdBySlug(db, SLUG)) !== null;
      if (!isThere) await makeDemos({ db, ownerUrl, log, onProgress: note });
      if (people === null || ownerUrl === null) return result({ made: true }, 'demo organisations made');
      const crowd = await makeCrowd({ db, ownerUrl, people, onProgress: note });
      if (!crowd)
        throw new CommandError(`the demo organisation has its crowd of ${people} persons already`, { people });
      const [all, enquiries, entries] = [crowd.people, crowd.enquiries, crowd.entries].map((n) =>
        n.toLocaleString('en'),
      );
      result(
        { made: true, ...crowd },
        `the demo organisation has ${all} persons, ${enquiries} enquiries, ${entries} entries of archives`,
      );
    });
  },
};
