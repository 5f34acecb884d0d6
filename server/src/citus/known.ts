/** What of our SQL a cluster does in another way than one server: kept up to date by `topology.db.test.ts`. */

/** Functions over all organisations that `functions.sql` writes anew on a cluster. */
export const ACROSS: readonly string[] = [
  'analytics.organisations_to_count',
  'analytics.organisations_with_reports',
  'enquiries.organisations_to_alert',
  'enquiries.organisations_with_ended_claims',
  'platform.audit_unsealed',
  'platform.outbox_lanes',
];

/** Functions that read a table of the coordinator and shards: in one statement, or one after the other. */
export const BESIDE: Readonly<Record<string, 'joined' | 'one after the other'>> = {
  'identity.account_of_session': 'joined',
  'identity.api_key_find': 'joined',
  'identity.demo_sign_ins': 'joined',
  'identity.factors_remove_of_member': 'one after the other',
  'identity.live_sessions': 'joined',
  'identity.member_set_password': 'one after the other',
  'identity.open_session': 'joined',
  'identity.session_find': 'joined',
  'identity.session_find_in': 'joined',
  'identity.session_rotate': 'joined',
  'identity.sessions_end_of_member': 'joined',
  'identity.show_demo_sign_in': 'joined',
  'identity.sign_in_wrong': 'one after the other',
};
