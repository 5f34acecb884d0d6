import type { Id } from '../../../kernel/ids.ts';
import type { Pace } from './pace.ts';
import type { Going, Handed, Parcel } from './types.ts';

export type Pumped = {
  /** Which ones left, once all that will leave has left. */
  readonly begun: Promise<ReadonlySet<Id>>;
  /** Of each; of what did not begin in time that it is to be tried again (`not_begun`). */
  readonly answers: Promise<Handed[]>;
};

export const NOT_BEGUN = 'not_begun';

/** Hands parcels over one after the other, as fast as the pace allows and no more than its window unanswered. After the deadline none begins. */
export function pump(
  parcels: readonly Parcel[],
  pace: Pace,
  deadline: AbortSignal,
  send: (parcel: Parcel) => Going,
): Pumped {
  const answers: Promise<Handed>[] = [];
  const run = async () => {
    const begun: Promise<void>[] = [];
    const left = new Set<Id>();
    for (const parcel of parcels) {
      if (!(await pace.take(deadline))) {
        answers.push(Promise.resolve({ id: parcel.id, kind: 'again', why: NOT_BEGUN, waitMilliseconds: 0 }));
        continue;
      }
      const going = send(parcel);
      left.add(parcel.id);
      begun.push(going.begun);
      answers.push(going.answer.finally(() => pace.free()));
    }
    await Promise.all(begun);
    return left;
  };
  // Answers of what has begun are waited for by nobody else while the rest is still to begin.
  const begun = run();
  return { begun, answers: begun.then(() => Promise.all(answers)) };
}
