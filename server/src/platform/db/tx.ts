import type { PoolClient, QueryResult } from 'pg';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Actor } from './actor.ts';
import { TooLate, type Limit } from './limit.ts';
import { compile, sql, type Sql } from './sql.ts';

/** What is told to others once the transaction commits. Payloads hold ids and codes, never names. */
export type DomainEvent = {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly personId?: Id | null;
};

/** A line of the audit. `personIds` = whose data was read or changed. */
export type AuditRecord = {
  readonly action: string;
  readonly personIds?: readonly Id[];
  readonly entity?: string;
  readonly entityId?: Id;
  /** Field → [before, after]; names, numbers and texts of persons stay out: the field alone is named with null. */
  readonly changes?: Readonly<Record<string, readonly [unknown, unknown] | null>>;
  readonly reason?: string;
};

/** `moves`: it goes with the clock; else it tells of that moment alone. */
type Time = { now: Instant; readonly moves: boolean };

/** When it was and who did it: `Tx.as` tells of other times and persons in the same commit. */
export type Told<T> = T & { readonly at: Instant; readonly actor: Actor };

/**
 * One transaction in one organisation. `now` is the time of every row it writes: database time at its start, and where it had to wait for another one,
 * the time after that (`follow`). Events and audit lines are collected and written with the commit, in one statement each.
 */
export class Tx {
  readonly actor: Actor;
  readonly events: Told<DomainEvent>[] = [];
  readonly auditRecords: Told<AuditRecord>[] = [];
  readonly committed: (() => void)[] = [];
  readonly #client: PoolClient;
  readonly #limit: Limit | null;
  #time: Time;

  constructor(client: PoolClient, actor: Actor, now: Instant, limit: Limit | null = null) {
    this.#client = client;
    this.#limit = limit;
    this.actor = actor;
    this.#time = { now, moves: true };
  }

  get now(): Instant {
    return this.#time.now;
  }

  get orgId(): Id {
    return this.actor.orgId;
  }

  /** The same transaction for another actor, or at another time, where it stays: the demo tells of the past. Events and audit go to the same commit. */
  as(actor: Actor, at?: Instant): Tx {
    if (actor.orgId !== this.orgId) throw new Error('a transaction stays in its organisation');
    const other = new Tx(this.#client, actor, this.now, this.#limit);
    other.#time = at === undefined ? this.#time : { now: at, moves: false };
    return Object.assign(other, { events: this.events, auditRecords: this.auditRecords, committed: this.committed });
  }

  /**
   * After rows were locked: `now` moves on where one of them was written later. Who began first may come second: what the other one wrote is not of the
   * future, and nothing is written before what it follows. A statement only then.
   */
  async follow(written: readonly (Instant | null)[]): Promise<void> {
    if (written.some((at) => at !== null && at > this.now)) await this.moveOn();
  }

  /** `now` is the time by now: after a wait of which no row tells. */
  async moveOn(): Promise<void> {
    if (!this.#time.moves) return;
    const { now } = await this.one(
      sql<{
        now: Instant;
      }>`select date_trunc('milliseconds', platform.clock_now() + (clock_timestamp() - transaction_timestamp())) as now`,
    );
    if (now > this.now) this.#time.now = now;
  }

  async rows<Row>(query: Sql<Row>): Promise<Row[]> {
    return (await this.#run(query)).rows as Row[];
  }

  async maybe<Row>(query: Sql<Row>): Promise<Row | null> {
    const rows = await this.rows(query);
    return rows[0] ?? null;
  }

  async one<Row>(query: Sql<Row>): Promise<Row> {
    const row = await this.maybe(query);
    if (row === null) throw new Error('a row that must exist is missing');
    return row;
  }

  /** Rows touched. */
  async run(query: Sql): Promise<number> {
    return (await this.#run(query)).rowCount ?? 0;
  }

  emit(event: DomainEvent): void {
    this.events.push({ ...event, at: this.now, actor: this.actor });
  }

  audit(record: AuditRecord): void {
    this.auditRecords.push({ ...record, at: this.now, actor: this.actor });
  }

  /** For what this process remembers of the rows: called once they are committed, and not at all if they never are. */
  afterCommit(act: () => void): void {
    this.committed.push(act);
  }

  /** For COPY streams only. */
  get client(): PoolClient {
    return this.#client;
  }

  async #run(query: Sql): Promise<QueryResult> {
    // Whoever waits for what this transaction has locked waits no longer.
    if (this.#limit?.isOver()) throw new TooLate();
    const { text, values } = compile(query);
    return this.#client.query(text, values);
  }
}
