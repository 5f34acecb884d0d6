import type { Failure } from './problem.ts';

/** Thrown where there is no outcome to give back, in hooks; the error handler answers it. */
export class Refusing extends Error {
  readonly failure: Failure;
  constructor(failed: Failure) {
    super(failed.code);
    this.failure = failed;
  }
}
