import type { SealedColumn } from '../../platform/secrets/index.ts';
import { SECRET_PURPOSE } from './service/deps.ts';

/** What of this module is sealed, for the rotation of keys. */
export const mailSealed: readonly SealedColumn[] = [
  { purpose: SECRET_PURPOSE, table: 'mail.mailbox', column: 'sealed' },
];
