import { addDays, type CalendarDay } from '../../kernel/calendar-day.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { dayOf } from '../../kernel/zoned-time.ts';
import type { Tx } from '../../platform/db/index.ts';
import { allSites, intakePeople } from '../identity/index.ts';
import { awayAt, countOnDuty, dutyAt, shiftsOn } from './rules.ts';
import { listPlans, listWorkers } from './store/plan-store.ts';
import type { Away, Duty, WorkerRow } from './vocabulary.ts';

/** What other modules ask. Only of the organisation of the transaction. */

/** What each of these does at a moment: at work, off, away, or not planned. `siteId` asks for work at that site alone. */
export async function dutiesAt(
  tx: Tx,
  memberIds: readonly Id[],
  at: Instant,
  siteId: Id | null = null,
): Promise<Map<Id, Duty>> {
  if (memberIds.length === 0) return new Map();
  const sites = (await allSites(tx)).filter(({ id }) => siteId === null || id === siteId);
  const plans = await listPlans(tx, memberIds, around(at));
  const byId = new Map(sites.map((site) => [site.id, site]));
  return new Map([...plans].map(([id, plan]) => [id, dutyAt(plan, byId, at)]));
}

/** People on duty for new enquiries of a site: those of its intake team who work there then. Spec: domain §2. */
export async function peopleOnDuty(tx: Tx, siteId: Id, at: Instant): Promise<number> {
  const duties = await dutiesAt(tx, await intakePeople(tx, siteId), at, siteId);
  return countOnDuty([...duties.values()]);
}

/** Who of these is away at a moment, and until when. */
export async function awayOf(tx: Tx, memberIds: readonly Id[], at: Instant): Promise<Map<Id, Away>> {
  if (memberIds.length === 0) return new Map();
  const found = new Map<Id, Away>();
  for (const [id, { absences }] of await listPlans(tx, memberIds, around(at))) {
    const away = awayAt(absences, at);
    if (away) found.set(id, away);
  }
  return found;
}

/** Without those who are away; all of them where nobody would be left: an alert never falls into nothing. */
export async function withoutAway(tx: Tx, memberIds: readonly Id[], at: Instant): Promise<readonly Id[]> {
  const away = await awayOf(tx, memberIds, at);
  const here = memberIds.filter((id) => !away.has(id));
  return here.length > 0 ? here : memberIds;
}

/** Languages that members speak with people, where it is said. */
export async function spokenBy(tx: Tx, memberIds: readonly Id[]): Promise<Map<Id, WorkerRow['languages']>> {
  return new Map((await listWorkers(tx, memberIds)).map(({ memberId, languages }) => [memberId, languages]));
}

/** Minutes of the shifts of a day, of those whose day is planned. */
export async function minutesPlanned(tx: Tx, memberIds: readonly Id[], day: CalendarDay): Promise<Map<Id, number>> {
  if (memberIds.length === 0) return new Map();
  const plans = await listPlans(tx, memberIds, { from: day, to: day });
  return new Map(
    [...plans].flatMap(([id, plan]) => {
      const { planned, shifts } = shiftsOn(plan, day);
      return planned === 'none' ? [] : [[id, shifts.reduce((sum, { from, to }) => sum + to - from, 0)] as const];
    }),
  );
}

/** The days on which it may be `at` somewhere on earth. */
function around(at: Instant): { from: CalendarDay; to: CalendarDay } {
  const day = dayOf('UTC', at);
  return { from: addDays(day, -1), to: addDays(day, 1) };
}
