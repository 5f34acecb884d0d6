import type { Id } from '../../../kernel/ids.ts';
import { NOT_BEGUN } from '../rules/after-answer.ts';
import type { Pace } from './pace.ts';
import { settled, type Going, type Handed, type Parcel, type Transport } from './types.ts';

export type Pumped = {
  /** Which ones were begun so far; after the deadline none is added. */
  readonly left: ReadonlySet<Id>;
  /** All that will leave has left. */
  readonly begun: Promise<void>;
  /** Those that are known so far; of what did not begin in time that it is to be tried again (`not_begun`). */
  readonly answers: readonly Handed[];
  /** All are known. */
  readonly answered: Promise<void>;
};

/** It is we who could not hand it over. */
export const OWN_FAULT = 'own_fault';

/**
 * Hands parcels over one after the other, as fast as the pace allows and no more than its window unanswered, when those that came before have begun.
 * After the deadline none begins.
 */
export function pump(
  parcels: readonly Parcel[],
  pace: Pace,
  deadline: AbortSignal,
  transport: Pick<Transport, 'send' | 'submit' | 'flush'>,
  heard: (answer: Handed) => void = () => undefined,
): Pumped {
  const answers: Handed[] = [];
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  const answer = (one: Handed) => {
    heard(one);
    answers.push(one);
    if (answers.length === parcels.length) resolve();
  };
  const ended = (one: Handed) => {
    pace.free();
    answer(one);
  };
  if (parcels.length === 0) resolve();
  const left = new Set<Id>();
  const { promise: written, resolve: isWritten } = Promise.withResolvers<void>();
  let [unwritten, isOver] = [0, false];
  const begun = () => {
    unwritten -= 1;
    if (isOver && unwritten === 0) isWritten();
  };
  const run = async () => {
    for (const parcel of parcels) {
      if (!pace.mayBegin(deadline)) {
        // What is waited for is an answer to what may still be held back.
        transport.flush?.();
        if (!(await pace.take(deadline))) {
          answer({ id: parcel.id, kind: 'again', why: NOT_BEGUN, waitMilliseconds: 0 });
          continue;
        }
      }
      left.add(parcel.id);
      unwritten += 1;
      if (transport.submit) {
        transport.submit(parcel, begun, ended);
        continue;
      }
      const going = started(parcel, transport);
      void going.begun.then(begun, begun);
      void going.answer.catch((): Handed => ({ id: parcel.id, kind: 'unknown', why: 'no_answer' })).then(ended);
    }
    isOver = true;
    if (unwritten === 0) isWritten();
  };
  void pace.inTurn(run);
  return { left, begun: written, answers, answered };
}

/** A way out that throws has handed nothing over; the next parcel is not held up, and the breaker hears of it. */
function started(parcel: Parcel, transport: Pick<Transport, 'send'>): Going {
  try {
    return transport.send(parcel);
  } catch {
    return settled({ id: parcel.id, kind: 'again', why: OWN_FAULT, waitMilliseconds: null });
  }
}
