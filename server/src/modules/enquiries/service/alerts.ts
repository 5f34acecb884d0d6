import { ROLE_PERMISSIONS, type Alert } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, MINUTE, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { activeTeamMembers, listMembers, listOrganisationIds, teamLeader } from '../../identity/index.ts';
import { personHits } from '../../people/index.ts';
import {
  insertAlerts,
  listOpenAlerts,
  lockAlert,
  lockDueAlerts,
  updateAlertAcknowledged,
  updateAlertStage,
  type NewAlert,
} from '../store/alert-store.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { alertAfter, ALERT_STAGES, type AlertKind } from './alert-times.ts';
import { isOwner } from './owners.ts';
import { nextActionOf } from './state-of.ts';

/** A sweep takes so many at once; the next one goes on. */
const AT_ONCE = 200;
/** What the program slept through for longer than this is late and seen in Today; alerts about it would only be noise. */
const TOO_OLD = 12 * 60 * MINUTE;

/**
 * Gives the alerts that are due: −10 min and 0 of a promise to the owner, or to the team where there is none who answers; the pool to the team, the
 * escalation to its leader (A7).
 * Each stage of an action once a person, however many processes sweep. Gives how many enquiries it took.
 */
export async function raiseDueAlerts(tx: Tx): Promise<number> {
  const due = await lockDueAlerts(tx, AT_ONCE);
  const alerts: NewAlert[] = [];
  for (const record of due) {
    const action = nextActionOf(record);
    const kind = ALERT_STAGES[record.alertStage];
    if (!action || !kind || record.alertAt === null) {
      await updateAlertStage(tx, record.id, record.alertStage, null);
      continue;
    }
    if (tx.now - record.alertAt <= TOO_OLD) alerts.push(...(await alertsFor(tx, record, kind, action.dueAt)));
    const next = alertAfter(record.alertStage, action);
    await updateAlertStage(tx, record.id, record.alertStage + 1, next?.at ?? null);
  }
  if (alerts.length > 0) {
    await insertAlerts(tx, alerts);
    for (const { id, enquiryId, userId } of alerts) {
      tx.emit({ type: 'enquiries.alert_raised', payload: { alertId: id, enquiryId, userId } });
    }
  }
  return due.length;
}

async function alertsFor(tx: Tx, record: EnquiryRecord, kind: AlertKind, dueAt: Instant): Promise<NewAlert[]> {
  const actionSetAt = record.actionSetAt ?? tx.now;
  return (await receivers(tx, record, kind)).map((userId) => ({
    id: newId(),
    enquiryId: record.id,
    userId,
    kind,
    actionSetAt,
    dueAt,
  }));
}

async function receivers(tx: Tx, record: EnquiryRecord, kind: AlertKind): Promise<readonly Id[]> {
  if (kind === 'escalated') {
    const leader = await teamLeader(tx, record.teamId);
    return leader === null ? supervisors(tx) : [leader];
  }
  if (kind === 'pool') return activeTeamMembers(tx, record.teamId);
  const { ownerId } = record;
  return ownerId !== null && (await isOwner(tx, ownerId)) ? [ownerId] : activeTeamMembers(tx, record.teamId);
}

/** Where a team has no leader, all who may supervise are told: an escalation never falls into nothing. */
async function supervisors(tx: Tx): Promise<readonly Id[]> {
  const members = await listMembers(tx);
  return members
    .filter(({ active, role }) => active && ROLE_PERMISSIONS[role].includes('enquiries.supervise'))
    .map(({ id }) => id);
}

const MOST_ALERTS = 100;

/** The caller's alerts that wait for an answer. */
export async function openAlerts(tx: Tx): Promise<z.input<typeof Alert>[]> {
  if (tx.actor.userId === null) return [];
  const alerts = await listOpenAlerts(tx, tx.actor.userId, MOST_ALERTS);
  const people = await personHits(tx, [...new Set(alerts.map((alert) => alert.personId))]);
  return alerts.map((alert) => ({
    id: alert.id,
    enquiryId: alert.enquiryId,
    personName: people.get(alert.personId)?.name ?? null,
    kind: alert.kind,
    at: formatInstant(alert.at),
    dueAt: formatInstant(alert.dueAt),
    lateSince: formatInstant(alert.lateSince),
    reason: { code: `enquiries.alert.${alert.kind}`, params: {}, text: '' },
  }));
}

/** Answered once; again changes nothing. Refuses 404 for an alert of somebody else. */
export async function acknowledgeAlert(tx: Tx, id: Id): Promise<Outcome<null>> {
  const alert = tx.actor.userId === null ? null : await lockAlert(tx, id, tx.actor.userId);
  if (!alert) return notFound('alert');
  if (alert.acknowledgedAt !== null) return ok(null);
  await updateAlertAcknowledged(tx, id);
  tx.audit({
    action: 'enquiries.alert_acknowledged',
    entity: 'alert',
    entityId: id,
    personIds: [alert.personId],
  });
  return ok(null);
}

/** One sweep over all organisations. Gives how many enquiries it took; goes on while an organisation has a full batch. */
export async function sweepAlerts(db: Database): Promise<number> {
  let taken = 0;
  for (const orgId of await listOrganisationIds(db)) {
    for (let batch = AT_ONCE; batch === AT_ONCE;) {
      const outcome = await db.inTx(systemActor(orgId, 'alerts'), async (tx) => ok(await raiseDueAlerts(tx)));
      batch = outcome.ok ? outcome.value : 0;
      taken += batch;
    }
  }
  return taken;
}
