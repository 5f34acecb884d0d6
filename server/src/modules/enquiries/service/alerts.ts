import { ROLE_PERMISSIONS, type Alert } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { formatInstant, MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { activeTeamMembers, listMembers, teamLeader } from '../../identity/index.ts';
import { mayReadPeople, viewWatched } from '../../people/index.ts';
import { awayOf, withoutAway } from '../../roster/index.ts';
import {
  insertAlerts,
  listOpenAlerts,
  listOrganisationsToAlert,
  lockDueAlerts,
  lockRingingAlerts,
  updateAlertStages,
  updateRings,
  type AlertKind,
  type AlertStage,
  type NewAlert,
  type Ring,
} from '../store/alert-store.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { alertAfter, ALERT_STAGES } from './alert-times.ts';
import { isOwner } from './owners.ts';
import { currentPresets } from './presets.ts';
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
  if (due.length === 0) return 0;
  const receivers = receiversIn(tx);
  const alerts: NewAlert[] = [];
  const stages: AlertStage[] = [];
  for (const record of due) {
    const action = nextActionOf(record);
    const kind = ALERT_STAGES[record.alertStage];
    if (!action || !kind || record.alertAt === null) {
      stages.push({ id: record.id, stage: record.alertStage, alertAt: null });
      continue;
    }
    if (tx.now - record.alertAt <= TOO_OLD) {
      alerts.push(...alertsFor(tx, record, kind, action.dueAt, await receivers(record, kind)));
    }
    const next = alertAfter(record.alertStage, action);
    stages.push({ id: record.id, stage: record.alertStage + 1, alertAt: next?.at ?? null });
  }
  await updateAlertStages(tx, stages);
  await giveAlerts(tx, alerts);
  return due.length;
}

/** Those that stand already are not told of again. Gives how many were new. */
export async function giveAlerts(tx: Tx, alerts: readonly NewAlert[]): Promise<number> {
  if (alerts.length === 0) return 0;
  const { againMinutes, againTimes } = (await currentPresets(tx)).reminder;
  const again = { times: againTimes, firstAt: plus(tx.now, againMinutes * MINUTE) };
  const isNew = new Set(await insertAlerts(tx, alerts, again));
  for (const { id, enquiryId, userId } of alerts) if (isNew.has(id)) tellAlert(tx, { id, enquiryId, userId }, 0);
  return isNew.size;
}

function tellAlert(
  tx: Tx,
  { id, enquiryId, userId }: Pick<NewAlert, 'id' | 'enquiryId' | 'userId'>,
  ring: number,
): void {
  tx.emit({ type: 'enquiries.alert_raised', payload: { alertId: id, enquiryId, userId, ring } });
}

/**
 * Tells again of what nobody answered, and of what was put off until now; an alert whose action is done falls silent. Each once, however many
 * processes sweep. Gives how many it took.
 */
export async function ringAlerts(tx: Tx): Promise<number> {
  const ringing = await lockRingingAlerts(tx, AT_ONCE);
  if (ringing.length === 0) return 0;
  const { againMinutes } = (await currentPresets(tx)).reminder;
  const rings = ringing.map((alert): Ring => {
    if (!alert.stands) return { id: alert.id, rings: alert.rings, againLeft: 0, ringAt: null };
    // What was put off is told of as for the first time: all repetitions are still to come.
    const againLeft = alert.snoozed ? alert.againLeft : alert.againLeft - 1;
    const ringAt = againLeft > 0 ? plus(tx.now, againMinutes * MINUTE) : null;
    return { id: alert.id, rings: alert.rings + 1, againLeft: Math.max(0, againLeft), ringAt };
  });
  await updateRings(tx, rings);
  for (const alert of ringing) if (alert.stands) tellAlert(tx, alert, alert.rings + 1);
  return ringing.length;
}

function alertsFor(tx: Tx, record: EnquiryRecord, kind: AlertKind, dueAt: Instant, users: readonly Id[]): NewAlert[] {
  const actionSetAt = record.actionSetAt ?? tx.now;
  return users.map((userId) => ({ id: newId(), enquiryId: record.id, userId, kind, actionSetAt, dueAt }));
}

/** Who is told of an alert. Each team and each owner is asked for once in a sweep. */
function receiversIn(tx: Tx): (record: EnquiryRecord, kind: AlertKind) => Promise<readonly Id[]> {
  const members = new Map<Id, readonly Id[]>();
  const leaders = new Map<Id, readonly Id[]>();
  const owners = new Map<Id, boolean>();
  const answers = async (ownerId: Id) => {
    const known = owners.get(ownerId) ?? ((await isOwner(tx, ownerId)) && !(await isAway(tx, ownerId)));
    owners.set(ownerId, known);
    return known;
  };
  return async ({ teamId, ownerId }, kind) => {
    if (kind === 'escalated') {
      const known = leaders.get(teamId) ?? (await leaderOf(tx, teamId));
      leaders.set(teamId, known);
      return known;
    }
    if (kind !== 'pool' && ownerId !== null && (await answers(ownerId))) return [ownerId];
    const known = members.get(teamId) ?? (await withoutAway(tx, await activeTeamMembers(tx, teamId), tx.now));
    members.set(teamId, known);
    return known;
  };
}

/** What is promised by who is away is everybody's of the team to keep. */
async function isAway(tx: Tx, ownerId: Id): Promise<boolean> {
  return (await awayOf(tx, [ownerId], tx.now)).size > 0;
}

/** Who hears of an escalation of a team: its leader. */
export async function leaderOf(tx: Tx, teamId: Id): Promise<readonly Id[]> {
  const leader = await teamLeader(tx, teamId);
  return leader === null ? supervisors(tx) : [leader];
}

/** Where a team has no leader, all who may supervise are told: an escalation never falls into nothing. */
async function supervisors(tx: Tx): Promise<readonly Id[]> {
  const members = await listMembers(tx);
  return members
    .filter(({ active, role }) => active && ROLE_PERMISSIONS[role].includes('enquiries.supervise'))
    .map(({ id }) => id);
}

const MOST_ALERTS = 100;

/** The caller's alerts that wait for an answer. Her screen asks each half minute: whom it shows her is written once an hour. */
export async function openAlerts(tx: Tx): Promise<z.input<typeof Alert>[]> {
  if (tx.actor.userId === null) return [];
  const alerts = await listOpenAlerts(tx, tx.actor.userId, MOST_ALERTS);
  const readsPeople = mayReadPeople(tx);
  const ids = alerts.map((alert) => alert.personId);
  const names = await viewWatched(tx, ids, 'enquiries.alerts_read');
  return alerts.map((alert) => ({
    id: alert.id,
    enquiryId: alert.enquiryId,
    personName: names.get(alert.personId) ?? null,
    kind: alert.kind,
    ring: alert.ring,
    at: formatInstant(alert.at),
    dueAt: formatInstant(alert.dueAt),
    lateSince: formatInstant(alert.lateSince),
    reason: {
      code: `enquiries.alert.${alert.kind}`,
      params: alert.count === null ? {} : { count: alert.count, why: alert.handOverKind },
      text: '',
    },
    count: alert.count,
    note: readsPeople ? alert.note : null,
  }));
}

/** One sweep over the organisations that have one due. Gives how many enquiries it took; goes on while an organisation has a full batch. */
export async function sweepAlerts(db: Database): Promise<number> {
  let taken = 0;
  for (const orgId of await listOrganisationsToAlert(db)) {
    for (let batch = AT_ONCE; batch === AT_ONCE;) {
      const outcome = await db.inTx(systemActor(orgId, 'alerts'), async (tx) => {
        const [raised, rung] = [await raiseDueAlerts(tx), await ringAlerts(tx)];
        return ok({ most: Math.max(raised, rung), taken: raised + rung });
      });
      batch = outcome.ok ? outcome.value.most : 0;
      taken += outcome.ok ? outcome.value.taken : 0;
    }
  }
  return taken;
}
