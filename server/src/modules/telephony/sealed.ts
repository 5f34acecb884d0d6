import type { SealedColumn } from '../../platform/secrets/index.ts';
import { sealedWebhooks } from '../../platform/webhooks/index.ts';
import { SECRET_PURPOSE } from './service/deps.ts';

/** What of this module is sealed, for the rotation of keys. */
export const telephonySealed: readonly SealedColumn[] = [
  { purpose: SECRET_PURPOSE, table: 'telephony.exchange', column: 'secrets', isList: true },
  sealedWebhooks(SECRET_PURPOSE),
];
