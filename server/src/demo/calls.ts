import { SECOND, plus } from '../kernel/instant.ts';
import { must, ok } from '../kernel/outcome.ts';
import { addPracticeExchange, giveTelephone, hearSignal } from '../modules/telephony/index.ts';
import type { Database } from '../platform/db/index.ts';
import { openMinutesBefore } from './calendar.ts';
import type { Clinic } from './clinic.ts';
import { listReached } from './store.ts';
import { tell, type Lately } from './tell.ts';

type Ring = {
  readonly minutesAgo: number;
  readonly direction: 'inbound' | 'outbound';
  /** Of those whose enquiries are over: so nobody has to say what came of it. Null: a number that nobody has. */
  readonly whose: number | null;
  readonly rings: number;
  /** 0 = nobody answered. */
  readonly talks: number;
  readonly extension: string;
  readonly recorded: boolean;
};
const RINGS: readonly Ring[] = [
  { minutesAgo: 610, direction: 'inbound', whose: 0, rings: 6, talks: 184, extension: '1001', recorded: true },
  { minutesAgo: 420, direction: 'outbound', whose: 1, rings: 11, talks: 95, extension: '1002', recorded: false },
  { minutesAgo: 330, direction: 'outbound', whose: 2, rings: 28, talks: 0, extension: '1003', recorded: false },
  { minutesAgo: 130, direction: 'inbound', whose: 3, rings: 4, talks: 312, extension: '1002', recorded: true },
  { minutesAgo: 28, direction: 'inbound', whose: null, rings: 22, talks: 0, extension: '1001', recorded: false },
];
const NOBODYS = '010-0999-0233';

/** An exchange for practice, the telephones of the consultants, and calls of the last hours: two with a recording, one that nobody took (A16). */
export async function ringPhones(db: Database, clinic: Clinic, { now, site, subscribers }: Lately): Promise<void> {
  must(
    await db.inTx(clinic.system, async (opening) => {
      const { siteId } = clinic;
      const recordingBase = 'https://recordings.demo.example/';
      const tx = opening.as(clinic.admin, openMinutesBefore(site, now, RINGS[0]?.minutesAgo ?? 0));
      const exchangeId = await addPracticeExchange(tx, { name: '연습 교환기', siteId, recordingBase });
      for (const [no, { userId }] of clinic.consultants.entries())
        if (userId !== null) must(await giveTelephone(tx, userId, { exchangeId, extension: String(1001 + no) }));
      await tell(tx, subscribers);
      const people = await listReached(opening, 'settled', 8);
      const exchange = { id: exchangeId, siteId, recordingAnnounced: true, recordingDays: 90 };
      for (const [no, ring] of RINGS.entries()) {
        // The first ones are those of the inbox.
        const number = ring.whose === null ? NOBODYS : people[ring.whose + 2]?.e164;
        if (number === undefined) continue;
        const began = openMinutesBefore(site, now, ring.minutesAgo);
        const signal = async (what: 'ringing' | 'answered' | 'ended', seconds: number) => {
          const at = opening.as(clinic.system, plus(began, seconds * SECOND));
          const isEnd = what === 'ended';
          await hearSignal(at, exchange, {
            ...{ call: `practice-${no + 1}`, what, direction: ring.direction, number, extensions: [ring.extension] },
            ...{ end: isEnd ? (ring.talks > 0 ? 'answered' : 'no_answer') : null, cause: null },
            recording: isEnd && ring.recorded ? `practice-${no + 1}.wav` : null,
          });
          await tell(at, subscribers);
        };
        await signal('ringing', 0);
        if (ring.talks > 0) await signal('answered', ring.rings);
        await signal('ended', ring.rings + ring.talks);
      }
      return ok(null);
    }),
  );
}
