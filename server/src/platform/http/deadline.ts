import type { Limit } from '../db/index.ts';
import { unavailable } from './problem.ts';
import { Refusing } from './refusing.ts';

/** A commit on its way is waited for: only the database knows how it ends. With the deadline itself less than half a minute. */
const COMMIT_PATIENCE = 4_000;

/**
 * Decides once which comes first, the commit of an act or the answer that it took too long: who is told 503 may send it again, so
 * nothing of it is kept. Only a commit that the database itself does not answer within four seconds is told so and may have happened.
 */
export class Deadline implements Limit {
  #state: 'open' | 'committing' | 'over' = 'open';

  isOver(): boolean {
    return this.#state === 'over';
  }

  mayCommit(): boolean {
    if (this.#state === 'over') return false;
    this.#state = 'committing';
    return true;
  }

  async race<T>(work: Promise<T>, milliseconds: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const giveUp = () => {
        this.#state = 'over';
        reject(new Refusing(unavailable()));
      };
      timer = setTimeout(() => {
        if (this.#state === 'committing') timer = setTimeout(giveUp, COMMIT_PATIENCE);
        else giveUp();
      }, milliseconds);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
