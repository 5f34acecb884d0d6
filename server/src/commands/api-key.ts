import { allApiKeys, createApiKey, revokeKeyNamed } from '../modules/identity/index.ts';
import { ok } from '../kernel/outcome.ts';
import { needed, optional, UsageError, type Command, type CommandContext } from './command.ts';
import { act, organisationOf, withApp } from './database.ts';

export const command: Command = {
  summary: 'Make, list and revoke keys for programs',
  usage:
    "create --org demo --scope '*' [--name reports]\n       anbu api-key list --org demo\n       anbu api-key revoke <prefix or id> --org demo",
  options: { org: { type: 'string' }, scope: { type: 'string', multiple: true }, name: { type: 'string' } },
  async run(context) {
    const [what, ...more] = context.positionals;
    const run = what !== undefined && Object.hasOwn(ACTS, what) ? ACTS[what] : undefined;
    if (!run) throw new UsageError(`say what to do: ${Object.keys(ACTS).join(', ')}`);
    await run(context, more);
  },
};

const ACTS: Readonly<Record<string, (context: CommandContext, more: readonly string[]) => Promise<void>>> = {
  create,
  list,
  revoke,
};

async function create({ config, values, note, result }: CommandContext, more: readonly string[]): Promise<void> {
  if (more.length > 0) throw new UsageError('nothing follows create');
  const slug = needed(values, 'org');
  const scopes = scopesOf((values as { scope?: readonly string[] }).scope ?? []);
  const name = optional(values, 'name') ?? 'command line';
  const key = await withApp(config, note, async (app) =>
    act(app, await organisationOf(app, slug), 'api-key create', (tx) => createApiKey(tx, { name, scopes })),
  );
  note('shown this once:');
  result(key, key.key);
}

async function list({ config, values, note, result }: CommandContext, more: readonly string[]): Promise<void> {
  if (more.length > 0) throw new UsageError('nothing follows list');
  const slug = needed(values, 'org');
  const items = await withApp(config, note, async (app) =>
    act(app, await organisationOf(app, slug), 'api-key list', async (tx) => ok(await allApiKeys(tx))),
  );
  const lines = items.map(({ prefix, name, scopes, lastUsedAt, expiresAt, revokedAt }) => {
    const state = revokedAt ? `revoked ${revokedAt}` : expiresAt ? `until ${expiresAt}` : 'valid';
    return `${prefix}  ${state}  used ${lastUsedAt ?? 'never'}  ${scopes.join(',')}  ${name}`;
  });
  result({ items }, lines.join('\n') || 'no key');
}

async function revoke({ config, values, note, result }: CommandContext, more: readonly string[]): Promise<void> {
  const [named] = more;
  if (named === undefined || more.length > 1) throw new UsageError('give the prefix or the id of one key: see list');
  const slug = needed(values, 'org');
  const key = await withApp(config, note, async (app) =>
    act(app, await organisationOf(app, slug), 'api-key revoke', (tx) => revokeKeyNamed(tx, named)),
  );
  result(key, `${key.prefix} is nobody's from now on`);
}

/** `--scope a --scope b` and `--scope a,b` are the same. */
function scopesOf(given: readonly string[]): string[] {
  const scopes = given.flatMap((scope) => scope.split(',')).map((scope) => scope.trim());
  if (scopes.length === 0 || scopes.includes(''))
    throw new UsageError("--scope is missing: permissions, or '*' for all");
  return scopes;
}
