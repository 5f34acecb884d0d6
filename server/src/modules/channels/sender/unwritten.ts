import type { Handed, Receipt } from '../transports/index.ts';

/** So long a receipt waits for its message's answer to be written; then it is kept by itself. */
const MOST_MILLISECONDS = 1_000;

type Reported = 'delivered' | 'read';
type Unwritten = { reported: Reported | null; isBeingWritten: boolean };

/**
 * Messages that the other end has numbered, until the database knows it. A receipt that comes in the meantime is written with the answer, in one change:
 * it counts as heard once that is committed.
 *
 * answered → (take) being written → (written) gone
 */
export class UnwrittenAnswers {
  readonly #byNumber = new Map<string, Unwritten>();
  #wake = Promise.withResolvers<void>();

  answered(answer: Handed): void {
    if (answer.kind !== 'sent' || answer.providerId === null) return;
    this.#byNumber.set(answer.providerId, { reported: null, isBeingWritten: false });
  }

  /** What was reported of these until now; whatever comes later comes by itself. */
  take(answers: readonly Handed[]): Map<string, Reported> {
    const reported = new Map<string, Reported>();
    for (const number of numbersOf(answers)) {
      const one = this.#byNumber.get(number);
      if (!one) continue;
      one.isBeingWritten = true;
      if (one.reported !== null) reported.set(number, one.reported);
    }
    return reported;
  }

  /** They are committed. */
  written(answers: readonly Handed[]): void {
    for (const number of numbersOf(answers)) this.#byNumber.delete(number);
    const { resolve } = this.#wake;
    this.#wake = Promise.withResolvers<void>();
    resolve();
  }

  /** Whether its message was answered and that is not committed yet. */
  isAwaited({ providerId }: Receipt): boolean {
    return providerId !== null && this.#byNumber.has(providerId);
  }

  /** Joins receipts of these messages to what is written of them. Resolves with those that must be stored by themselves after all. */
  async join(receipts: readonly Receipt[]): Promise<Receipt[]> {
    const joined = new Set<Receipt>();
    for (const receipt of receipts) {
      const one = this.#byNumber.get(receipt.providerId ?? '');
      if (!one || one.isBeingWritten || (receipt.state !== 'delivered' && receipt.state !== 'read')) continue;
      one.reported = one.reported === 'read' ? 'read' : receipt.state;
      joined.add(receipt);
    }
    const { promise: late, resolve } = Promise.withResolvers<void>();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      resolve();
    }, MOST_MILLISECONDS);
    while (!isLate && receipts.some((receipt) => this.isAwaited(receipt)))
      await Promise.race([this.#wake.promise, late]);
    clearTimeout(timer);
    return receipts.filter((receipt) => !joined.has(receipt) || this.isAwaited(receipt));
  }
}

function numbersOf(answers: readonly Handed[]): string[] {
  return answers.flatMap((answer) => (answer.kind === 'sent' ? (answer.providerId ?? []) : []));
}
