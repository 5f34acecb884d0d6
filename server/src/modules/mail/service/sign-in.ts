import { z } from 'zod';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import { GrantError, renewAccess } from '../../../platform/outgoing/index.ts';
import type { Id } from '../../../kernel/ids.ts';
import { MailError } from '../rules/health.ts';
import { updateSealed } from '../store/mailbox-store.ts';
import type { MailboxRow } from '../vocabulary.ts';
import { SECRET_PURPOSE, type MailDeps } from './deps.ts';

/** What renews access, as it is sealed. */
const Renewing = z.object({ refreshToken: z.string(), clientSecret: z.string().nullable() });
export type Renewing = z.infer<typeof Renewing>;

/** How the other end is told who reads: by a password, or by a token that ends soon. */
export type SignIn = { readonly user: string } & ({ readonly pass: string } | { readonly accessToken: string });

type Typed = {
  readonly password?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly refreshToken?: string | undefined;
};

/**
 * What is sealed of a mailbox after somebody typed: what is left out or empty stays. Null where what it needs is not there: it must be typed.
 */
export function sealedOf(
  { secrets }: Pick<MailDeps, 'secrets'>,
  auth: MailboxRow['auth'],
  typed: Typed,
  before: Pick<MailboxRow, 'auth' | 'sealed'> | null,
): string | null {
  const kept = before?.auth === auth ? before.sealed : null;
  if (auth === 'password') return typed.password ? secrets.seal(typed.password, SECRET_PURPOSE) : kept;
  if (!typed.refreshToken && !typed.clientSecret) return kept;
  const old = kept === null ? null : renewingOf({ secrets }, kept);
  const refreshToken = typed.refreshToken || old?.refreshToken;
  if (!refreshToken) return null;
  const clientSecret = typed.clientSecret || (old?.clientSecret ?? null);
  return seal({ secrets }, { refreshToken, clientSecret });
}

/** Asks the provider for access where the mailbox takes no password; its next refresh token is kept at once. Throws MailError. */
export async function signIn(deps: MailDeps, orgId: Id, row: MailboxRow): Promise<SignIn> {
  const { id, auth, clientId, tokenUrl, sealed } = row;
  const user = row.username ?? '';
  if (auth === 'password') return { user, pass: sealed === null ? '' : deps.secrets.open(sealed, SECRET_PURPOSE) };
  if (sealed === null || clientId === null || tokenUrl === null) throw new MailError('consent_ended');
  const before = renewingOf(deps, sealed);
  const access = await renewAccess(deps.outgoing, { tokenUrl, clientId, ...before }).catch((error: unknown) => {
    throw error instanceof GrantError ? new MailError(error.fault) : error;
  });
  const { refreshToken } = access;
  if (refreshToken !== null) {
    const after = seal(deps, { ...before, refreshToken });
    must(
      await deps.database.inTxAgain(systemActor(orgId, 'mail'), async (tx) =>
        ok(await updateSealed(tx, id, row.version, after)),
      ),
    );
  }
  return { user, accessToken: access.token };
}

function renewingOf({ secrets }: Pick<MailDeps, 'secrets'>, sealed: string): Renewing {
  return Renewing.parse(JSON.parse(secrets.open(sealed, SECRET_PURPOSE)));
}

function seal({ secrets }: Pick<MailDeps, 'secrets'>, renewing: Renewing): string {
  return secrets.seal(JSON.stringify(renewing), SECRET_PURPOSE);
}
