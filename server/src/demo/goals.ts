import type { GoalsInput } from '@anbu/contract';
import { addMonths, type CalendarMonth } from '../kernel/calendar-day.ts';
import { must, ok } from '../kernel/outcome.ts';
import { setGoals } from '../modules/desk/index.ts';
import type { Database } from '../platform/db/index.ts';
import type { Clinic } from './clinic.ts';

/** Of a clinic with four consultants and some three hundred enquiries a month. */
const OF_ONE = { booked: 20, visited: 14, firstCall: 70 } as const;
const MEASURES = ['booked', 'visited', 'firstCall'] as const;

/** What the manager asked of each consultant and of their team, last month and, a little more, this month (A20). */
export async function giveGoals(db: Database, clinic: Clinic, month: CalendarMonth): Promise<void> {
  const { manager, consultants, teamId } = clinic;
  const goals = (growth: number): GoalsInput['goals'] => [
    ...consultants.flatMap(({ userId }) =>
      MEASURES.map((measure) => goal('user', userId ?? '', measure, OF_ONE[measure] + growth)),
    ),
    ...MEASURES.map((measure) => goal('team', teamId, measure, (OF_ONE[measure] + growth) * consultants.length)),
  ];
  must(
    await db.inTx(manager, async (tx) => {
      must(await setGoals(tx, addMonths(month, -1), goals(0)));
      must(await setGoals(tx, month, goals(2)));
      // Nobody is signed in yet whom it could be told.
      tx.events.length = 0;
      return ok(null);
    }),
  );
}

function goal(of: 'user' | 'team', id: string, measure: (typeof MEASURES)[number], target: number) {
  return { of, id, measure, target, version: 0 };
}
