/** How long a transaction is wanted. It asks before each statement, and once more, for good, before it commits. */
export type Limit = {
  isOver(): boolean;
  /** False = nobody waits any more: roll back. True binds the asker: the answer waits for this commit. */
  mayCommit(): boolean;
};

/** The transaction was rolled back because nobody waited for it any more. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}
