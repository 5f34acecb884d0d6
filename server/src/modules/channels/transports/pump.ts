import type { Id } from '../../../kernel/ids.ts';
import type { Pace } from './pace.ts';
import type { Going, Handed, Parcel } from './types.ts';

export type Pumped = {
  /** Which ones left, once all that will leave has left. */
  readonly begun: Promise<ReadonlySet<Id>>;
  /** Those that are known so far; of what did not begin in time that it is to be tried again (`not_begun`). */
  readonly answers: readonly Handed[];
  /** All are known. */
  readonly answered: Promise<void>;
};

export const NOT_BEGUN = 'not_begun';

/** Hands parcels over one after the other, as fast as the pace allows and no more than its window unanswered. After the deadline none begins. */
export function pump(
  parcels: readonly Parcel[],
  pace: Pace,
  deadline: AbortSignal,
  send: (parcel: Parcel) => Going,
  heard: (answer: Handed) => void = () => undefined,
): Pumped {
  const answers: Handed[] = [];
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  const answer = (one: Handed) => {
    heard(one);
    answers.push(one);
    if (answers.length === parcels.length) resolve();
  };
  if (parcels.length === 0) resolve();
  const run = async () => {
    const begun: Promise<void>[] = [];
    const left = new Set<Id>();
    for (const parcel of parcels) {
      if (!pace.mayBegin(deadline) && !(await pace.take(deadline))) {
        answer({ id: parcel.id, kind: 'again', why: NOT_BEGUN, waitMilliseconds: 0 });
        continue;
      }
      const going = send(parcel);
      left.add(parcel.id);
      begun.push(going.begun);
      void going.answer.then((one) => {
        pace.free();
        answer(one);
      });
    }
    await Promise.all(begun);
    return left;
  };
  return { begun: run(), answers, answered };
}
