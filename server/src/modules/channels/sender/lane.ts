import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Actor, type Database } from '../../../platform/db/index.ts';
import { patient } from '../../../platform/patience.ts';
import { NOT_BEGUN } from '../rules/after-answer.ts';
import { afterFailure, WELL } from '../rules/health.ts';
import type { ChannelsDeps } from '../service/deps.ts';
import { hearText } from '../service/heard.ts';
import { openTransport } from '../service/open.ts';
import { applyCrossed, hearReceipts } from '../service/receipts.ts';
import { takeBatch, type Parting, type Place } from '../store/hand-over-store.ts';
import type { Lane } from '../store/queue-store.ts';
import { findTransport, updateHealth } from '../store/transport-store.ts';
import { Pace, TransportError, type Handed, type Receipt, type Transport } from '../transports/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { Gathered } from './gathered.ts';
import { handOver, type Taken } from './hand-over.ts';
import { settle, settleLeftInTheMiddle } from './settle.ts';
import { UnwrittenAnswers } from './unwritten.ts';

const MOST_AT_ONCE = 2_000;
/** A batch is what leaves in so long, as it went before: its recipients are held meanwhile. */
const BATCH_MILLISECONDS = 250;
const FIRST_BATCH = 400;
const LEAST_AT_ONCE = 10;
/** Where an answer that is lost cannot be asked for again, fewer are on their way at a time. */
const MOST_WITHOUT_KEYS = 50;
/** One leaves, one is judged, one is written, and one more. */
const BATCHES_AT_ONCE = 4;
/** So that a process that dies leaves few of whom nobody knows. */
const BATCHES_WITHOUT_KEYS = 2;
/** What is answered by then is written; the rest has to wait for its own answers. */
const ANSWERS_MILLISECONDS = 1_000;
/** Receipts that follow an answer at once are written with it. */
const RECEIPTS_MILLISECONDS = 30;
const IDLE_MILLISECONDS = 200;
const CROSSED_MILLISECONDS = 500;
/** So often a queue is looked at from its beginning: what was written with an earlier time, and committed late, waits no longer. */
const BEGINNING_MILLISECONDS = 5_000;

type Open = { readonly row: TransportRow; readonly transport: Transport; readonly pace: Pace };

/**
 * One lane, held by one process: takes a batch out of the queue, hands it over, writes what became of it, and so on. The way out stays open as long as the
 * lane is held, so that receipts are heard.
 *
 * waiting → (take) sending → (hand over) on its way → (settle) sent | failed | unknown | waiting again
 */
export class LaneRun {
  readonly #deps: ChannelsDeps;
  readonly #lane: Lane;
  readonly #actor: Actor;
  /** Batches that this process has not yet written to their end. */
  readonly #own = new Set<Id>();
  readonly #unwritten = new UnwrittenAnswers();
  readonly #receipts: Gathered<Receipt>;
  #most = FIRST_BATCH;
  /** Where the queue was taken up to, and since when it is not looked at from its beginning. */
  #upTo: { readonly place: Place | null; readonly since: number } = { place: null, since: 0 };
  #open: Open | null = null;
  #stopping = false;
  #health = { failures: 0, rests: 0, written: false };

  constructor(deps: ChannelsDeps, lane: Lane) {
    this.#deps = deps;
    this.#lane = lane;
    this.#actor = systemActor(lane.orgId, 'channels');
    this.#receipts = new Gathered((receipts) => this.#store(receipts));
  }

  /** Until there is nothing to do, or it cannot be done for now, or `stop`. Gives how many were taken. */
  async run(isHeld: () => boolean): Promise<number> {
    let taken = 0;
    const inFlight = new Set<Promise<void>>();
    try {
      let looked = 0;
      while (!this.#stopping && isHeld()) {
        const open = await this.#ready();
        if (!open) break;
        if (this.#deps.steady() - looked > CROSSED_MILLISECONDS) {
          looked = this.#deps.steady();
          await this.#tidy(open);
        }
        const batch = await this.#take(open);
        taken += batch.messages.length;
        if (batch.messages.length === 0) {
          if (inFlight.size === 0 && !this.#listens(open)) break;
          await Promise.race([sleep(IDLE_MILLISECONDS), ...inFlight]);
          continue;
        }
        const going = this.#deliver(open, batch).finally(() => void inFlight.delete(going));
        inFlight.add(going);
        const most = open.transport.idempotent ? BATCHES_AT_ONCE : BATCHES_WITHOUT_KEYS;
        if (inFlight.size >= most) await Promise.race(inFlight);
      }
    } finally {
      await Promise.allSettled(inFlight);
      await this.#close();
    }
    return taken;
  }

  stop(): void {
    this.#stopping = true;
  }

  get #db(): Database {
    return this.#deps.database;
  }

  /** The way out, open and as its row says now; null where it is switched off, rests, or does not open. */
  async #ready(): Promise<Open | null> {
    const row = must(
      await this.#db.inTx(this.#actor, async (tx) => ok(await findTransport(tx, this.#lane.lane)), 'read'),
    );
    // Letters wait for a batch.
    if (!row?.active || row.kind === 'post') return null;
    if (this.#open?.row.version !== row.version) {
      await this.#close();
      const transport = openTransport(
        this.#deps,
        this.#lane.orgId,
        row,
        (receipts) => this.#hear(receipts),
        (text) => hearText(this.#deps, this.#lane.orgId, row.id, text),
      );
      const { ratePerSecond, window } = row;
      this.#open = { row, transport, pace: new Pace({ ratePerSecond, window, now: this.#deps.steady }) };
      this.#health = { failures: row.failures, rests: row.rests, written: false };
    }
    try {
      await this.#open.transport.open();
    } catch (error) {
      await this.#failed(error instanceof TransportError ? error.code : 'unreachable', true);
      return null;
    }
    return this.#open;
  }

  #listens({ row }: Open): boolean {
    return row.kind === 'smpp' || row.kind === 'hylafax';
  }

  async #tidy({ row, transport }: Open): Promise<void> {
    const work = { db: this.#db, actor: this.#actor, row, idempotent: transport.idempotent };
    while ((await settleLeftInTheMiddle(work, [...this.#own])) > 0);
    must(
      await this.#db.inTxAgain(this.#actor, async (tx) => {
        await applyCrossed(tx, row.id);
        return ok(null);
      }),
    );
  }

  async #take({ row, transport }: Open): Promise<Taken> {
    const id = newId();
    const most = Math.min(this.#most, transport.idempotent ? MOST_AT_ONCE : MOST_WITHOUT_KEYS, row.ratePerSecond);
    // Before anybody sees it: who looks for what others left in the middle finds it among her own.
    this.#own.add(id);
    const isLong = this.#deps.steady() - this.#upTo.since > BEGINNING_MILLISECONDS;
    const after = isLong ? null : this.#upTo.place;
    const taken = must(
      await this.#db.inTx(this.#actor, async (tx) => {
        let messages = await takeBatch(tx, row.id, id, most, after);
        if (after && messages.length === 0) messages = await takeBatch(tx, row.id, id, most);
        return ok({ id, messages, takenAt: tx.now });
      }),
    );
    const place = lastOf(taken.messages);
    this.#upTo = { place, since: after && place ? this.#upTo.since : this.#deps.steady() };
    if (taken.messages.length === 0) this.#own.delete(id);
    return taken;
  }

  async #deliver(open: Open, taken: Taken): Promise<void> {
    const { row, transport, pace } = open;
    const db = this.#db;
    const { random, refused } = this.#deps;
    const actor = this.#actor;
    try {
      const { pumped, shared, uncommitted, broken, error } = await handOver(
        { db, actor, row, transport, pace, links: this.#deps, heard: (answer) => this.#unwritten.answered(answer) },
        taken,
        (begun, milliseconds) => this.#size(begun, milliseconds),
      );
      if (error !== null) this.#deps.log.warn({ err: error }, 'the transaction of a batch broke');
      const write = async (answers: readonly Handed[], isFirst: boolean, isLast: boolean) => {
        await this.#untilWritten(() =>
          settle({ db, actor, row, idempotent: transport.idempotent, random, refused }, taken, {
            answers,
            reported: this.#unwritten.take(answers),
            uncommitted: isFirst ? uncommitted : null,
            shared,
            isLast,
          }),
        );
        this.#unwritten.written(answers);
        await this.#judgeHealth(answers);
      };
      if (!pumped) {
        const notBegun = broken
          ? taken.messages.map(({ id }) => ({ id, kind: 'again', why: NOT_BEGUN, waitMilliseconds: 0 }) as const)
          : [];
        return await write(notBegun, true, true);
      }
      for (let [done, written] = [false, 0]; !done;) {
        done = await patient(pumped.answered, ANSWERS_MILLISECONDS);
        if (done && this.#listens(open)) await sleep(RECEIPTS_MILLISECONDS);
        const some = pumped.answers.slice(written);
        if (some.length > 0 || done) await write(some, written === 0, done);
        written += some.length;
      }
    } finally {
      this.#own.delete(taken.id);
    }
  }

  /** As many at once as leave in a short while. */
  #size(begun: number, milliseconds: number): void {
    const next = Math.round((begun * BATCH_MILLISECONDS) / Math.max(1, milliseconds));
    this.#most = Math.max(LEAST_AT_ONCE, Math.min(MOST_AT_ONCE, 2 * this.#most, next));
  }

  /** What the other end answered must not be lost: as long as this process lives it is tried to be written. */
  async #untilWritten(write: () => Promise<void>): Promise<void> {
    for (let wait = 100; ; wait = Math.min(5_000, wait * 2)) {
      try {
        return await write();
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'what became of messages could not be written yet');
        if (this.#stopping && wait > 2_000) throw error;
        await sleep(wait);
      }
    }
  }

  async #judgeHealth(answers: readonly Handed[]): Promise<void> {
    const trouble =
      answers.find(({ kind }) => kind === 'unknown') ??
      answers.find((one) => one.kind === 'again' && one.why !== NOT_BEGUN);
    const reached = answers.some(({ kind }) => kind === 'sent' || kind === 'failed');
    if (!reached && trouble && trouble.kind !== 'sent') return this.#failed(trouble.why, false);
    if (reached && (this.#health.failures > 0 || !this.#health.written)) {
      this.#health = { ...WELL, written: true };
      await this.#writeHealth({ ...WELL, restMilliseconds: null, error: null });
    }
  }

  /** Not opening at all is trouble enough to be left alone at once. */
  async #failed(code: string, atOnce: boolean): Promise<void> {
    const standing = atOnce ? { ...this.#health, failures: this.#health.failures + 2 } : this.#health;
    const next = afterFailure(standing, this.#deps.random());
    this.#health = { failures: next.failures, rests: next.rests, written: true };
    await this.#writeHealth({ ...next, error: code });
    if (next.restMilliseconds !== null) this.#stopping = true;
  }

  async #writeHealth(health: Parameters<typeof updateHealth>[2]): Promise<void> {
    must(
      await this.#db.inTx(this.#actor, async (tx) => {
        await updateHealth(tx, this.#lane.lane, health);
        return ok(null);
      }),
    );
  }

  /** Resolves once they are stored. */
  async #hear(receipts: readonly Receipt[]): Promise<void> {
    const { awaited = [], others = [] } = Object.groupBy(receipts, (receipt) =>
      this.#unwritten.isAwaited(receipt) ? 'awaited' : 'others',
    );
    await Promise.all([
      this.#receipts.add(others),
      this.#unwritten.join(awaited).then((rest) => this.#receipts.add(rest)),
    ]);
  }

  async #store(receipts: readonly Receipt[]): Promise<void> {
    must(await this.#db.inTxAgain(this.#actor, async (tx) => ok(await hearReceipts(tx, this.#lane.lane, receipts))));
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.transport.close().catch(() => undefined);
  }
}

/** Of the last in the order of the queue; null where it is not among them. */
function lastOf(messages: readonly Parting[]): Place | null {
  for (const { id, dueAt } of messages) if (dueAt !== null) return { id, dueAt };
  return null;
}
