import pg from 'pg';
import { isId } from '../../kernel/ids.ts';
import { instant, type Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Actor } from './actor.ts';
import { TooLate, type Limit } from './limit.ts';
import { isRetryable } from './retry.ts';
import { compile, type Sql } from './sql.ts';
import { Tx } from './tx.ts';
import { types } from './types.ts';

/** Writes what a transaction collected, in that transaction, just before it commits. */
export type Flush = (tx: Tx) => Promise<void>;

export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize?: number;
  readonly applicationName?: string;
  readonly flush?: readonly Flush[];
};

const BEGIN = {
  write: 'begin',
  read: 'begin read only',
  // A report that reads several statements sees one state.
  snapshot: 'begin isolation level repeatable read read only',
} as const;
export type TxMode = keyof typeof BEGIN;

export class Database {
  readonly pool: pg.Pool;
  readonly url: string;
  readonly #flush: readonly Flush[];

  constructor(options: DatabaseOptions) {
    this.url = options.url;
    this.#flush = options.flush ?? [];
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize ?? 10,
      types,
      application_name: options.applicationName ?? 'anbu',
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      statement_timeout: 30_000,
    });
    // A broken idle connection is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', () => undefined);
    // So is one that breaks in the hands of a transaction, between two of its statements: the next one says so.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * Runs `work` in one transaction of the actor's organisation. A refusal rolls back and is given back as it is; an error rolls back and is thrown.
   * With a `limit` that is over it is rolled back and throws TooLate. This is the one place that sets `app.org_id`.
   */
  async inTx<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<Outcome<T>>,
    mode: TxMode = 'write',
    limit: Limit | null = null,
  ): Promise<Outcome<T>> {
    if (!isId(actor.orgId)) throw new Error('an organisation id is a UUID');
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      if (limit?.isOver()) throw new TooLate();
      const tx = new Tx(client, actor, await begin(client, actor.orgId, mode), limit);
      const outcome = await work(tx);
      if (!outcome.ok) {
        await client.query('rollback');
        return outcome;
      }
      for (const flush of this.#flush) await flush(tx);
      if (limit && !limit.mayCommit()) throw new TooLate();
      await client.query('commit');
      for (const act of tx.committed) act();
      return outcome;
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * As `inTx`, up to `tries` times where a deadlock or a lost serialisation kept nothing of it; then the error is the caller's.
   * `work` must be able to run again.
   */
  async inTxAgain<T>(
    actor: Actor,
    work: (tx: Tx) => Promise<Outcome<T>>,
    { mode = 'write', tries = 3, limit = null }: { mode?: TxMode; tries?: number; limit?: Limit | null } = {},
  ): Promise<Outcome<T>> {
    for (let left = tries - 1; ; left -= 1) {
      try {
        return await this.inTx(actor, work, mode, limit);
      } catch (error) {
        if (left <= 0 || !isRetryable(error)) throw error;
      }
    }
  }

  /** Statements on global tables and functions, which belong to no organisation. */
  async global<Row>(query: Sql<Row>): Promise<Row[]> {
    const { text, values } = compile(query);
    return (await this.pool.query(text, values)).rows as Row[];
  }

  /** Database time with the test offset. */
  async now(): Promise<Instant> {
    const { rows } = await this.pool.query('select platform.clock_now() as now');
    return (rows[0] as { now: Instant }).now;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** One round trip: begin, organisation, time. The id was checked to be a UUID: `set local` takes no parameter. */
async function begin(client: pg.PoolClient, orgId: string, mode: TxMode): Promise<Instant> {
  const results = (await client.query(
    `${BEGIN[mode]}; set local app.org_id = '${orgId}'; select platform.clock_now() as now`,
  )) as unknown as pg.QueryResult<{ now: Instant }>[];
  const now = results[2]?.rows[0]?.now;
  if (now === undefined) throw new Error('the database did not tell the time');
  return instant(now);
}
