import type { Presets } from '@anbu/contract';
import { addDays } from '../../../../kernel/calendar-day.ts';
import type { Id } from '../../../../kernel/ids.ts';
import { MINUTE } from '../../../../kernel/instant.ts';
import { isOpen, openingTimeBefore } from '../../../../kernel/opening-hours.ts';
import { ok } from '../../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../../kernel/zoned-time.ts';
import { systemActor, type Database, type Tx } from '../../../../platform/db/index.ts';
import { allSites } from '../../../identity/index.ts';
import type { EnquiryRecord } from '../../store/enquiry-row.ts';
import {
  listOrganisationsToReassign,
  listPassedOn,
  lockLate,
  lockOfAbsent,
  tryLockSweep,
  type OpenSite,
} from '../../store/reassign-store.ts';
import { currentPresets, sitePractice } from '../presets.ts';
import { give, type Giving } from './give.ts';
import { withOwners } from './hand-over.ts';
import { shareAmong } from './plan.ts';
import { receiversNow } from './receivers.ts';

/** A sweep takes so many at once; the next one goes on. */
const AT_ONCE = 200;

/**
 * What an organisation's preset `reassign` passes on, while a site is open: what is due today of who is away, until she is back; and what is late and
 * was touched by nobody for so many opening minutes. Each action once; nothing that somebody works on. Its clock stays: what was late stays late. Gives
 * how many it passed on. Spec: product A13, decision 0011.
 */
export async function reassign(tx: Tx): Promise<number> {
  if (!(await tryLockSweep(tx))) return 0;
  const { reassign: rule } = await currentPresets(tx);
  const sites = await openSites(tx, rule.lateMinutes);
  let passedOn = 0;
  if (rule.absent !== 'off') {
    const due = await unmoved(tx, await lockOfAbsent(tx, sites, AT_ONCE));
    for (const [absenceId, records] of Map.groupBy(due, (record) => record.absenceId)) {
      passedOn += await passOn(tx, rule.absent, records, { ...GIVING, kind: 'absent', absenceId });
    }
  }
  if (rule.late !== 'off') {
    const late = await unmoved(tx, await lockLate(tx, sites, AT_ONCE));
    passedOn += await passOn(tx, rule.late, late, { ...GIVING, kind: 'late', absenceId: null });
  }
  return passedOn;
}

const GIVING = { note: null, automatic: true } as const;

/** Nothing moves in the night: nobody would be there to take it. */
async function openSites(tx: Tx, lateMinutes: number): Promise<OpenSite[]> {
  const open: OpenSite[] = [];
  for (const { id, timeZone } of await allSites(tx)) {
    const site = await sitePractice(tx, id);
    if (!isOpen(site, tx.now)) continue;
    const dayEnds = instantAt(timeZone, addDays(dayOf(timeZone, tx.now), 1), 0);
    open.push({ id, dayEnds, lateBefore: openingTimeBefore(site, tx.now, lateMinutes * MINUTE) });
  }
  return open;
}

async function unmoved<R extends EnquiryRecord>(tx: Tx, records: readonly R[]): Promise<R[]> {
  if (records.length === 0) return [];
  const moved = await listPassedOn(tx, records);
  return records.filter(({ id }) => !moved.has(id));
}

async function passOn(
  tx: Tx,
  to: Exclude<Presets['reassign']['late'], 'off'>,
  records: readonly EnquiryRecord[],
  giving: Giving,
): Promise<number> {
  if (records.length === 0) return 0;
  const pool = records.map((record) => ({ record, ownerId: null, teamId: record.teamId }));
  const planned = to === 'pool' ? pool : await withOwners(tx, await shareAmong(tx, records, await receiversNow(tx)));
  await give(tx, planned, giving);
  return planned.length;
}

/** One sweep over the organisations that wish it; goes on while one has a full batch. Gives how many were passed on. */
export async function sweepReassign(db: Database): Promise<number> {
  let passedOn = 0;
  for (const orgId of await listOrganisationsToReassign(db)) passedOn += await reassignAll(db, orgId);
  return passedOn;
}

async function reassignAll(db: Database, orgId: Id): Promise<number> {
  let passedOn = 0;
  for (;;) {
    const outcome = await db.inTx(systemActor(orgId, 'reassignment'), async (tx) => ok(await reassign(tx)));
    const count = outcome.ok ? outcome.value : 0;
    passedOn += count;
    if (count < AT_ONCE) return passedOn;
  }
}
