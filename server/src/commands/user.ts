import { readFileSync } from 'node:fs';
import { ROLES } from '@anbu/contract';
import {
  allUsers,
  createUser,
  findOrganisationIdBySlug,
  setUserActive,
  setUserPassword,
} from '../modules/identity/index.ts';
import { ok } from '../kernel/outcome.ts';
import { setUpOrganisation } from '../set-up.ts';
import { needed, optional, UsageError, type Command, type CommandContext } from './command.ts';
import { act, granted, organisationOf, withApp } from './database.ts';

export const command: Command = {
  summary: 'Make, list, disable and enable sign-ins, and set their passwords',
  usage: [
    `create --org <short name> --email <e-mail> --name <name> --role ${ROLES.join('|')} [--organisation <full name>] [--language ko]`,
    'list --org <short name>',
    'set-password --org <short name> --email <e-mail>',
    'disable --org <short name> --email <e-mail>',
    'enable --org <short name> --email <e-mail>',
  ]
    .join('\n       anbu user ')
    .concat('\n\ncreate and set-password read the password from standard input: … < password.txt'),
  options: {
    org: { type: 'string' },
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    organisation: { type: 'string' },
    language: { type: 'string' },
  },
  async run(context) {
    const [what] = context.positionals;
    const run = what !== undefined && Object.hasOwn(ACTS, what) ? ACTS[what] : undefined;
    if (!run || context.positionals.length > 1) throw new UsageError(`say what to do: ${Object.keys(ACTS).join(', ')}`);
    await run(context);
  },
};

const ACTS: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = {
  create,
  list,
  'set-password': setPassword,
  disable: (context) => setActive(context, false),
  enable: (context) => setActive(context, true),
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

async function list({ config, values, note, result }: CommandContext): Promise<void> {
  const slug = needed(values, 'org');
  const items = await withApp(config, note, async (app) =>
    act(app, await organisationOf(app, slug), 'user list', async (tx) => ok(await allUsers(tx))),
  );
  const lines = items.map(
    ({ email, role, active, name }) =>
      `${(email ?? '–').padEnd(32)}  ${role.padEnd(10)}  ${active ? 'active  ' : 'disabled'}  ${name}`,
  );
  result({ items }, lines.join('\n'));
}

async function setPassword({ config, values, note, result }: CommandContext): Promise<void> {
  const slug = needed(values, 'org');
  const email = needed(values, 'email');
  const password = passwordFromInput(note);
  const user = await withApp(config, note, async (app) =>
    act(app, await organisationOf(app, slug), 'user set-password', (tx) => setUserPassword(tx, email, password)),
  );
  result({ id: user.id, email: user.email }, `${user.email} signs in with the new password; all her sessions are over`);
}

async function setActive({ config, values, note, result }: CommandContext, active: boolean): Promise<void> {
  const slug = needed(values, 'org');
  const email = needed(values, 'email');
  const name = active ? 'user enable' : 'user disable';
  const user = await withApp(config, note, async (app) =>
    act(app, await organisationOf(app, slug), name, (tx) => setUserActive(tx, email, active)),
  );
  result(user, `${user.email} ${active ? 'can sign in again' : 'is out, and cannot sign in'}`);
}

/** From standard input only: what stands in a command line is seen by others and kept in histories. */
function passwordFromInput(note: (text: string) => void): string {
  if (process.stdin.isTTY) note('password (shown as typed), then Enter and Ctrl-D:');
  const [line = ''] = readFileSync(0, 'utf8').split(/\r?\n/);
  if (line === '') throw new UsageError('the password comes on standard input');
  return line;
}
