import { newId, type Id } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import type { RefusalParams } from '../../kernel/outcome.ts';
import { at, json, sql, type Database, type Sql, type Tx } from '../db/index.ts';

export const JOBS_CHANNEL = 'anbu_jobs';

export type NewJob = {
  readonly kind: string;
  /** What the job works on, e.g. the import. */
  readonly ref?: Id | null;
  /** Ids and settings only: it stands in the database as plain text. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Fills the sentence `job.title.<kind>`. */
  readonly titleParams?: RefusalParams;
};

export async function insertJob(tx: Tx, job: NewJob): Promise<Id> {
  const id = newId();
  await tx.run(sql`
    with written as (
      insert into platform.job (org_id, id, kind, title_params, input, ref_id, due_at, created_at)
      values (${tx.orgId}, ${id}, ${job.kind}, ${json(job.titleParams ?? {})}, ${json(job.input ?? {})}, ${job.ref ?? null},
        clock_timestamp(), ${at(tx.now)})
    )
    select pg_notify(${JOBS_CHANNEL}, ${tx.orgId})`);
  return id;
}

export type JobRow = {
  readonly id: Id;
  readonly kind: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly titleParams: RefusalParams;
  readonly done: number;
  readonly total: number | null;
  readonly error: string | null;
  readonly errorParams: RefusalParams;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
  readonly ref: Id | null;
};

const COLUMNS: Sql = sql`id, kind, state, title_params as "titleParams", progress_done as done, progress_total as total, error,
  error_params as "errorParams", created_at as "createdAt", finished_at as "finishedAt", ref_id as ref`;

export async function findJob(tx: Tx, id: Id): Promise<JobRow | null> {
  return tx.maybe(sql<JobRow>`select ${COLUMNS} from platform.job where org_id = ${tx.orgId} and id = ${id}`);
}

/** Newest first. */
export async function listJobs(tx: Tx, limit: number, before: { at: Instant; id: Id } | null): Promise<JobRow[]> {
  return tx.rows(sql<JobRow>`
    select ${COLUMNS} from platform.job
    where org_id = ${tx.orgId} and ${before ? sql`(created_at, id) < (${at(before.at)}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by created_at desc, id desc limit ${limit}`);
}

export async function listDueJobs(
  db: Database,
  kinds: readonly string[],
  limit: number,
): Promise<{ orgId: Id; id: Id }[]> {
  return db.global(
    sql<{ orgId: Id; id: Id }>`select org_id as "orgId", id from platform.jobs_due(${kinds}::text[], ${limit})`,
  );
}

export type ClaimedJob = {
  readonly id: Id;
  readonly kind: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly ref: Id | null;
  readonly attempts: number;
  /** Claims since the last progress, with this one. */
  readonly idleClaims: number;
};

/** Null where another worker has it. A running job whose lease ran out is taken over. */
export async function claimJob(tx: Tx, id: Id, worker: Id, leaseSeconds: number): Promise<ClaimedJob | null> {
  return tx.maybe(sql<ClaimedJob>`
    update platform.job set state = 'running', worker = ${worker}, attempts = least(attempts + 1, 32767),
      idle_claims = least(idle_claims + 1, 32767), due_at = statement_timestamp() + ${leaseSeconds} * interval '1 second'
    where org_id = ${tx.orgId} and id = (
      select id from platform.job where org_id = ${tx.orgId} and id = ${id}
        and state in ('waiting', 'running') and due_at <= statement_timestamp() for update skip locked
    )
    returning id, kind, input, ref_id as ref, attempts, idle_claims as "idleClaims"`);
}

/**
 * True where the job is still this worker's; it stays so to the end of the transaction. A key share lock: whoever would take the job
 * over (for update) passes by, the worker's own progress and lease (no key) go on.
 */
export async function lockOwnJob(tx: Tx, id: Id, worker: Id): Promise<boolean> {
  const row = await tx.maybe(sql`
    select 1 from platform.job where org_id = ${tx.orgId} and id = ${id} and worker = ${worker} for key share`);
  return row !== null;
}

/** The worker lives: its lease goes on. False where the job is no longer its own. */
export async function updateLease(tx: Tx, id: Id, worker: Id, leaseSeconds: number): Promise<boolean> {
  const touched = await tx.run(sql`
    update platform.job set due_at = statement_timestamp() + ${leaseSeconds} * interval '1 second'
    where org_id = ${tx.orgId} and id = ${id} and worker = ${worker}`);
  return touched === 1;
}

/** Further than ever, or another total after some work, is progress: then errors and claims count from none again. */
export async function updateProgress(tx: Tx, id: Id, worker: Id, done: number, total: number | null): Promise<void> {
  await tx.run(sql`
    update platform.job j set progress_done = ${done}, progress_total = ${total},
      errors = case when seen.moved then 0 else j.errors end,
      idle_claims = case when seen.moved then 0 else j.idle_claims end,
      reached = case when seen.moved then ${done} else j.reached end
    from (
      select ${done} > reached or (reached > 0 and progress_total is distinct from ${total}::bigint) as moved
      from platform.job where org_id = ${tx.orgId} and id = ${id}
    ) seen
    where j.org_id = ${tx.orgId} and j.id = ${id} and j.worker = ${worker}`);
}

/** The errors since the last progress, with this one; null where the job is no longer this worker's. */
export async function countError(tx: Tx, id: Id, worker: Id): Promise<number | null> {
  const row = await tx.maybe(sql<{ errors: number }>`
    update platform.job set errors = least(errors + 1, 32767)
    where org_id = ${tx.orgId} and id = ${id} and worker = ${worker} returning errors`);
  return row?.errors ?? null;
}

export type JobEnd =
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly error: string; readonly params: RefusalParams }
  /** `isOwnFault` false: the worker stops; the claim does not count. */
  | {
      readonly state: 'waiting';
      readonly error: string | null;
      readonly waitMilliseconds: number;
      readonly isOwnFault: boolean;
    };

/** False where the job is no longer this worker's: then nothing has ended. */
export async function updateEnded(tx: Tx, id: Id, worker: Id, end: JobEnd): Promise<boolean> {
  const waiting = end.state === 'waiting';
  const uncounted = waiting && !end.isOwnFault ? 1 : 0;
  const touched = await tx.run(sql`
    update platform.job set state = ${end.state}, worker = null,
      error = ${end.state === 'done' ? null : end.error}, error_params = ${json(end.state === 'failed' ? end.params : {})},
      finished_at = ${waiting ? null : formatInstant(tx.now)}::timestamptz,
      attempts = attempts - ${uncounted}, idle_claims = greatest(0, idle_claims - ${uncounted}),
      due_at = statement_timestamp() + ${waiting ? end.waitMilliseconds : 0} * interval '1 millisecond'
    where org_id = ${tx.orgId} and id = ${id} and worker = ${worker}`);
  return touched === 1;
}

export async function listDueSweeps(db: Database, names: readonly string[]): Promise<string[]> {
  const rows = await db.global(sql<{ name: string }>`select name from platform.sweeps_due(${names}::text[]) as name`);
  return rows.map((row) => row.name);
}

export async function claimSweep(
  db: Database,
  name: string,
  first: Instant | null,
  leaseSeconds: number,
): Promise<boolean> {
  const [row] = await db.global(sql<{ claimed: boolean }>`
    select platform.claim_sweep(${name}, ${at(first)}::timestamptz, ${leaseSeconds}) as claimed`);
  return row?.claimed ?? false;
}

export async function endSweep(
  db: Database,
  name: string,
  next: Instant | null,
  everySeconds: number,
  failure: string | null,
) {
  await db.global(sql`select platform.end_sweep(${name}, ${at(next)}::timestamptz, ${everySeconds}, ${failure})`);
}

/** When a sweep last did all of its work; null = never. */
export async function findSweepSuccess(db: Database, name: string): Promise<Instant | null> {
  const [row] = await db.global(sql<{ at: Instant | null }>`select platform.sweep_succeeded_at(${name}) as at`);
  return row?.at ?? null;
}

/** Real time of the database, by which leases and the ticker go. */
export async function findRealTime(db: Database): Promise<Instant> {
  const [row] = await db.global(sql<{ at: Instant }>`select clock_timestamp() as at`);
  return row!.at;
}
