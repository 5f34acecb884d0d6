import type { Id } from '../../kernel/ids.ts';
import type { Outcome, RefusalParams } from '../../kernel/outcome.ts';
import type { Actor, Database, Tx } from '../db/index.ts';
import type { Listener } from '../stream/index.ts';

export type JobContext = {
  readonly jobId: Id;
  readonly actor: Actor;
  readonly ref: Id | null;
  readonly input: Readonly<Record<string, unknown>>;
  /** Counts from 1. Above 1 an earlier worker died or failed: go on where its transactions ended. */
  readonly attempt: number;
  /** Aborted when the process stops or the job was given to another worker: end soon, by throwing. */
  readonly signal: AbortSignal;
  /**
   * One transaction of the job; `work` runs again after a deadlock or a lost serialisation. It throws where the job is no longer this
   * worker's, so a worker that was thought dead writes nothing.
   */
  inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Shown on the screen; written at most twice a second. What goes beyond the furthest so far clears errors and claims. */
  progress(done: number, total: number | null): Promise<void>;
};

/** A refusal ends the job as failed with that code; an error is tried again, five times without progress between. */
export type JobHandler = (context: JobContext) => Promise<Outcome<unknown>>;

export type FailedJob = {
  readonly jobId: Id;
  readonly ref: Id | null;
  readonly error: string;
  readonly params: RefusalParams;
};

export type JobOptions = {
  /** In the transaction that ends the job as failed: what waits for it is told, e.g. the import that it works on. */
  readonly onFailed?: (tx: Tx, job: FailedJob) => Promise<void>;
};

export type JobsLog = { warn(fields: object, text: string): void; error(fields: object, text: string): void };

export type JobRunnerOptions = {
  readonly db: Database;
  readonly log: JobsLog;
  readonly listener?: Listener;
  /** Jobs at a time in this process. */
  readonly parallel?: number;
  readonly pollMilliseconds?: number;
  readonly leaseSeconds?: number;
  readonly waitAfter?: (errors: number) => number;
};
