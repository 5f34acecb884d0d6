import type { AuditEntry } from '@anbu/contract';
import type { Translate } from '../../i18n/language.ts';

/** Who did it: a user by name, else what kind of program. */
export function actorName(t: Translate, entry: AuditEntry): string {
  return entry.userName ?? (entry.apiKeyId ? t('audit.apiKey') : t('audit.system'));
}
