import type { MessageKey } from '@anbu/contract/messages/keys';

/** Actions to filter by: those that the catalogue has a sentence for. */
export const AUDIT_ACTIONS = [
  'people.read',
  'people.listed',
  'people.printed',
  'people.created',
  'people.changed',
  'people.memo_removed',
  'settings.list_changed',
  'settings.preset_changed',
  'identity.organisation_changed',
  'identity.site_added',
  'identity.site_changed',
  'identity.team_added',
  'identity.team_changed',
  'identity.user_added',
  'identity.user_changed',
  'identity.api_key_added',
  'identity.api_key_revoked',
  'audit.read',
  'audit.verify_asked',
  'audit.verified',
  'dead-letters.replayed',
  'intake.source_added',
  'intake.source_changed',
  'intake.secret_renewed',
  'intake.requests_read',
  'intake.request_accepted',
  'intake.request_dismissed',
] as const;

type Named = Extract<MessageKey, `audit.action.${(typeof AUDIT_ACTIONS)[number]}`>;

export function actionKey(action: (typeof AUDIT_ACTIONS)[number]): Named {
  return `audit.action.${action}`;
}
