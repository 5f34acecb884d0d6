import type { SealedColumn } from '../../platform/secrets/index.ts';
import { TOTP_PURPOSE } from './service/sign-in.ts';

/** What of this module is sealed, for the rotation of keys. */
export const identitySealed: readonly SealedColumn[] = [
  { purpose: TOTP_PURPOSE, table: 'identity.account', column: 'totp_secret' },
];
