import type { Id } from '../../../kernel/ids.ts';
import type { Pace } from './pace.ts';
import { settled, type Going, type Handed, type Parcel } from './types.ts';

export type Pumped = {
  /** Which ones left, once all that will leave has left. */
  readonly begun: Promise<ReadonlySet<Id>>;
  /** Those that are known so far; of what did not begin in time that it is to be tried again (`not_begun`). */
  readonly answers: readonly Handed[];
  /** All are known. */
  readonly answered: Promise<void>;
};

export const NOT_BEGUN = 'not_begun';
/** It is we who could not hand it over. */
export const OWN_FAULT = 'own_fault';

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
      const going = started(parcel, send);
      left.add(parcel.id);
      begun.push(going.begun.catch(() => undefined));
      void going.answer
        .catch((): Handed => ({ id: parcel.id, kind: 'unknown', why: 'no_answer' }))
        .then((one) => {
          pace.free();
          answer(one);
        });
    }
    await Promise.all(begun);
    return left;
  };
  return { begun: run(), answers, answered };
}

/** A way out that throws has handed nothing over; the next parcel is not held up, and the breaker hears of it. */
function started(parcel: Parcel, send: (parcel: Parcel) => Going): Going {
  try {
    return send(parcel);
  } catch {
    return settled({ id: parcel.id, kind: 'again', why: OWN_FAULT, waitMilliseconds: null });
  }
}
