import { nearestLanguage, ROLE_PERMISSIONS } from '@anbu/contract';
import { addDays } from '../../../../kernel/calendar-day.ts';
import type { Id } from '../../../../kernel/ids.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { dayOf, instantAt } from '../../../../kernel/zoned-time.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { findOrganisation, listMembers, lockMemberShared, placeOfWork } from '../../../identity/index.ts';
import { dutiesAt, spokenBy } from '../../../roster/index.ts';
import type { Portion, Receiver } from '../../rules/index.ts';
import type { EnquiryRecord } from '../../store/enquiry-row.ts';
import { countDue, listLanguages } from '../../store/hand-over-store.ts';

/** Everybody who may own enquiries and is not away, with what she has to do today. */
export async function receiversNow(tx: Tx): Promise<Receiver[]> {
  const members = (await listMembers(tx)).filter(
    ({ active, role }) => active && ROLE_PERMISSIONS[role].includes('enquiries.work'),
  );
  const ids = members.map(({ id }) => id);
  const duties = await dutiesAt(tx, ids, tx.now);
  const loads = await countDue(tx, ids, await endOfDay(tx));
  const spoken = await spokenBy(tx, ids);
  const { language } = await findOrganisation(tx);
  return members.flatMap(({ id, teamIds }) => {
    const duty = duties.get(id);
    if (!duty || duty.state === 'absent') return [];
    const languages = [language, ...(spoken.get(id) ?? [])];
    return [{ id, teamIds, languages, onDuty: duty.state === 'on' || duty.later, load: loads.get(id) ?? 0 }];
  });
}

/** As they are shared out. A language counts where it is another than the organisation's. */
export async function portionsOf(tx: Tx, records: readonly EnquiryRecord[]): Promise<Portion[]> {
  const tags = await listLanguages(tx, [...new Set(records.map(({ personId }) => personId))]);
  const { language: own } = await findOrganisation(tx);
  return records.map(({ id, teamId, ownerId, personId, actionDueAt }) => {
    const nearest = nearestLanguage(tags.get(personId) ?? own);
    return { id, teamId, ownerId, language: nearest === own ? null : nearest, dueAt: actionDueAt ?? tx.now };
  });
}

/** What these have due today. */
export async function loadsOf(tx: Tx, ids: readonly Id[]): Promise<Map<Id, number>> {
  return countDue(tx, ids, await endOfDay(tx));
}

/** They stay what they are until the commit: who is disabled meanwhile is not among those that come back. */
export async function keepOwners(tx: Tx, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
  const kept = new Set<Id>();
  for (const id of [...new Set(ids)].sort()) {
    const member = await lockMemberShared(tx, id);
    if (member?.active && ROLE_PERMISSIONS[member.role].includes('enquiries.work')) kept.add(id);
  }
  return kept;
}

async function endOfDay(tx: Tx): Promise<Instant> {
  const { timeZone } = await placeOfWork(tx, null);
  return instantAt(timeZone, addDays(dayOf(timeZone, tx.now), 1), 0);
}
