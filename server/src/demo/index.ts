import { addMonths, firstDayOf, monthOf } from '../kernel/calendar-day.ts';
import { HOUR, MINUTE, plus, type Instant } from '../kernel/instant.ts';
import { isOpen, openDayBefore, openPieces } from '../kernel/opening-hours.ts';
import { ok, must } from '../kernel/outcome.ts';
import type { SiteCalendar } from '../kernel/site-calendar.ts';
import { dayOf, instantAt } from '../kernel/zoned-time.ts';
import { subscribers as everySubscriber } from '../compose.ts';
import { analyticsSubscribers, countNext } from '../modules/analytics/index.ts';
import { siteCalendar } from '../modules/identity/index.ts';
import { noticesSubscribers } from '../modules/notices/index.ts';
import type { Database } from '../platform/db/index.ts';
import type { Log } from '../platform/log.ts';
import type { Subscriber } from '../platform/outbox/index.ts';
import { openAgency } from './agency.ts';
import { ringPhones } from './calls.ts';
import { openClinic, type Clinic } from './clinic.ts';
import { planDuty } from './duty.ts';
import { askConsents } from './consents.ts';
import { giveGoals } from './goals.ts';
import { arrivalsOf } from './inflow.ts';
import { postLetters } from './letters.ts';
import { practiseMessages } from './messages.ts';
import { Practice } from './practice.ts';
import { random } from './random.ts';
import { hearAnswers } from './received.ts';
import { Reception } from './reception.ts';
import { planScenes } from './scenes.ts';
import { CADENCE_SINCE, ENQUIRIES, storyOf } from './story.ts';
import { refreshStatistics } from './store.ts';
import { watchOver } from './watch.ts';
import { World } from './world.ts';

export { DEMO_PASSWORD } from './clinic.ts';
export { makeCrowd } from './crowd/crowded.ts';

export type DemoOptions = {
  readonly db: Database;
  /** Keeps the planner's statistics up to date meanwhile; without it an empty database grows with the plans of an empty one. */
  readonly ownerUrl: string | null;
  readonly log: Log;
  readonly onProgress: (text: string) => void;
  /** The same seed and the same `now` make the same data. */
  readonly seed?: string;
  /** Left out: the clock of the database. */
  readonly now?: Instant;
  /** How many in the year; tests take fewer. */
  readonly enquiries?: number;
  readonly slug?: string;
  readonly name?: string;
  /** Whether its sign-ins stand on the sign-in page. */
  readonly isShown?: boolean;
  /** Who is told; left out: all of the program. */
  readonly subscribers?: readonly Subscriber[];
};

export type Demo = Pick<Clinic, 'orgId' | 'siteId' | 'teamId' | 'signIns'> & {
  readonly clinic: Clinic;
  readonly enquiries: number;
  readonly acts: number;
};

const ZONE = 'Asia/Seoul';
/** The clinic beside it is there for the agency: it has no sign-ins of its own on the sign-in page. */
const BESIDE = { slug: 'demo-beside', name: '이웃치과', seed: 'beside', enquiries: 60, isShown: false };
/** The clinic is as old as its oldest patients: two months more than the year of the story. */
const STORY_MONTHS = 14;

/**
 * A dental clinic with a year behind it, lived through the services: nothing is written to a table directly. Throws where its
 * slug is taken. See README.
 */
export async function makeDemo(options: DemoOptions): Promise<Demo> {
  const { db, onProgress, seed = 'anbu', enquiries = ENQUIRIES, slug = 'demo' } = options;
  const { name = '안부치과', isShown = true } = options;
  const now = options.now ?? (await db.now());
  const month = monthOf(dayOf(ZONE, now));
  const startOf = (ago: number) => instantAt(ZONE, firstDayOf(addMonths(month, -ago)), 0);
  const clinic = await openClinic(db, { slug, name, isShown }, month, plus(startOf(STORY_MONTHS), 10 * HOUR));
  const site = must(
    await db.inTx(clinic.system, async (tx) => ok(await siteCalendar(tx.as(clinic.system, now), clinic.siteId))),
  );
  // What statistics count is counted once, at the end; and nobody was told of a year ago by messages.
  const statistics = new Set([...analyticsSubscribers, ...noticesSubscribers].map(({ name }) => name));
  const subscribers = (options.subscribers ?? everySubscriber).filter(({ name }) => !statistics.has(name));
  const world = new World({ db, subscribers, clinic, site, from: startOf(STORY_MONTHS), now });
  const cadenceSince = startOf(CADENCE_SINCE);
  const practice = new Practice(world, { cadenceSince, workUntil: workUntil(site, now), seed });
  const reception = new Reception(practice, seed);
  const story = storyOf(month);
  const yearly = story.reduce((sum, row) => sum + (row.ago === 0 ? row.inflow / 2 : row.inflow), 0);
  for (const row of story) {
    world.plan(startOf(row.ago), async () => {
      const count = Math.round((enquiries * row.inflow) / yearly);
      const rnd = random(`${seed} ${row.ago}`);
      for (const arrival of arrivalsOf(row, { site, count, until: now, cadenceSince, rnd }))
        world.plan(arrival.at, () => reception.receive(arrival));
    });
  }
  world.plan(cadenceSince, async () => practice.resumeNeglected());
  planScenes(practice, reception, startOf(STORY_MONTHS));
  let told = 0;
  let counted = 20;
  await world.live(async () => {
    if (reception.count >= counted) {
      counted = reception.count * 3;
      await refreshStatistics(options.ownerUrl);
    }
    const share = Math.floor((reception.count / enquiries) * 10);
    if (share > told && share < 10) onProgress(`demo: ${(told = share) * 10} %`);
  });
  await watchOver(db, clinic, site, now);
  await planDuty(db, clinic, now);
  await giveGoals(db, clinic, month);
  await askConsents(db, clinic, now, seed);
  const ways = await practiseMessages(db, clinic, { now, seed, subscribers });
  await hearAnswers(db, clinic, { now, site, ways, subscribers });
  await ringPhones(db, clinic, { now, site, subscribers });
  // Setting pages takes a while: one clinic with letters is enough to look at.
  if (isShown) await postLetters(db, clinic, { now, site, subscribers });
  await refreshStatistics(options.ownerUrl);
  let found = 0;
  do found = must(await db.inTx(clinic.system, async (tx) => ok(await countNext(tx.as(clinic.system, now)))));
  while (found > 0);
  const { orgId, siteId, teamId, signIns } = clinic;
  options.log.info({ enquiries: reception.count, acts: world.acts }, 'demo made');
  onProgress(`demo: ${reception.count} enquiries, ${world.acts} acts`);
  return { clinic, orgId, siteId, teamId, signIns, enquiries: reception.count, acts: world.acts };
}

/** The demo, a small clinic beside it, and an agency that works the desks of both (A15). */
export async function makeDemos(options: DemoOptions): Promise<void> {
  const { clinic } = await makeDemo(options);
  const beside = await makeDemo({ ...options, ...BESIDE });
  await openAgency(options.db, [clinic, beside.clinic]);
}

/** While the doors are open, what falls due now is left for who signs in; after that, the last hour is. */
function workUntil(site: SiteCalendar, now: Instant): Instant {
  if (isOpen(site, now)) return plus(now, -25 * MINUTE);
  const today = openPieces(site, dayOf(site.timeZone, now)).filter((piece) => piece.to <= now);
  const day = today.length > 0 ? dayOf(site.timeZone, now) : openDayBefore(site, dayOf(site.timeZone, now));
  const closing = day === null ? now : (openPieces(site, day).at(-1)?.to ?? now);
  return plus(closing, -60 * MINUTE);
}
