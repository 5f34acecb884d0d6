import type { SealedColumn } from '../../platform/secrets/index.ts';
import { ADDRESS_PURPOSE } from './service/deps.ts';

/** What of this module is sealed, for the rotation of keys. */
export const remindersSealed: readonly SealedColumn[] = [
  { purpose: ADDRESS_PURPOSE, table: 'reminders.browser', column: 'sealed' },
];
