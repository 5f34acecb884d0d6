import { readFileSync } from 'node:fs';
import { ROLES } from '@anbu/contract';
import { findOrganisationIdBySlug, createUser } from '../modules/identity/index.ts';
import { setUpOrganisation } from '../set-up.ts';
import { needed, optional, UsageError, type Command, type CommandContext } from './command.ts';
import { act, granted, withApp } from './database.ts';

export const command: Command = {
  summary: 'Make sign-ins; the first one of an organisation makes the organisation',
  usage:
    'create --org <short name> --email <e-mail> --name <name> --role <role> [--organisation <full name>] [--language ko]  (password on standard input)',
  options: {
    org: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    organisation: { type: 'string' },
    language: { type: 'string' },
  },
  async run(context) {
    if (context.positionals[0] !== 'create' || context.positionals.length > 1)
      throw new UsageError('say what to do: create');
    await create(context);
  },
};

async function create({ config, values, note, result }: CommandContext): Promise<void> {
  const slug = needed(values, 'org');
  const role = ROLES.find((known) => known === needed(values, 'role'));
  if (!role) throw new UsageError(`--role is one of ${ROLES.join(', ')}`);
  const language = (['ko', 'en', 'zh'] as const).find((known) => known === (optional(values, 'language') ?? 'ko'));
  if (!language) throw new UsageError('--language is one of ko, en, zh');
  const person = { name: needed(values, 'name'), email: needed(values, 'email'), password: passwordFromInput(note) };
  const user = await withApp(config, note, async (app) => {
    const orgId = await findOrganisationIdBySlug(app.db, slug);
    if (orgId !== null) {
      return act(app, orgId, 'user create', (tx) => createUser(tx, { ...person, role, language }));
    }
    if (role !== 'admin') throw new UsageError(`there is no organisation "${slug}": its first user is an admin`);
    const name = optional(values, 'organisation') ?? slug;
    const made = granted(await setUpOrganisation(app.db, { name, slug, language, admin: { ...person, language } }));
    return { id: made.adminId, name: person.name, role };
  });
  result(user, `${person.email} can sign in`);
}

/** From standard input only: what stands in a command line is seen by others and kept in histories. */
function passwordFromInput(note: (text: string) => void): string {
  if (process.stdin.isTTY) note('password (shown as typed), then Enter and Ctrl-D:');
  const [line = ''] = readFileSync(0, 'utf8').split(/\r?\n/);
  if (line === '') throw new UsageError('the password comes on standard input');
  return line;
}
