import { HOLD_REASONS, STATUS_CODES } from '@anbu/contract';
import { addDays } from '../../kernel/calendar-day.ts';
import { DAY, HOUR, MINUTE, plus, type Instant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { TestApp } from '../../testing/app.ts';
import { countOpenEnquiries, createPerson } from '../people/index.ts';
import { IMPORTED_FIRST, SET_BY_HAND } from './rules/index.ts';
import { newRecord } from './service/new-record.ts';
import type { EnquiryRecord } from './store/enquiry-row.ts';
import { insertEnquiries } from './store/import-store.ts';
import { isOpenStatus } from './vocabulary.ts';

/** Numbers from 0 up to 1, the same for the same seed (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Enquiries of every status and kind, as no desk would make them so quickly: for tests of reads. Times are on the steps of the rules as often as beside them. */
export async function insertRandomEnquiries(app: TestApp, count: number, seed: number): Promise<EnquiryRecord[]> {
  const outcome = await app.db.inTx(app.org.system, async (tx) => {
    const person = must(await createPerson(tx, { name: '누구나', phone: '010-7777-7777' }));
    const random = randomFrom(seed);
    const records = Array.from({ length: count }, () => randomRecord(tx, app, person.id, random));
    await insertEnquiries(tx, records);
    await countOpenEnquiries(tx, [{ personId: person.id, by: records.filter(({ open }) => open).length }]);
    return ok(records);
  });
  return must(outcome);
}

/** Open enquiries of an owner that nobody has touched since yesterday, each due when `dueAt` says; each third with a promise. Gives their ids. */
export async function insertOwned(
  app: TestApp,
  ownerId: string,
  count: number,
  dueAt: (index: number, now: Instant) => Instant,
): Promise<string[]> {
  const outcome = await app.db.inTx(app.org.system, async (tx) => {
    const person = must(await createPerson(tx, { name: '누구나' }));
    const records = Array.from({ length: count }, (_, index) => {
      const receivedAt = plus(tx.now, -DAY - index * MINUTE);
      const place = { siteId: app.org.siteId, teamId: app.org.intakeTeamId, timeZone: 'Asia/Seoul' };
      const told = { text: null, utm: null, campaign: null, imported: false, contactHold: false };
      const kind = { patientKind: 'new' as const, interests: ['implant'], sourceChannel: 'phone' };
      const due = dueAt(index, tx.now);
      const promised = index % 3 === 0;
      return {
        ...newRecord({ ...place, ...told, ...kind, personId: person.id, receivedAt }, tx.now),
        ...({ status: promised ? 'CALLBACK' : 'NO_ANSWER_2', statusSince: receivedAt, ownerId, version: 1 } as const),
        ...(promised ? ({ promiseBy: 'us', promiseAt: due } as const) : {}),
        ...({ actionKind: 'CALL', actionDueAt: due, actionWindowFrom: due, actionSetAt: receivedAt } as const),
        ...{ actionWindowTo: plus(due, 10 * MINUTE), actionPoolAt: plus(due, 10 * MINUTE) },
        ...{ actionEscalateAt: plus(due, 40 * MINUTE), actionOwnerId: ownerId, updatedAt: receivedAt },
        ...{ actionReasonCode: 'enquiries.next.no_answer_same_day', actionReasonParams: {} },
      };
    });
    await insertEnquiries(tx, records);
    await countOpenEnquiries(tx, [{ personId: person.id, by: count }]);
    return ok(records.map(({ id }) => id));
  });
  return must(outcome);
}

const REASONS = ['enquiries.next.recontact', 'enquiries.next.first_call', SET_BY_HAND, IMPORTED_FIRST] as const;

function randomRecord(tx: Tx, app: TestApp, personId: string, random: () => number): EnquiryRecord {
  const { org } = app;
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  /** A whole number of steps ago, or a millisecond more or less. */
  const ago = (step: number, most: number): Instant => plus(tx.now, -step * below(most) + pick([-1, 0, 0, 1]));
  const receivedAt = plus(ago(DAY / 2, 60), -1);
  const place = { siteId: org.siteId, teamId: org.intakeTeamId, timeZone: 'Asia/Seoul' };
  const told = { text: null, utm: null, campaign: null, imported: false, contactHold: false };
  const kinds = {
    patientKind: pick(['new', 'returning', 're_new'] as const),
    interests: pick([['implant'], ['scaling', 'cavity'], []]),
  };
  const status = pick(STATUS_CODES);
  const open = isOpenStatus(status);
  const record = newRecord(
    { ...place, ...told, ...kinds, personId, receivedAt, sourceChannel: pick(['phone', 'phone', 'internet', 'sign']) },
    tx.now,
  );
  const windowFrom = random() < 0.7 ? ago(4 * MINUTE, 80) : plus(tx.now, below(48) * HOUR);
  const windowTo = plus(windowFrom, below(3) * 8 * MINUTE);
  const hold = status === 'HOLD' || random() < 0.2;
  return {
    ...record,
    status,
    open,
    version: 1,
    campaign: pick(['가을', null, null]),
    utm: pick([{ source: 'naver' }, { medium: 'blog' }, null]),
    unansweredDays: below(6),
    unreachable: random() < 0.1,
    contactHold: random() < 0.1,
    statusSince: plus(receivedAt, below(100)),
    ownerId: status === 'NEW' ? null : pick([null, org.users.consultant, org.users.consultant, org.users.desk]),
    likelihood: status === 'HOLD' ? pick(['H', 'M', 'L']) : pick(['H', 'M', 'L', null]),
    holdReasons: hold ? [pick(HOLD_REASONS), pick(HOLD_REASONS)] : [],
    recontactOn: status === 'HOLD' ? addDays(record.receivedOn, 3) : null,
    promiseBy: status === 'CALLBACK' ? 'us' : null,
    promiseAt: status === 'CALLBACK' && random() < 0.8 ? plus(ago(10 * MINUTE, 6), 20 * MINUTE) : null,
    closedReasonCode: status === 'DECLINED' ? 'COST' : null,
    cancelledBy: status === 'CANCELLED' ? 'patient' : null,
    invalidKind: status === 'INVALID' ? 'fake' : null,
    passDueOn: status === 'UNREACHED' ? addDays(record.receivedOn, 20) : null,
    ...(open
      ? {
          actionKind: 'CALL' as const,
          actionDueAt: pick([windowFrom, windowTo, plus(windowFrom, DAY)]),
          actionWindowFrom: windowFrom,
          actionWindowTo: windowTo,
          actionPoolAt: plus(windowFrom, HOUR),
          actionEscalateAt: plus(windowFrom, 2 * HOUR),
          actionTeamId: org.intakeTeamId,
          actionReasonCode: pick(REASONS),
          actionReasonParams: {},
          actionSetAt: receivedAt,
        }
      : {}),
  };
}
