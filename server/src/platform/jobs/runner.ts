import { newId, type Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor, type Actor, type Tx } from '../db/index.ts';
import { describeFailure } from '../outbox/backoff.ts';
import * as store from './store.ts';
import type { ClaimedJob, JobEnd } from './store.ts';
import type { JobContext, JobHandler, JobOptions, JobRunnerOptions } from './types.ts';

const MOST_ERRORS = 5;
/** Without any progress: whoever took it ended with it, e.g. for want of memory. */
const MOST_CLAIMS = 10;

/**
 * Takes waiting jobs and runs them. A job is leased; the lease goes on while its worker lives. A worker that died lets it run out, and
 * another takes the job, which resumes by what its own transactions wrote.
 *
 *     waiting ──claim──▶ running ──ok──▶ done
 *        ▲                 │ ├──refusal, fifth error or eleventh claim without progress──▶ failed (onFailed)
 *        └──error, stop────┘ └──lease ran out──▶ running (another worker)
 */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #handlers = new Map<string, JobOptions & { readonly run: JobHandler }>();
  readonly #running = new Map<Id, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #unlisten: (() => void) | undefined;
  #looking: Promise<void> | null = null;
  #again = false;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  register(kind: string, run: JobHandler, options: JobOptions = {}): void {
    if (this.#handlers.has(kind)) throw new Error(`the job ${kind} is registered twice`);
    this.#handlers.set(kind, { ...options, run });
  }

  start(): void {
    this.#timer = setInterval(() => this.#wake(), this.#options.pollMilliseconds ?? 5_000).unref();
    this.#unlisten = this.#options.listener?.on(store.JOBS_CHANNEL, () => this.#wake());
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
    if (this.#timer === null || this.#stop.signal.aborted) return;
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
      // One that cannot be taken must not stand before the others.
      await this.#take(orgId, id).catch((error: unknown) =>
        this.#options.log.error({ err: error, jobId: id }, 'a job could not be taken'),
      );
    }
  }

  /** Runs one job to its end, for commands: nothing else is looked for. False where it is not due, or another worker has it. */
  async runOne(orgId: Id, id: Id): Promise<boolean> {
    const begun = await this.#take(orgId, id);
    await begun?.ended;
    return begun !== null;
  }

  /** Null where it is not due, another worker has it, or it was given up. */
  async #take(orgId: Id, id: Id): Promise<{ readonly ended: Promise<void> } | null> {
    const worker = newId();
    const job = await this.#claim(systemActor(orgId, 'job'), id, worker);
    if (job === null) return null;
    const ended = this.#run(systemActor(orgId, `job.${job.kind}`), job, worker)
      .catch((error: unknown) => this.#options.log.error({ err: error, jobId: id }, 'the end of a job was not stored'))
      .finally(() => {
        this.#running.delete(worker);
        this.#wake();
      });
    this.#running.set(worker, ended);
    return { ended };
  }

  async #claim(actor: Actor, id: Id, worker: Id): Promise<ClaimedJob | null> {
    const { db, log } = this.#options;
    const claimed = await db.inTxAgain(actor, async (tx) => {
      const job = await store.claimJob(tx, id, worker, this.#lease);
      if (job === null || job.idleClaims <= MOST_CLAIMS) return ok(job);
      await this.#end(tx, job, worker, { state: 'failed', error: 'jobs.given_up', params: { claims: MOST_CLAIMS } });
      log.error({ jobId: id, kind: job.kind }, 'a job was given up: whoever took it ended without any progress');
      return ok(null);
    });
    return must(claimed);
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
    let ended: JobEnd | null = null;
    let failure: unknown;
    try {
      const outcome = await this.#handlers.get(job.kind)!.run(this.#context(actor, job, worker, lost.signal));
      ended = outcome.ok
        ? { state: 'done' }
        : { state: 'failed', error: outcome.refusal.code, params: outcome.refusal.params };
    } catch (error) {
      failure = error;
      if (!this.#stop.signal.aborted && !lost.signal.aborted) {
        log.error({ err: error, jobId: job.id, kind: job.kind, attempt: job.attempts }, 'a job failed');
      }
    } finally {
      clearInterval(heartbeat);
    }
    await db.inTxAgain(actor, async (tx) => {
      await this.#end(tx, job, worker, ended ?? (await this.#afterError(tx, job, worker, failure)));
      return ok(null);
    });
  }

  async #end(tx: Tx, job: ClaimedJob, worker: Id, end: JobEnd): Promise<void> {
    if (!(await store.updateEnded(tx, job.id, worker, end)) || end.state === 'waiting') return;
    if (end.state === 'failed') {
      const { error, params } = end;
      await this.#handlers.get(job.kind)?.onFailed?.(tx, { jobId: job.id, ref: job.ref, error, params });
    }
    tx.emit({ type: `jobs.${end.state}`, payload: { jobId: job.id, kind: job.kind } });
  }

  async #afterError(tx: Tx, job: ClaimedJob, worker: Id, error: unknown): Promise<JobEnd> {
    if (this.#stop.signal.aborted) return { state: 'waiting', error: null, waitMilliseconds: 0, isOwnFault: false };
    const errors = (await store.countError(tx, job.id, worker)) ?? 0;
    if (errors >= MOST_ERRORS) return { state: 'failed', error: 'jobs.failed', params: {} };
    const wait = this.#options.waitAfter ?? ((after: number) => 5_000 * 3 ** (after - 1));
    return { state: 'waiting', error: describeFailure(error), waitMilliseconds: wait(errors), isOwnFault: true };
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
        db.inTxAgain(actor, async (tx) => {
          if (!(await store.lockOwnJob(tx, job.id, worker))) throw new Error('the job was given to another worker');
          return work(tx);
        }),
      progress: async (done, total) => {
        if (performance.now() - writtenAt < 500 && done !== total) return;
        writtenAt = performance.now();
        await db.inTxAgain(actor, async (tx) => ok(await store.updateProgress(tx, job.id, worker, done, total)));
      },
    };
  }

  get #lease(): number {
    return this.#options.leaseSeconds ?? 30;
  }
}
