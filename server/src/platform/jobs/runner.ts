import { newId, type Id } from '../../kernel/ids.ts';
import { must, ok, type Outcome } from '../../kernel/outcome.ts';
import { systemActor, type Actor, type Database, type Tx } from '../db/index.ts';
import { describeFailure } from '../outbox/backoff.ts';
import type { Listener } from '../stream/index.ts';
import * as store from './store.ts';
import type { ClaimedJob, JobEnd } from './store.ts';

export type JobContext = {
  readonly jobId: Id;
  readonly actor: Actor;
  readonly ref: Id | null;
  readonly input: Readonly<Record<string, unknown>>;
  /** Counts from 1. Above 1 an earlier worker died or failed: go on where its transactions ended. */
  readonly attempt: number;
  /** Aborted when the process stops or the job was given to another worker: end soon, by throwing. */
  readonly signal: AbortSignal;
  /** One transaction of the job. It throws where the job is no longer this worker's, so a worker that was thought dead writes nothing. */
  inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Shown on the screen; written at most twice a second. */
  progress(done: number, total: number | null): Promise<void>;
};

/** A refusal ends the job as failed with that code; an error is tried again, five times in all. */
export type JobHandler = (context: JobContext) => Promise<Outcome<unknown>>;

export type JobsLog = { warn(fields: object, text: string): void; error(fields: object, text: string): void };

export type JobRunnerOptions = {
  readonly db: Database;
  readonly log: JobsLog;
  readonly listener?: Listener;
  /** Jobs at a time in this process. */
  readonly parallel?: number;
  readonly pollMilliseconds?: number;
  readonly leaseSeconds?: number;
  readonly waitAfter?: (attempts: number) => number;
};

const MOST_ATTEMPTS = 5;

/**
 * Takes waiting jobs and runs them. A job is leased; the lease goes on while its worker lives. A worker that died lets it run out, and
 * another takes the job, which resumes by what its own transactions wrote.
 *
 *     waiting ──claim──▶ running ──ok──▶ done
 *        ▲                 │ ├──refusal, or fifth error──▶ failed
 *        └──error, stop────┘ └──lease ran out──▶ running (another worker)
 */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #handlers = new Map<string, JobHandler>();
  readonly #running = new Map<Id, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #unlisten: (() => void) | undefined;
  #looking: Promise<void> | null = null;
  #again = false;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  register(kind: string, handler: JobHandler): void {
    if (this.#handlers.has(kind)) throw new Error(`the job ${kind} is registered twice`);
    this.#handlers.set(kind, handler);
  }

  start(): void {
    this.#unlisten = this.#options.listener?.on(store.JOBS_CHANNEL, () => this.#wake());
    this.#timer = setInterval(() => this.#wake(), this.#options.pollMilliseconds ?? 5_000).unref();
    this.#wake();
  }

  /** Jobs that run are told to end and go back. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#unlisten?.();
    this.#stop.abort(new Error('the process stops'));
    await this.#looking;
    await Promise.all(this.#running.values());
  }

  #wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = this.#look()
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'jobs could not be read'))
      .finally(() => {
        this.#looking = null;
        if (this.#again) {
          this.#again = false;
          this.#wake();
        }
      });
  }

  async #look(): Promise<void> {
    const free = (this.#options.parallel ?? 2) - this.#running.size;
    if (free <= 0 || this.#handlers.size === 0) return;
    const due = await store.listDueJobs(this.#options.db, [...this.#handlers.keys()], free);
    for (const { orgId, id } of due) {
      if (this.#stop.signal.aborted) return;
      const worker = newId();
      const actor = systemActor(orgId, 'job');
      const job = must(
        await this.#options.db.inTx(actor, async (tx) => ok(await store.claimJob(tx, id, worker, this.#lease))),
      );
      if (job === null) continue;
      const run = this.#run(systemActor(orgId, `job.${job.kind}`), job, worker)
        .catch((error: unknown) =>
          this.#options.log.error({ err: error, jobId: id }, 'the end of a job was not stored'),
        )
        .finally(() => {
          this.#running.delete(worker);
          this.#wake();
        });
      this.#running.set(worker, run);
    }
  }

  async #run(actor: Actor, job: ClaimedJob, worker: Id): Promise<void> {
    const { db, log } = this.#options;
    const lost = new AbortController();
    const heartbeat = setInterval(
      () => {
        db.inTx(actor, async (tx) => ok(await store.updateLease(tx, job.id, worker, this.#lease))).then(
          (outcome) => outcome.ok && !outcome.value && lost.abort(new Error('the job was given to another worker')),
          () => undefined,
        );
      },
      (this.#lease * 1_000) / 4,
    );
    let end: JobEnd;
    try {
      const outcome = await this.#handlers.get(job.kind)!(this.#context(actor, job, worker, lost.signal));
      end = outcome.ok
        ? { state: 'done' }
        : { state: 'failed', error: outcome.refusal.code, params: outcome.refusal.params };
    } catch (error) {
      end = this.#afterError(job, error);
      if (end.state === 'failed' || (end.state === 'waiting' && end.isOwnFault)) {
        log.error({ err: error, jobId: job.id, kind: job.kind, attempt: job.attempts }, 'a job failed');
      }
    } finally {
      clearInterval(heartbeat);
    }
    await db.inTx(actor, async (tx) => {
      await store.updateEnded(tx, job.id, worker, end);
      if (end.state !== 'waiting') tx.emit({ type: `jobs.${end.state}`, payload: { jobId: job.id, kind: job.kind } });
      return ok(null);
    });
  }

  #afterError(job: ClaimedJob, error: unknown): JobEnd {
    if (this.#stop.signal.aborted) return { state: 'waiting', error: null, waitMilliseconds: 0, isOwnFault: false };
    if (job.attempts >= MOST_ATTEMPTS) return { state: 'failed', error: 'jobs.failed', params: {} };
    const wait = this.#options.waitAfter ?? ((attempts: number) => 5_000 * 3 ** (attempts - 1));
    return { state: 'waiting', error: describeFailure(error), waitMilliseconds: wait(job.attempts), isOwnFault: true };
  }

  #context(actor: Actor, job: ClaimedJob, worker: Id, lost: AbortSignal): JobContext {
    const { db } = this.#options;
    const signal = AbortSignal.any([this.#stop.signal, lost]);
    let writtenAt = Number.NEGATIVE_INFINITY;
    return {
      jobId: job.id,
      actor,
      ref: job.ref,
      input: job.input,
      attempt: job.attempts,
      signal,
      inTx: (work) =>
        db.inTx(actor, async (tx) => {
          if (!(await store.lockOwnJob(tx, job.id, worker))) throw new Error('the job was given to another worker');
          return work(tx);
        }),
      progress: async (done, total) => {
        if (performance.now() - writtenAt < 500 && done !== total) return;
        writtenAt = performance.now();
        await db.inTx(actor, async (tx) => ok(await store.updateProgress(tx, job.id, worker, done, total)));
      },
    };
  }

  get #lease(): number {
    return this.#options.leaseSeconds ?? 30;
  }
}
