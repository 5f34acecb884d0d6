import { z } from 'zod';
import { OutgoingError, type Outgoing } from './outgoing.ts';

/** What renews access: as it was granted to this installation by the provider. */
export type Grant = {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  readonly refreshToken: string;
};

export type Access = {
  readonly token: string;
  /** How long it may be used, as the provider says. */
  readonly seconds: number;
  /** The next refresh token, where the provider gave another one: the one before may be void. */
  readonly refreshToken: string | null;
};

/**
 * Why there is no access: `consent_ended` = the grant is void and must be given anew; `client_refused` = the provider does not know this client;
 * `token_unreachable` = no answer that can be read; `blocked` = the address is not out in the open.
 */
export type GrantFault = 'consent_ended' | 'client_refused' | 'token_unreachable' | 'blocked';

export class GrantError extends Error {
  override readonly name = 'GrantError';
  readonly fault: GrantFault;
  constructor(fault: GrantFault) {
    super(fault);
    this.fault = fault;
  }
}

const MOST_BYTES = 64 * 1024;
/** Where a provider says no time, as RFC 6749 §5.1 allows. */
const STANDARD_SECONDS = 300;

const Given = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(STANDARD_SECONDS),
  refresh_token: z.string().min(1).nullish(),
});
const Refused = z.object({ error: z.string() });

/** Access by a refresh token (RFC 6749 §6). Throws GrantError. */
export async function renewAccess(outgoing: Outgoing, grant: Grant): Promise<Access> {
  const { tokenUrl, clientId, clientSecret, refreshToken } = grant;
  const asked = new URLSearchParams({
    ...{ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId },
    ...(clientSecret === null ? {} : { client_secret: clientSecret }),
  });
  const request = {
    url: tokenUrl,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Buffer.from(asked.toString()),
  } as const;
  const { status, body } = await outgoing.read(request, { mostBytes: MOST_BYTES }).catch((error: unknown) => {
    throw new GrantError(error instanceof OutgoingError && error.code === 'blocked' ? 'blocked' : 'token_unreachable');
  });
  const answer = readJson(body);
  const given = status === 200 ? Given.safeParse(answer) : null;
  if (given?.success) {
    const { access_token: token, expires_in: seconds, refresh_token: next } = given.data;
    return { token, seconds, refreshToken: next && next !== refreshToken ? next : null };
  }
  throw new GrantError(faultOf(Refused.safeParse(answer).data?.error ?? null));
}

/** By RFC 6749 §5.2, with what providers add for a consent that must be given again. */
function faultOf(error: string | null): GrantFault {
  switch (error) {
    case 'invalid_grant':
    case 'interaction_required':
    case 'consent_required':
    case 'login_required':
      return 'consent_ended';
    case 'invalid_client':
    case 'unauthorized_client':
    case 'invalid_request':
    case 'unsupported_grant_type':
    case 'invalid_scope':
      return 'client_refused';
    default:
      return 'token_unreachable';
  }
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

/** Renewed so long before it ends, or in half its time where it is shorter. */
const BEFORE_MILLISECONDS = 60_000;

/** Access of one grant that is used again and again: renewed before it ends, and asked for once however many ask at a time. */
export class LastingAccess {
  readonly #outgoing: Outgoing;
  readonly #now: () => number;
  readonly #keep: (refreshToken: string) => Promise<void>;
  #grant: Grant;
  #token: { readonly text: string; readonly usedUntil: number } | null = null;
  #asking: Promise<string> | null = null;

  /** `now`: a steady clock in milliseconds. `keep`: called with the next refresh token before access by it is used. */
  constructor(
    outgoing: Outgoing,
    grant: Grant,
    options: { readonly now: () => number; readonly keep: (refreshToken: string) => Promise<void> },
  ) {
    this.#outgoing = outgoing;
    this.#grant = grant;
    this.#now = options.now;
    this.#keep = options.keep;
  }

  /** `refused`: the other end did not take the last one. Throws GrantError. */
  token(refused = false): Promise<string> {
    if (!refused && this.#token && this.#now() < this.#token.usedUntil) return Promise.resolve(this.#token.text);
    this.#asking ??= this.#renew().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #renew(): Promise<string> {
    const { token, seconds, refreshToken } = await renewAccess(this.#outgoing, this.#grant);
    const lasts = seconds * 1_000;
    this.#token = { text: token, usedUntil: this.#now() + Math.max(lasts / 2, lasts - BEFORE_MILLISECONDS) };
    if (refreshToken !== null) {
      this.#grant = { ...this.#grant, refreshToken };
      await this.#keep(refreshToken);
    }
    return token;
  }
}
