import { monthOf } from '../../../kernel/calendar-day.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { NO_CLAIM } from './claims.ts';

/** What an arrival brings along; day and month are those of the site's zone. */
export type Arriving = Pick<
  EnquiryRecord,
  | 'personId'
  | 'siteId'
  | 'teamId'
  | 'receivedAt'
  | 'text'
  | 'utm'
  | 'patientKind'
  | 'imported'
  | 'contactHold'
  | 'sourceChannel'
  | 'campaign'
  | 'interests'
> & { readonly timeZone: string; readonly foundBy?: EnquiryRecord['foundBy']; readonly qualified?: boolean };

/** A record that was never saved (version 0), NEW and without a next action: a decision of the rules gives it both. */
export function newRecord(
  { timeZone, foundBy = null, qualified = true, ...arriving }: Arriving,
  now: Instant,
): EnquiryRecord {
  const receivedOn = dayOf(timeZone, arriving.receivedAt);
  return {
    ...arriving,
    foundBy,
    id: newId(),
    receivedOn,
    cohortMonth: monthOf(receivedOn),
    qualified,
    createdAt: now,
    bornConnected: false,
    status: 'NEW',
    open: true,
    statusSince: arriving.receivedAt,
    firstResponseAt: null,
    firstResponseSeconds: null,
    ownerId: null,
    likelihood: null,
    holdReasons: [],
    recontactOn: null,
    promiseAt: null,
    promiseBy: null,
    cancelledBy: null,
    closedReasonCode: null,
    closedReasonText: null,
    invalidKind: null,
    originalId: null,
    unansweredDays: 0,
    importedUnansweredDays: 0,
    lastLeftClosedAt: null,
    lastContactAt: null,
    chainStep: 0,
    chainSince: arriving.receivedAt,
    everConsulted: false,
    unreachable: false,
    passDueOn: null,
    passesDone: 0,
    actionKind: null,
    actionDueAt: null,
    actionWindowFrom: null,
    actionWindowTo: null,
    actionSlot: null,
    actionPoolAt: null,
    actionEscalateAt: null,
    actionOwnerId: null,
    actionTeamId: null,
    actionReasonCode: null,
    actionReasonParams: null,
    actionSetAt: null,
    handOverId: null,
    alertAt: null,
    alertStage: 0,
    ...NO_CLAIM,
    version: 0,
    updatedAt: now,
  };
}
