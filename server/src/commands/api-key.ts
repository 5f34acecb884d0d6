import { createApiKey } from '../modules/identity/index.ts';
import { needed, UsageError, type Command } from './command.ts';
import { act, organisationOf, withApp } from './database.ts';

export const command: Command = {
  summary: 'Make keys for programs',
  usage: "create --org demo --scope '*' [--name reports]",
  options: { org: { type: 'string' }, scope: { type: 'string', multiple: true }, name: { type: 'string' } },
  async run({ config, values, positionals, note, result }) {
    if (positionals[0] !== 'create' || positionals.length > 1) throw new UsageError('say what to do: create');
    const slug = needed(values, 'org');
    const scopes = scopesOf((values as { scope?: readonly string[] }).scope ?? []);
    const name = typeof values['name'] === 'string' ? values['name'] : 'command line';
    const key = await withApp(config, note, async (app) =>
      act(app, await organisationOf(app, slug), 'api-key create', (tx) => createApiKey(tx, { name, scopes })),
    );
    note('shown this once:');
    result(key, key.key);
  },
};

/** `--scope a --scope b` and `--scope a,b` are the same. */
function scopesOf(given: readonly string[]): string[] {
  const scopes = given.flatMap((scope) => scope.split(',')).map((scope) => scope.trim());
  if (scopes.length === 0 || scopes.includes(''))
    throw new UsageError("--scope is missing: permissions, or '*' for all");
  return scopes;
}
