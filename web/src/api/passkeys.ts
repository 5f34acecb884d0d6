import type { PasskeyCreation, PasskeyInput, PasskeyRequest, PasskeySignIn } from '@anbu/contract';
import { ProblemError } from './problem.ts';

/** The browser's side of passkeys. Its library is read when a passkey is made or asked for, not with the entry. */
const webauthn = () => import('@simplewebauthn/browser');

export function canPasskey(): boolean {
  return typeof window.PublicKeyCredential === 'function';
}

/** Whether the browser offers passkeys in the field of the e-mail. */
export async function canOfferPasskeys(): Promise<boolean> {
  return canPasskey() && (await window.PublicKeyCredential.isConditionalMediationAvailable?.()) === true;
}

/** The browser asks for a finger, a face or a PIN. Throws ProblemError with a code of the catalogue where it made none. */
export async function makePasskey(optionsJSON: PasskeyCreation, name: string): Promise<PasskeyInput> {
  const { startRegistration } = await webauthn();
  const made = await startRegistration({ optionsJSON }).catch((error: unknown) => {
    throw problemOf(error, 'settings.account.passkeyCancelled');
  });
  const { clientDataJSON, attestationObject, transports = [] } = made.response;
  return { name, id: made.id, clientDataJSON, attestationObject, transports };
}

/** `offer`: waits in the field of the e-mail until one is chosen; the next question of any kind ends it. Throws as `makePasskey`. */
export async function answerByPasskey(optionsJSON: PasskeyRequest, { offer = false } = {}): Promise<PasskeySignIn> {
  const { startAuthentication } = await webauthn();
  const given = await startAuthentication({ optionsJSON, useBrowserAutofill: offer }).catch((error: unknown) => {
    throw problemOf(error, 'identity.signIn.passkeyCancelled');
  });
  const { clientDataJSON, authenticatorData, signature, userHandle = '' } = given.response;
  return { id: given.id, clientDataJSON, authenticatorData, signature, userHandle };
}

/** Ends an offer that waits. */
export async function withdrawOffer(): Promise<void> {
  (await webauthn()).WebAuthnAbortService.cancelCeremony();
}

const CODES: Readonly<Record<string, string>> = {
  InvalidStateError: 'settings.account.passkeyExists',
  SecurityError: 'identity.passkeys_unavailable',
};

/** Browsers do not tell a closed question from one that found nothing. */
function problemOf(error: unknown, cancelled: string): unknown {
  const name = error instanceof Error ? error.name : '';
  const code = CODES[name] ?? (name === 'NotAllowedError' || name === 'AbortError' ? cancelled : null);
  return code === null ? error : new ProblemError({ code, params: {}, status: 0 });
}
