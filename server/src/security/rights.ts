/**
 * What the application's login may do with each table: what the statements of the stores need, and nothing else. A new table, and a statement of a
 * new kind, is a line here; `isolation.db.test.ts` holds the database to it.
 */
export const RIGHTS: Readonly<Record<string, string>> = {
  'analytics.booking_goal': 'insert select',
  'analytics.fact': 'delete insert select update(all but org_id, enquiry_id)',
  'analytics.progress': 'insert select update',
  'analytics.report': 'delete insert select update(all but org_id, id, maker_id, created_at)',
  'analytics.report_file': 'delete insert select',
  'analytics.report_notice': 'delete insert select update(seen_at)',
  'analytics.report_recipient': 'delete insert select',
  'analytics.report_run': 'delete insert select update(state, error, error_params, finished_at)',
  'analytics.span': 'delete insert select',
  'analytics.spend': 'insert select',
  'analytics.tally': 'delete insert select update(n)',
  'analytics.day_sum': 'delete insert select update(buckets, counts)',
  'anbu_migrations.applied': 'select',
  'consents.consent': 'insert select',
  'consents.consent_text': 'insert select',
  'consents.data_request': 'insert select update(settled_at, settled_by, answer)',
  'consents.duty': 'insert select update(state, settled_at)',
  'consents.person_state': 'insert select update(all but org_id, person_id)',
  'consents.rule': 'select',
  'consents.rule_change': 'insert select',
  'consents.sender': 'insert select update(all but org_id, id, channel, value)',
  'consents.suppression': 'insert select update(lifted_at, lifted_by, lift_evidence)',
  'consents.told': 'delete insert select',
  'channels.address': '',
  'channels.early_receipt': 'delete insert select',
  'channels.message':
    'delete insert select update(state, why, to_address, class, segments, cost_minor, currency, transport_id, provider_id, tries, handed_at, sent_at, settled_at)',
  'channels.message_archive': 'insert select',
  'channels.message_key': 'insert select',
  'channels.send_queue': 'delete insert select update(next_at)',
  'channels.task': 'insert select update(all but org_id, message_id)',
  'channels.template': 'insert select update(all but org_id, id, created_at)',
  'channels.template_version':
    'insert select update(provider_code, state, review_number, expires_on, decided_by, decided_at)',
  'channels.transport': 'insert select update(all but org_id, id, kind, token, created_at)',
  'channels.verdict': 'insert select',
  'desk.goal': 'insert select',
  'desk.saved_view': 'delete insert select update(all but org_id, id, list, maker_id, created_at)',
  'desk.view_place': 'delete insert select update(position, is_default)',
  'desk.viewer': 'delete insert select update',
  'enquiries.act': 'insert select update(voided_at)',
  'enquiries.alert': 'insert select update(acknowledged_at, rings, again_left, ring_at, snoozed_until)',
  'enquiries.closed_count': 'delete insert select',
  'enquiries.booking': 'insert select update(state, ended_at)',
  'enquiries.call': 'insert select update(voided_at)',
  'enquiries.enquiry':
    'insert select update(all but org_id, id, person_id, site_id, source_list, utm, text, patient_kind, received_at, received_on, cohort_month, qualified, imported, created_at, found_by)',
  'enquiries.hand_over': 'insert select update(returned_at, undone_at)',
  'enquiries.hand_over_item': 'insert select update(outcome)',
  'enquiries.list_item': 'insert select update(names, active)',
  'enquiries.party': 'insert select',
  'enquiries.preset': 'insert select',
  'enquiries.promise': 'insert select update(ended_at, result)',
  'enquiries.status': 'select',
  'enquiries.status_event': 'insert select',
  'identity.account': '',
  'identity.agency_contract': 'insert select update(ended_by, ended_at, end_reason)',
  'identity.api_key': '',
  'identity.demo_sign_in': '',
  'identity.member': 'insert select update(all but org_id, id, account_id, created_at)',
  'identity.organisation': 'insert select update',
  'identity.organisation_slug': '',
  'identity.passkey': '',
  'identity.passkey_challenge': '',
  'identity.session': '',
  'identity.sign_in_guard': '',
  'identity.site': 'insert select update',
  'identity.site_closure': 'delete insert select',
  'identity.team': 'insert select update',
  'identity.team_member': 'delete insert select',
  'intake.address': '',
  'intake.conversation': 'insert select update(enquiry_id, started_at)',
  'intake.request': 'insert select update(state, reasons, enquiry_id, person_id, decided_by, decided_at)',
  'intake.source': 'insert select update',
  'integrations.decision_act': 'insert select update(undone_at)',
  'integrations.export': 'insert select update(state, done, total, unusual, acknowledged_by, acknowledged_at)',
  'integrations.export_chunk': 'delete insert select',
  'integrations.file': 'insert select',
  'integrations.file_chunk': 'insert select',
  'integrations.import': 'insert select update',
  'integrations.import_person': 'insert select update',
  'integrations.import_row': 'delete insert select update',
  'integrations.known_label': 'delete insert select update',
  'integrations.known_mapping': 'delete insert select update(all but org_id, id, kind, signature)',
  'integrations.label_decision': 'insert select',
  'integrations.row_decision': 'insert select',
  'integrations.row_reading': 'delete insert select update',
  'integrations.status_label': 'delete insert select update',
  'people.household': 'delete insert select update(created_at)',
  'people.household_member': 'delete insert select',
  'people.memo': 'delete insert select update(text, pinned, updated_at, version)',
  'people.memo_version': 'insert select',
  'people.person': 'insert select update(all but org_id, id, number, merged_into, created_at)',
  'people.person_counter': 'insert select update',
  'people.person_email': 'delete insert select',
  'people.person_identifier': 'delete insert select',
  'people.person_phone': 'delete insert select update(label, state)',
  'people.person_sticker': 'delete insert select',
  'people.phone_lock': 'insert select update(e164)',
  'people.related_person': 'delete insert select update',
  'people.sticker': 'insert select',
  'platform.audit_check': 'insert select update',
  'platform.audit_entry': 'insert select',
  'platform.audit_head': 'select',
  'platform.audit_seal': 'select',
  'platform.clock': 'select',
  'platform.delivery': 'insert select update',
  'platform.event': 'insert select',
  'platform.idempotent_replies': 'delete insert select update',
  'platform.job': 'insert select update',
  'platform.monthly_table': '',
  'platform.secret_check': '',
  'platform.stream_event': 'insert select',
  'platform.stream_position': 'insert select update',
  'platform.sweep': '',
  'reminders.browser': 'delete insert select update(all but org_id, id, user_id, endpoint_hash, service, added_at)',
  'reminders.delivery': 'delete insert select update(state, why, attempts, next_at, settled_at)',
  'reminders.wish': 'insert select update(all but org_id, user_id)',
  'roster.absence': 'insert select update(all but org_id, id, member_id, made_by, made_at)',
  'roster.day': 'delete insert select update(version, changed_by, changed_at)',
  'roster.day_shift': 'delete insert select',
  'roster.pattern': 'insert select update(version, changed_by, changed_at)',
  'roster.pattern_shift': 'delete insert select',
  'roster.worker': 'insert select update(languages, version)',
  'timeline.entry': 'insert select',
};

export type RightsRow = {
  readonly name: string;
  readonly whole: readonly string[];
  readonly columns: readonly string[];
  /** Columns that may be updated where the table as a whole may not. */
  readonly updated: readonly string[];
};

export const RIGHTS_OF = `
  select c.oid::regclass::text as name,
    array(select lower(g.privilege_type) from aclexplode(c.relacl) g where g.grantee = 'anbu_app'::regrole order by 1) as whole,
    array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
    array(select a.attname::text from pg_attribute a, aclexplode(a.attacl) g
      where a.attrelid = c.oid and g.grantee = 'anbu_app'::regrole and g.privilege_type = 'UPDATE' order by a.attnum) as updated
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  order by 1`;

/** `select insert update(a, b)`; where most columns may be updated, those that may not. */
export function rightsText({ whole, columns, updated }: RightsRow): string {
  const kept = columns.filter((column) => !updated.includes(column));
  const some = kept.length < updated.length ? `all but ${kept.join(', ')}` : updated.join(', ');
  return [...whole, ...(updated.length > 0 ? [`update(${some})`] : [])].join(' ');
}
