import { ok, must } from '../kernel/outcome.ts';
import { MINUTE, plus, type Instant } from '../kernel/instant.ts';
import type { SiteCalendar } from '../kernel/site-calendar.ts';
import { acknowledgeAlert, openAlerts, raiseDueAlerts } from '../modules/enquiries/index.ts';
import type { Database, Tx } from '../platform/db/index.ts';
import { openMinutesBefore } from './calendar.ts';
import type { Clinic } from './clinic.ts';

/** Open minutes ago; what was told then was answered within minutes. */
const LOOKS = [360, 240, 120, 60, 30] as const;
/** Alerts that wait for whoever signs in first: what came in the last half-hour. */
const LEFT_OPEN = 3;

/** As if the program had watched over the last hours, and each had answered her alerts but for the latest. */
export async function watchOver(db: Database, clinic: Clinic, site: SiteCalendar, now: Instant): Promise<void> {
  const everybody = [clinic.manager, clinic.desk, ...clinic.consultants];
  const look = (at: Instant, left: number) =>
    db.inTx(clinic.system, async (tx) => {
      while ((await raiseDueAlerts(tx.as(clinic.system, at))) > 0);
      for (const user of everybody) {
        const later = plus(at, left === 0 ? 4 * MINUTE : 0);
        await answer(tx.as(user, later), left);
      }
      // Nobody is signed in yet whom it could be told.
      tx.events.length = 0;
      return ok(null);
    });
  for (const minutes of LOOKS) must(await look(openMinutesBefore(site, now, minutes), 0));
  must(await look(now, LEFT_OPEN));
}

/** All but the latest `left` of the actor's alerts. */
async function answer(tx: Tx, left: number): Promise<void> {
  const open = [...(await openAlerts(tx))].sort((a, b) => String(a.at).localeCompare(String(b.at)));
  for (const { id } of open.slice(0, Math.max(0, open.length - left))) must(await acknowledgeAlert(tx, id));
}
