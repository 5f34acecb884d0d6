import { closedSince, nextOpening } from '../../../kernel/opening-hours.ts';
import type { SiteCalendar } from '../../../kernel/site-calendar.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { peopleOnDuty } from '../../roster/index.ts';
import type { Duty } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { countArrivedBefore } from '../store/enquiry-store.ts';

/** After hours the first calls are spread over the morning: the k-th to arrive since closing (domain §2). */
export async function dutyOf(
  tx: Tx,
  arrived: Pick<EnquiryRecord, 'id' | 'siteId' | 'receivedAt'>,
  site: SiteCalendar,
): Promise<Duty> {
  const closed = closedSince(site, arrived.receivedAt);
  if (closed === null) return { order: 1, people: 1 };
  const opening = nextOpening(site, arrived.receivedAt) ?? arrived.receivedAt;
  return {
    order: (await countArrivedBefore(tx, closed, arrived)) + 1,
    people: await peopleOnDuty(tx, arrived.siteId, opening),
  };
}
