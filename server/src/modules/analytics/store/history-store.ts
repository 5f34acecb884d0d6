import type { Id } from '../../../kernel/ids.ts';
import { sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { History } from '../rules/history.ts';

const ms = (column: Sql) => sql`floor(extract(epoch from ${column}) * 1000)::bigint`;

/** Everything that was recorded of these enquiries, in one statement: of one moment. Those that are gone are left out. */
export function listHistories(tx: Tx, ids: readonly Id[]): Promise<History[]> {
  return tx.rows(sql<History>`
    select e.id, e.owner_id as "ownerId", e.source_channel as channel, e.campaign, e.interests, e.patient_kind as "patientKind",
      e.site_id as "siteId", e.cohort_month as "cohortMonth", e.received_at as "receivedAt", e.created_at as "createdAt", e.qualified,
      e.imported, e.version,
      json_build_object('windowTo', ${ms(sql`e.action_window_to`)}, 'responseSeconds', e.first_response_seconds,
        'born', e.born_connected) as clocks,
      coalesce((
        select json_agg(json_build_object('id', s.id, 'no', s.no, 'to', s.to_status, 'validAt', ${ms(sql`s.valid_at`)},
          'recordedAt', ${ms(sql`s.recorded_at`)}, 'voids', s.voids) order by s.no)
        from enquiries.public_status_event s where s.org_id = e.org_id and s.enquiry_id = e.id), '[]') as events,
      coalesce((
        select json_agg(json_build_object('id', c.id, 'at', ${ms(sql`c.at`)}, 'recordedAt', ${ms(sql`c.recorded_at`)},
          'voidedAt', ${ms(sql`c.voided_at`)}, 'direction', c.direction, 'outcome', c.outcome, 'signed', c.user_id is not null)
          order by c.at, c.id)
        from enquiries.public_call c where c.org_id = e.org_id and c.enquiry_id = e.id), '[]') as calls,
      coalesce((
        select json_agg(json_build_object('id', p.id, 'windowTo', ${ms(sql`p.window_to`)}, 'madeAt', ${ms(sql`p.made_at`)},
          'endedAt', ${ms(sql`p.ended_at`)}, 'result', p.result) order by p.made_at, p.id)
        from enquiries.public_promise p where p.org_id = e.org_id and p.enquiry_id = e.id), '[]') as promises,
      coalesce((
        select json_agg(json_build_object('kind', a.kind, 'at', ${ms(sql`a.at`)}, 'voidedAt', ${ms(sql`a.voided_at`)},
          'signed', a.user_id is not null, 'after', a.after, 'callId', a.call_id, 'promiseMade', a.promise_made,
          'promiseEnded', a.promise_ended, 'promiseResult', a.promise_result, 'before', json_build_object('windowTo', a.window_before,
            'responseSeconds', a.response_before, 'born', coalesce(a.born_before, false))) order by a.version_after)
        from enquiries.public_act_course a where a.org_id = e.org_id and a.enquiry_id = e.id), '[]') as acts
    from enquiries.public_enquiry e where e.org_id = ${tx.orgId} and e.id = any(${ids}::uuid[])`);
}

/** The next enquiries in the order of their ids. */
export async function listEnquiryIds(tx: Tx, after: Id | null, limit: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select e.id from enquiries.public_enquiry e
    where e.org_id = ${tx.orgId} and (${after}::uuid is null or e.id > ${after}::uuid) order by e.id limit ${limit}`);
  return rows.map(({ id }) => id);
}
