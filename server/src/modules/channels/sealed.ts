import type { SealedColumn } from '../../platform/secrets/index.ts';
import { sealedWebhooks } from '../../platform/webhooks/index.ts';
import { HOOK_PURPOSE, SECRET_PURPOSE } from './service/deps.ts';

/** What of this module is sealed, for the rotation of keys. */
export const channelsSealed: readonly SealedColumn[] = [
  { purpose: SECRET_PURPOSE, table: 'channels.transport', column: 'sealed' },
  sealedWebhooks(HOOK_PURPOSE),
];
