import type { SealedColumn } from '../../platform/secrets/index.ts';
import { sealedWebhooks } from '../../platform/webhooks/index.ts';
import { SECRET_PURPOSE } from './service/deps.ts';

/** What of this module is sealed, for the rotation of keys. Stamps of forms stand in no table. */
export const intakeSealed: readonly SealedColumn[] = [
  sealedWebhooks(SECRET_PURPOSE),
  // What the release before reads, until the column goes.
  { purpose: SECRET_PURPOSE, table: 'intake.source', column: 'secrets', isList: true },
];
