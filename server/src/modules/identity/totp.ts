import { Secret, TOTP } from 'otpauth';
import { SECOND, type Instant } from '../../kernel/instant.ts';
import { TOTP_STEP_SECONDS } from './presets.ts';

const ISSUER = 'Anbu';

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** For the QR picture of an authenticator. */
export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString();
}

/** The step (30 s since 1970) that a code belongs to, this one or a neighbour; null for a wrong code. A step is used once: the database keeps the last. */
export function totpStep(secret: string, code: string, now: Instant): number | null {
  const delta = totp(secret, '').validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / (TOTP_STEP_SECONDS * SECOND)) + delta;
}

/** The code that an authenticator shows: for tests and the set-up of demos. */
export function totpCode(secret: string, now: Instant): string {
  return totp(secret, '').generate({ timestamp: now });
}

function totp(secret: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), digits: 6, period: TOTP_STEP_SECONDS });
}
