import { MessageInput } from '@anbu/contract';
import { addDays } from '../kernel/calendar-day.ts';
import type { Id } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { openDayBefore, openPieces } from '../kernel/opening-hours.ts';
import { must, ok, type Outcome } from '../kernel/outcome.ts';
import type { SiteCalendar } from '../kernel/site-calendar.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import {
  addPostWay,
  batchPosted,
  batchPrinted,
  letterNumber,
  letterReturned,
  makeBatch,
  printBatch,
  sendMessage,
} from '../modules/channels/index.ts';
import { setPostalAddress } from '../modules/people/index.ts';
import type { Actor, Database, Tx } from '../platform/db/index.ts';
import type { Clinic } from './clinic.ts';
import { listReached } from './store.ts';
import { tell, type Lately } from './tell.ts';

const ADDRESSES = [
  { postcode: '04524', lines: ['서울특별시 중구 세종대로 110', '3층'] },
  { postcode: '06236', lines: ['서울특별시 강남구 테헤란로 152', '1204호'] },
  { postcode: '13529', lines: ['경기도 성남시 분당구 판교역로 166'] },
  { postcode: '16677', lines: ['경기도 수원시 영통구 삼성로 129', '101동 803호'] },
  { postcode: '03925', lines: ['서울특별시 마포구 월드컵북로 400'] },
] as const;
const SUBJECT = '정기 검진 안내';
const TEXT =
  '안녕하세요, 안부치과입니다.\n\n지난 진료 이후 여섯 달이 되어 정기 검진 시기를 알려 드립니다. 편하신 때에 전화로 예약해 주세요.\n\n안부치과 드림';
const DAYS_AGO = { written: 7, posted: 6, returned: 1 };

/** Letters of the last week: a batch that was printed and posted, one of it came back because she moved, and one that waits to be printed (D8). */
export async function postLetters(db: Database, clinic: Clinic, { now, site, subscribers }: Lately): Promise<void> {
  const on = (daysAgo: number) => middayOf(site, now, daysAgo);
  const during =
    (actor: Actor, at: Instant) =>
    async <T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
      db.inTx(clinic.system, async (opening) => {
        const tx = opening.as(actor, at);
        const done = await work(tx);
        await tell(tx, subscribers);
        return done;
      });
  const write = async (tx: Tx, personId: Id, no: number) => {
    const address = ADDRESSES[no % ADDRESSES.length] ?? ADDRESSES[0];
    must(await setPostalAddress(tx, personId, { country: 'KR', ...address, lines: [...address.lines] }));
    const wish = { personId, channel: 'letter', language: 'ko', purpose: 'service', subject: SUBJECT, text: TEXT };
    must(await sendMessage(tx, MessageInput.parse(wish)));
  };
  const batchId = must(
    await during(
      clinic.desk,
      on(DAYS_AGO.written),
    )(async (tx) => {
      await addPostWay(tx, { name: '우편', sender: '안부치과' });
      const people = (await listReached(tx, 'settled', 40)).slice(-4);
      for (const [no, { id }] of people.entries()) await write(tx, id, no);
      const made = await makeBatch(tx, {});
      return made.ok ? ok(made.value.batch?.id ?? null) : made;
    }),
  );
  if (batchId === null) return;
  const posting = during(clinic.desk, on(DAYS_AGO.posted));
  await printBatch(batchId as Id, posting);
  must(
    await posting(async (tx) => {
      const printed = must(await batchPrinted(tx, batchId as Id, 1));
      return batchPosted(tx, batchId as Id, printed.version);
    }),
  );
  must(
    await during(
      clinic.desk,
      on(DAYS_AGO.returned),
    )(async (tx) => letterReturned(tx, { number: letterNumber(1, 3), why: 'moved' })),
  );
  must(
    await during(
      clinic.desk,
      on(0),
    )(async (tx) => {
      const [next] = (await listReached(tx, 'settled', 35)).slice(-1);
      if (next) await write(tx, next.id, 4);
      return ok(null);
    }),
  );
}

function middayOf(site: SiteCalendar, now: Instant, daysAgo: number): Instant {
  const day = openDayBefore(site, addDays(dayOf(site.timeZone, now), 1 - daysAgo));
  const begins = day === null ? now : (openPieces(site, day)[0]?.from ?? now);
  return Math.min(now, begins + 90 * 60_000) as Instant;
}
