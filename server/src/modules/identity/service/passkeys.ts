import { isIP } from 'node:net';
import type { Passkey, PasskeyCreation, PasskeyInput, PasskeyRequest, PasskeySignIn } from '@anbu/contract';
import { newId } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome, type Refused } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { PASSKEY } from '../presets.ts';
import {
  findPasskey,
  insertChallenge,
  insertOwnChallenge,
  insertPasskey,
  insertPasskeySession,
  listOwnPasskeys,
  removeOwnPasskey,
  takeChallenge,
  takeOwnChallenge,
} from '../store/passkeys.ts';
import { findSignInCandidate, insertFailure } from '../store/sign-in.ts';
import { newSessionToken, tokenHash } from '../tokens.ts';
import { ownSession, personNeeded } from './audited.ts';
import { actorOf } from './authenticator.ts';
import { visiting } from './own-account.ts';
import {
  confirmPassword,
  letIn,
  locked,
  newSession,
  type IdentityDeps,
  type SignedIn,
  type Visitor,
} from './sign-in.ts';

/** Read when the first passkey is asked for: it takes a quarter of a second, and no command needs it. */
const webauthn = () => import('@simplewebauthn/server');

/** Browsers bind a passkey to a name, never to an IP address. */
export function hasPasskeys({ hostname }: URL): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
}

// ---- sign-in

/** A challenge, the same for everybody: the browser offers what it has. Refuses identity.passkeys_unavailable. */
export async function askForPasskey({ database, publicUrl }: IdentityDeps): Promise<Outcome<PasskeyRequest>> {
  if (!hasPasskeys(publicUrl)) return unavailable();
  const challenge = newSessionToken();
  await insertChallenge(database, tokenHash(challenge));
  const timeout = PASSKEY.challengeSeconds * 1000;
  return ok({ rpId: publicUrl.hostname, challenge, timeout, userVerification: 'required' });
}

/**
 * Opens a session for the account of a passkey: it is both factors, so that no code is asked. Everything that does not fit is answered
 * alike: a passkey that nobody (or a disabled account) has, a wrong signature, another site's, a challenge that is over or was answered, a
 * counter that went back. A wrong answer for a known passkey counts as a guess at its account. Refuses identity.passkey_wrong (401), and after
 * the right answer identity.locked (429) and identity.no_membership (403).
 */
export async function signInByPasskey(
  { database, publicUrl }: IdentityDeps,
  input: PasskeySignIn,
  visitor: Visitor,
): Promise<Outcome<SignedIn>> {
  const challenge = challengeOf(input.clientDataJSON);
  if (challenge === null || !(await takeChallenge(database, tokenHash(challenge)))) return wrong();
  const passkey = await findPasskey(database, input.id);
  if (!passkey) return wrong();
  const guessed = async () => {
    await insertFailure(database, passkey.email, visitor.address);
    return wrong();
  };
  const counter = await counterOf(input, challenge, publicUrl, passkey);
  if (counter === null) return guessed();
  const token = newSessionToken();
  const session = newSession(token, input.organisationId, visitor);
  const opened = await insertPasskeySession(database, passkey, counter, session);
  if (opened.refused === 'locked') {
    const { now } = await findSignInCandidate(database, passkey.email);
    return locked(opened.lockedUntil, now);
  }
  if (opened.refused === 'changed') return guessed();
  return letIn(database, token, opened, visitor);
}

/** The authenticator's new counter; null where the answer is not the passkey's, or its counter went back: then it was copied. */
async function counterOf(
  { id, clientDataJSON, authenticatorData, signature, userHandle }: PasskeySignIn,
  challenge: string,
  publicUrl: URL,
  passkey: { readonly accountId: string; readonly publicKey: Buffer; readonly counter: number },
): Promise<number | null> {
  if (userHandle !== handleOf(passkey.accountId)) return null;
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature, userHandle },
      },
      expectedChallenge: challenge,
      expectedOrigin: publicUrl.origin,
      expectedRPID: publicUrl.hostname,
      credential: { id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // The library throws for each thing that does not fit; none of it is told.
    return null;
  }
}

// ---- her own

/** Her own, oldest first. Refuses identity.person_needed. */
export async function passkeysOf(tx: Tx): Promise<Outcome<Passkey[]>> {
  const sessionId = ownSession(tx);
  if (sessionId === null) return personNeeded();
  const passkeys = await listOwnPasskeys(tx, sessionId);
  return ok(
    passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: formatInstant(createdAt),
      lastUsedAt: lastUsedAt && formatInstant(lastUsedAt),
    })),
  );
}

/** It asks the password again: who has a session alone must not get a key to the account. Refuses as startTotp, and identity.passkeys_unavailable. */
export async function startPasskey(
  { database, publicUrl }: IdentityDeps,
  input: { password: string },
  visitor: Visitor,
): Promise<Outcome<PasskeyCreation>> {
  if (!hasPasskeys(publicUrl)) return unavailable();
  const found = await visiting(database, visitor);
  if (!found.ok) return found;
  const { session } = found.value;
  const confirmed = await confirmPassword(database, session.email, input.password, 'password', visitor);
  if (!confirmed.ok) return confirmed;
  const challenge = newSessionToken();
  return database.inTx(actorOf(session, visitor), async (tx) => {
    const known = await listOwnPasskeys(tx, session.sessionId);
    if (known.length >= PASSKEY.most) return refuse('identity.passkey_limit', { most: PASSKEY.most }, 409);
    await insertOwnChallenge(tx, session.sessionId, tokenHash(challenge));
    return ok({
      rp: { id: publicUrl.hostname, name: 'Anbu' },
      user: { id: handleOf(session.accountId), name: session.email, displayName: session.name },
      challenge,
      pubKeyCredParams: PASSKEY.algorithms.map((alg) => ({ type: 'public-key' as const, alg })),
      timeout: PASSKEY.challengeSeconds * 1000,
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        id: credentialId,
        type: 'public-key' as const,
        transports: [...transports],
      })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    });
  });
}

/**
 * Keeps what the browser made for the challenge of this account. Refuses identity.passkey_invalid (422): not for us, not for this challenge,
 * without finger or PIN; identity.passkey_known and identity.passkey_limit (409).
 */
export async function addPasskey(
  { database, publicUrl }: IdentityDeps,
  input: PasskeyInput,
  visitor: Visitor,
): Promise<Outcome<null>> {
  const found = await visiting(database, visitor);
  if (!found.ok) return found;
  const { session } = found.value;
  const actor = actorOf(session, visitor);
  const challenge = challengeOf(input.clientDataJSON);
  if (challenge === null) return invalid();
  // Committed before the check: whatever comes of it, the challenge is used up.
  const taken = await database.inTx(actor, async (tx) =>
    ok(await takeOwnChallenge(tx, session.sessionId, tokenHash(challenge))),
  );
  if (!taken.ok || !taken.value) return invalid();
  const credential = await credentialOf(input, challenge, publicUrl);
  if (!credential) return invalid();
  return database.inTx(actor, async (tx) => {
    const id = newId();
    const { name, transports } = input;
    const passkey = { id, name, transports, credentialId: credential.id, counter: credential.counter };
    const publicKey = Buffer.from(credential.publicKey);
    const done = await insertPasskey(tx, session.sessionId, { ...passkey, publicKey });
    if (done === 'known') return refuse('identity.passkey_known', {}, 409);
    if (done === 'full') return refuse('identity.passkey_limit', { most: PASSKEY.most }, 409);
    if (done === null) return notFound('session');
    tx.audit({ action: 'identity.passkey_added', entity: 'user', entityId: session.memberId });
    return ok(null);
  });
}

async function credentialOf(
  { id, clientDataJSON, attestationObject, transports }: PasskeyInput,
  challenge: string,
  publicUrl: URL,
) {
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject, transports },
      },
      expectedChallenge: challenge,
      expectedOrigin: publicUrl.origin,
      expectedRPID: publicUrl.hostname,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...PASSKEY.algorithms],
    });
    return verified ? registrationInfo.credential : null;
  } catch {
    return null;
  }
}

/** Refuses 404, identity.locked and, by field, identity.password_wrong. */
export async function dropPasskey(
  { database }: IdentityDeps,
  input: { id: string; password: string },
  visitor: Visitor,
): Promise<Outcome<null>> {
  const found = await visiting(database, visitor);
  if (!found.ok) return found;
  const { session } = found.value;
  const confirmed = await confirmPassword(database, session.email, input.password, 'password', visitor);
  if (!confirmed.ok) return confirmed;
  return database.inTx(actorOf(session, visitor), async (tx) => {
    if (!(await removeOwnPasskey(tx, session.sessionId, input.id))) return notFound('passkey');
    tx.audit({ action: 'identity.passkey_removed', entity: 'user', entityId: session.memberId });
    return ok(null);
  });
}

/** The account as a passkey remembers it: its id, no name and no e-mail. */
function handleOf(accountId: string): string {
  return Buffer.from(accountId.replaceAll('-', ''), 'hex').toString('base64url');
}

/** What the browser says it answers; whether that was asked is for the database to say. */
function challengeOf(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : null;
  } catch {
    return null;
  }
}

function wrong(): Refused {
  return refuse('identity.passkey_wrong', {}, 401);
}

function invalid(): Refused {
  return refuse('identity.passkey_invalid', {}, 422);
}

function unavailable(): Refused {
  return refuse('identity.passkeys_unavailable', {}, 409);
}
