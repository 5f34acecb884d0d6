import { sealedColumns } from '../compose.ts';
import { ok } from '../kernel/outcome.ts';
import { listOrganisationIds } from '../modules/identity/index.ts';
import { addSecretKey, ensureSecretKey } from '../platform/config/index.ts';
import { Keyring, rotateSecrets, sealedState } from '../platform/secrets/index.ts';
import { CommandError, UsageError, type Command, type CommandContext } from './command.ts';
import { act, withApp, type Urls } from './database.ts';

export const command: Command = {
  summary: 'Change the secret key: which key sealed what, a new key, everything sealed anew by it',
  usage: 'status\n       anbu secret add      (a new key in front, in the data folder)\n       anbu secret rotate',
  async run(context) {
    const [what] = context.positionals;
    const run = what !== undefined && Object.hasOwn(ACTS, what) ? ACTS[what] : undefined;
    if (!run || context.positionals.length > 1) throw new UsageError(`say what to do: ${Object.keys(ACTS).join(', ')}`);
    await run(context);
  },
};

const ACTS: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = { status, add, rotate };

async function status({ config, note, result }: CommandContext): Promise<void> {
  const keyring = new Keyring(await ensureSecretKey(config));
  const state = await withApp(config, note, (_app, urls) => sealedState(ownerOf(urls), keyring, sealedColumns));
  const lines = Object.entries(state.sealed).map(
    ([id, texts]) =>
      `${id}  ${texts} texts${id === state.currentKey ? '  seals now' : ''}${keyring.ids.includes(id) ? '' : '  NOT GIVEN'}`,
  );
  result({ ...state, given: keyring.ids }, lines.join('\n') || 'nothing is sealed yet');
}

async function add({ config, result }: CommandContext): Promise<void> {
  const file = await addSecretKey(config);
  if (file === null) {
    throw new CommandError(
      'ANBU_SECRET_KEY is set: put a new key (openssl rand -base64 32) in front of it there, with a comma, in every program.',
    );
  }
  const keyring = new Keyring(await ensureSecretKey(config));
  result(
    { file, currentKey: keyring.currentId },
    `${keyring.currentId} is the first key of ${file}. Keep a copy, start every program anew, then: anbu secret rotate`,
  );
}

async function rotate({ config, note, result }: CommandContext): Promise<void> {
  const keyring = new Keyring(await ensureSecretKey(config));
  const rotated = await withApp(config, note, async (app, urls) => {
    const ownerUrl = ownerOf(urls);
    // Every key of the database is given, and the new one is noted in it.
    await app.checkSecretKey();
    const done = await rotateSecrets(ownerUrl, keyring, sealedColumns);
    for (const orgId of await listOrganisationIds(app.db)) {
      await act(app, orgId, 'secret rotate', async (tx) =>
        ok(tx.audit({ action: 'platform.secrets_rotated', changes: { retired: [null, done.retired] } })),
      );
    }
    return done;
  });
  const { currentKey, sealedAnew, retired } = rotated;
  result(
    rotated,
    retired.length === 0
      ? `everything is sealed by ${currentKey} already. For a new key: anbu secret add`
      : `${sealedAnew} rows are sealed anew by ${currentKey}; ${retired.join(', ')} may leave ANBU_SECRET_KEY or secret.key`,
  );
}

function ownerOf(urls: Urls): string {
  if (urls.ownerUrl === null) throw new CommandError('DATABASE_OWNER_URL is not set: the owner sees all sealed texts.');
  return urls.ownerUrl;
}
