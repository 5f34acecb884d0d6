import type { Permission } from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';

export type SettingsSection = {
  to:
    | '/settings/organisation'
    | '/settings/sites'
    | '/settings/teams'
    | '/settings/users'
    | '/settings/agencies'
    | '/settings/roster'
    | '/settings/statuses'
    | '/settings/presets'
    | '/settings/gate'
    | '/settings/intake'
    | '/settings/channels'
    | '/settings/templates'
    | '/settings/notices'
    | '/settings/telephony'
    | '/settings/lists'
    | '/settings/api-keys'
    | '/settings/jobs'
    | '/settings/account';
  label: MessageKey;
  /** Words by which people look for what is on the page. */
  words: MessageKey;
  /** `null` = everybody. */
  needs: Permission | null;
};

export const SETTINGS: readonly SettingsSection[] = [
  {
    to: '/settings/organisation',
    label: 'settings.organisation',
    words: 'settings.organisation.words',
    needs: 'settings.read',
  },
  { to: '/settings/sites', label: 'settings.sites', words: 'settings.sites.words', needs: 'settings.read' },
  { to: '/settings/teams', label: 'settings.teams', words: 'settings.teams.words', needs: 'settings.read' },
  { to: '/settings/users', label: 'settings.users', words: 'settings.users.words', needs: 'settings.read' },
  { to: '/settings/agencies', label: 'settings.agencies', words: 'settings.agencies.words', needs: 'settings.read' },
  { to: '/settings/roster', label: 'settings.roster', words: 'settings.roster.words', needs: null },
  { to: '/settings/statuses', label: 'settings.statuses', words: 'settings.statuses.words', needs: 'settings.read' },
  { to: '/settings/presets', label: 'settings.presets', words: 'settings.presets.words', needs: 'settings.read' },
  { to: '/settings/gate', label: 'settings.gate', words: 'settings.gate.words', needs: 'settings.read' },
  { to: '/settings/intake', label: 'settings.intake', words: 'settings.intake.words', needs: 'settings.read' },
  { to: '/settings/channels', label: 'settings.channels', words: 'settings.channels.words', needs: 'settings.read' },
  { to: '/settings/templates', label: 'settings.templates', words: 'settings.templates.words', needs: 'settings.read' },
  { to: '/settings/notices', label: 'settings.notices', words: 'settings.notices.words', needs: 'settings.read' },
  {
    to: '/settings/telephony',
    label: 'settings.telephony',
    words: 'settings.telephony.words',
    needs: 'settings.read',
  },
  { to: '/settings/lists', label: 'settings.lists', words: 'settings.lists.words', needs: 'settings.read' },
  { to: '/settings/api-keys', label: 'settings.apiKeys', words: 'settings.apiKeys.words', needs: 'api-keys.manage' },
  { to: '/settings/jobs', label: 'jobs.title', words: 'jobs.words', needs: 'jobs.read' },
  { to: '/settings/account', label: 'settings.account', words: 'settings.account.words', needs: null },
];
