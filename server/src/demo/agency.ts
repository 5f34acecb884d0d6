import type { Id } from '../kernel/ids.ts';
import { must, ok } from '../kernel/outcome.ts';
import { addDays } from '../kernel/calendar-day.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import { handOver } from '../modules/enquiries/index.ts';
import { changeTeam, createUser, recordContract } from '../modules/identity/index.ts';
import type { Database } from '../platform/db/index.ts';
import { DEMO_PASSWORD, type Clinic } from './clinic.ts';
import { listOpenEnquiries } from './store.ts';

export const AGENT_EMAIL = 'agent@agency.example';
const AGENT = '오한별';
/** What is hers of each clinic, so that her list has something of both. */
const HERS = 6;

/** A desk of another firm that answers for both clinics: a contract in each, one person under both, some of the open work hers (A15). */
export async function openAgency(db: Database, clinics: readonly Clinic[]): Promise<void> {
  for (const clinic of clinics) {
    const contractId = must(
      await db.inTx(clinic.admin, async (tx) => recordContract(tx, contractFrom(dayOf('Asia/Seoul', tx.now)))),
    ).id;
    const agent = must(
      await db.inTx(clinic.system, (tx) =>
        createUser(tx, {
          name: AGENT,
          email: AGENT_EMAIL,
          role: 'consultant',
          password: DEMO_PASSWORD,
          contractId,
          shownOnSignIn: true,
        }),
      ),
    ).id;
    must(
      await db.inTx(clinic.manager, async (tx) => {
        must(await changeTeam(tx, clinic.teamId, { memberIds: [...clinic.intakeIds, agent] }));
        await giveSome(tx, agent);
        return ok(null);
      }),
    );
  }
}

/** At one go, as people hand a desk over. */
async function giveSome(tx: Parameters<typeof handOver>[0], agent: Id): Promise<void> {
  const ids = (await listOpenEnquiries(tx, HERS)).map(({ id }) => id);
  const note = '위탁 상담에 맡깁니다';
  must(await handOver(tx, { what: { ids }, to: { kind: 'person', userId: agent }, evenAbsent: true, note }));
}

function contractFrom(today: ReturnType<typeof dayOf>) {
  return {
    agencyName: '한빛 상담센터',
    reference: '데모',
    signedOn: addDays(today, -10),
    validFrom: today,
    validTo: addDays(today, 365),
  };
}
