import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import type { Actor, Database, Tx } from '../../../platform/db/index.ts';
import {
  evidenceOf,
  isOfHealth,
  loadJudged,
  loadRules,
  noteTold,
  type LinkDeps,
  type Sender,
} from '../../consents/index.ts';
import { MOVES } from '../rules/states.ts';
import { evidenceOfTest, judgeHandOver, questionOf, stateOfDenied } from '../service/gate.ts';
import { refusedSender, senderOf } from '../service/senders.ts';
import { tellChanged } from '../service/told.ts';
import { updateVerdictsOf, type Parting } from '../store/hand-over-store.ts';
import { insertQueued, insertVerdicts, updateStates, type NewVerdict, type StateChange } from '../store/queue-store.ts';
import { listOutdatedBookings } from '../store/person-store.ts';
import { listProviderCodes, listReviews } from '../store/template-store.ts';
import { pump, type Handed, type Pace, type Pumped, type Transport } from '../transports/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { attachedOf, leaveUrlOf, papersOf, parcelOf } from './parcels.ts';
import { SaidOfMany, type Verdicts } from './verdicts.ts';

/** So long a batch may hold the recipients it is handed to: whoever stops one of them waits no longer. */
const MOST_MILLISECONDS = 2_000;

export type HandOver = {
  readonly db: Database;
  readonly actor: Actor;
  readonly row: TransportRow;
  readonly transport: Transport;
  readonly pace: Pace;
  /** Makes the address at which one click leaves the list. */
  readonly links: LinkDeps;
  /** Called with each answer as soon as it is known. */
  readonly heard: (answer: Handed) => void;
};

/** What was taken out of a queue together. */
export type Taken = { readonly id: Id; readonly messages: readonly Parting[]; readonly takenAt: Instant };

/** What does not leave: refused, too late, or (`until`) not yet. */
export type Staying = StateChange & { readonly until?: Instant };

type Told = { readonly personId: Id; readonly purpose: Parting['purpose']; readonly channel: Parting['channel'] };

/** What a batch came to: on its way, or kept here. `uncommitted` is what the database must still hear, where its transaction broke after the hand-over. */
export type HandedOver = {
  readonly pumped: Pumped | null;
  readonly uncommitted: {
    readonly verdicts: readonly NewVerdict[];
    readonly staying: readonly Staying[];
    readonly told: readonly Told[];
  } | null;
  /** Which verdict let each go, where it has it with others. */
  readonly shared: Verdicts['shared'];
  /** Nothing left, and nothing of it is in the database: the whole batch waits for another try. */
  readonly broken: boolean;
  /** Why its transaction broke. */
  readonly error: unknown;
};

/**
 * Judges a batch once more and hands over what may go, in one transaction that holds its recipients: a stop that committed before is obeyed, one that
 * comes meanwhile waits until the bytes are out (C1). Each verdict is stored with it. Spec: rules.md; product P2.
 */
export async function handOver(
  work: HandOver,
  { id, messages: batch }: Taken,
  took: (begun: number, milliseconds: number) => void,
): Promise<HandedOver> {
  const { db, actor, row, transport, pace, links, heard } = work;
  let pumped: Pumped | null = null;
  let verdicts: Verdicts = NOTHING_SAID;
  const staying: Staying[] = [];
  let told: Told[] = [];
  try {
    must(
      await db.inTx(actor, async (tx) => {
        const { rules, codes, going, said } = await judged(tx, row, batch, staying);
        verdicts = said.all();
        await insertVerdicts(tx, verdicts.rows);
        await updateVerdictsOf(tx, row.id, id, verdicts.shared);
        await keepHere(tx, row.id, staying);
        if (going.length > 0) {
          const papers = await papersOf(tx, going, row.sender);
          const files = await attachedOf(tx, going);
          const deadline = AbortSignal.timeout(MOST_MILLISECONDS);
          pumped = pump(
            going.map((message) => ({
              ...parcelOf(message, codes, leaveUrlOf(links, actor.orgId, message, tx.now)),
              page: papers.get(message.id),
              attachments: files.get(message.id),
            })),
            pace,
            deadline,
            transport,
            heard,
          );
          const started = performance.now();
          await Promise.race([pumped.begun, after(deadline)]);
          // What was begun is out before the recipients are let go.
          if (deadline.aborted) transport.flush?.();
          const { left } = pumped;
          took(left.size, performance.now() - started);
          told = going.flatMap(({ id, personId, purpose, channel }) =>
            personId !== null && rules.counts(purpose) && left.has(id) ? [{ personId, purpose, channel }] : [],
          );
          await noteTold(tx, told);
        }
        return ok(null);
      }),
    );
    return { pumped, shared: verdicts.shared, uncommitted: null, broken: false, error: null };
  } catch (error) {
    const uncommitted = pumped ? { verdicts: verdicts.rows, staying, told } : null;
    return {
      pumped,
      shared: pumped ? verdicts.shared : NOTHING_SAID.shared,
      uncommitted,
      broken: pumped === null,
      error,
    };
  }
}

/** What the gate says of each, with the recipients held; who does not leave is added to `staying`. Only what is needed further on outlives it. */
async function judged(tx: Tx, row: TransportRow, batch: readonly Parting[], staying: Staying[]) {
  const rules = await loadRules(tx);
  const persons = batch.flatMap(({ personId }) => personId ?? []);
  const counted = batch.some(({ purpose }) => rules.counts(purpose));
  const readers = batch.some(({ health, subject, body }) => isOfHealth({ health, subject, text: body }));
  const mails = readers || batch.some(({ channel }) => channel === 'email');
  const recipients = await loadJudged(tx, persons, { lock: true, counted, readers, mails, going: batch });
  const { now } = tx;
  const senders = new Map<string, Sender>();
  for (const { channel } of batch) {
    if (!senders.has(channel)) senders.set(channel, await senderOf(tx, channel, row.sender));
  }
  const codes = await listProviderCodes(tx, batch);
  const reviews = await listReviews(tx, batch);
  const outdated = await listOutdatedBookings(
    tx,
    batch.flatMap(({ bookingId }) => bookingId ?? []),
  );
  const going: Parting[] = [];
  const said = new SaidOfMany(now);
  for (const message of batch) {
    if (message.personId === null) {
      if (message.usefulUntil !== null && message.usefulUntil <= now) {
        staying.push({ id: message.id, state: 'expired', why: 'gate.expired' });
        continue;
      }
      // A colleague; a test of somebody's own has no occasion.
      const sender = senders.get(message.channel) ?? null;
      const refused =
        message.occasion === null || sender === null
          ? null
          : await refusedSender(tx, { channel: message.channel, to: message.toAddress }, sender);
      said.keep(message.id, refused ? evidenceOf(refused, now) : evidenceOfTest(now));
      if (refused) staying.push({ id: message.id, state: 'refused', why: refused.code });
      else going.push(message);
      continue;
    }
    const recipient = recipients.get(message.personId);
    const verdict = judgeHandOver(
      questionOf(message, senders.get(message.channel) ?? null, reviews, outdated.has(message.bookingId ?? '')),
      recipient,
      rules,
      now,
    );
    said.say(message, verdict);
    if (verdict.verdict === 'ALLOW') going.push(message);
    else if (verdict.verdict === 'DENY') {
      staying.push({ id: message.id, state: stateOfDenied(verdict.code), why: verdict.code });
    } else staying.push({ id: message.id, state: 'queued', why: verdict.code, until: verdict.until });
  }
  return { rules, codes, going, said };
}

/** Refused ones end here, those that wait go back to the queue. */
export async function keepHere(tx: Tx, lane: Id, staying: readonly Staying[]): Promise<void> {
  tellChanged(tx, await updateStates(tx, staying, MOVES));
  await insertQueued(
    tx,
    staying.flatMap(({ id, until }) => (until === undefined ? [] : [{ id, lane, nextAt: until }])),
  );
}

const NOTHING_SAID: Verdicts = { rows: [], shared: new Map() };

function after(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
