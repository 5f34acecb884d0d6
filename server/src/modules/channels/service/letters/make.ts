import type { LetterBatchInput, LetterBatchMade } from '@anbu/contract';
import type { z } from 'zod';
import type { CalendarDay } from '../../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../../kernel/ids.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { must, ok, refuse, refuseAt, type Outcome } from '../../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../../kernel/zoned-time.ts';
import { systemActor, type Database, type Tx } from '../../../../platform/db/index.ts';
import { startJob } from '../../../../platform/jobs/index.ts';
import { evidenceOf, loadJudged, loadRules, noteTold } from '../../../consents/index.ts';
import { allSites, countryOf, defaultSite } from '../../../identity/index.ts';
import { envelopeLines } from '../../rules/envelope.ts';
import { letterNumber } from '../../rules/letter-number.ts';
import { MOVES } from '../../rules/states.ts';
import {
  insertBatch,
  insertPrint,
  listLettersToBatch,
  lockWaysOfLetters,
  nextBatchNo,
  wasMadeOn,
} from '../../store/letter-batch-store.ts';
import { insertLetters, listNames, listSitesOf, takeLetters } from '../../store/letter-store.ts';
import {
  insertQueued,
  insertVerdicts,
  updateStates,
  type NewVerdict,
  type StateChange,
} from '../../store/queue-store.ts';
import { listReviews } from '../../store/template-store.ts';
import { findTransport, listWaysOut } from '../../store/transport-store.ts';
import type { MessageRow } from '../../vocabulary.ts';
import { judgeHandOver, questionOf, stateOfDenied } from '../gate.ts';
import { senderOf } from '../senders.ts';
import { tellChanged } from '../told.ts';
import { whereTo, type Where } from './postal.ts';
import { batchOf } from './reads.ts';

export const LETTERS_JOB = 'channels.letters';
/** More are another batch: the gate is asked for all of them at once. */
const MOST_LETTERS = 2_000;

/**
 * Collects the letters that wait: this is their hand-over. Each is judged once more, and gets a place and a number; pages are set by a job. Refuses
 * channels.no_way_out, channels.no_letters 409; by field `transportId` field.not_found. Spec: product D8, P2.
 */
export async function makeBatch(tx: Tx, input: LetterBatchInput): Promise<Outcome<z.input<typeof LetterBatchMade>>> {
  const ways = await lockWaysOfLetters(tx);
  const wayId = input.transportId ?? (await listWaysOut(tx)).get('letter')?.id;
  if (wayId === undefined) return refuse('channels.no_way_out', { channel: 'letter' }, 409);
  if (!ways.includes(wayId)) return refuseAt('transportId', 'field.not_found');
  const made = await collect(tx, wayId, null);
  if (made.taken === 0) return refuse('channels.no_letters', {}, 409);
  const { batchId, refused, later } = made;
  return ok({ batch: batchId === null ? null : await batchOf(tx, batchId), refused, later });
}

/** Batches that are due by themselves, each day once however many processes look. Gives how many were made. */
export async function sweepLetters(db: Database): Promise<number> {
  let made = 0;
  for (const { orgId, transportId } of await listLettersToBatch(db)) {
    const batch = must(
      await db.inTxAgain(systemActor(orgId, 'channels'), async (tx) => {
        if (!(await lockWaysOfLetters(tx)).includes(transportId)) return ok(null);
        const day = await dueDay(tx, transportId);
        if (day === null || (await wasMadeOn(tx, transportId, day))) return ok(null);
        return ok((await collect(tx, transportId, day)).batchId);
      }),
    );
    if (batch !== null) made += 1;
  }
  return made;
}

/** Today, once its time has come. */
async function dueDay(tx: Tx, transportId: Id): Promise<CalendarDay | null> {
  const dailyAt = (await findTransport(tx, transportId))?.settings['dailyAt'];
  if (typeof dailyAt !== 'string' || !/^\d\d:\d\d$/.test(dailyAt)) return null;
  const zone = (await defaultSite(tx)).timeZone;
  const today = dayOf(zone, tx.now);
  const [hours = 0, minutes = 0] = dailyAt.split(':').map(Number);
  return instantAt(zone, today, hours * 60 + minutes) <= tx.now ? today : null;
}

type Addressed = { readonly message: MessageRow & { readonly personId: Id }; readonly where: Where & { ok: true } };
type Collected = {
  readonly batchId: Id | null;
  readonly taken: number;
  readonly refused: number;
  readonly later: number;
};

async function collect(tx: Tx, transportId: Id, dueOn: CalendarDay | null): Promise<Collected> {
  const taken = await takeLetters(tx, transportId, MOST_LETTERS);
  const way = await findTransport(tx, transportId);
  if (taken.length === 0 || !way) return { batchId: null, taken: 0, refused: 0, later: 0 };
  const persons = taken.flatMap(({ personId }) => personId ?? []);
  const rules = await loadRules(tx);
  const recipients = await loadJudged(tx, persons, { lock: true });
  const { now } = tx;
  const sender = await senderOf(tx, 'letter', way.sender);
  const reviews = await listReviews(tx, taken);
  const where = await whereTo(tx, persons);
  const verdicts: NewVerdict[] = [];
  const changes: (StateChange & { readonly until?: Instant })[] = [];
  const going: Addressed[] = [];
  for (const message of taken) {
    const { id, personId } = message;
    const recipient = personId === null ? undefined : recipients.get(personId);
    const verdict = judgeHandOver(questionOf(message, sender, reviews), recipient, rules, now);
    verdicts.push({ id: newId(), messageId: id, at: now, evidence: evidenceOf(verdict, now) });
    if (personId === null) {
      changes.push({ id, state: 'refused', why: 'gate.nobody' });
      continue;
    }
    const to = where(personId);
    if (verdict.verdict === 'DENY') changes.push({ id, state: stateOfDenied(verdict.code), why: verdict.code });
    else if (verdict.verdict === 'DEFER')
      changes.push({ id, state: 'queued', why: verdict.code, until: verdict.until });
    else if (!to.ok) changes.push({ id, state: 'refused', why: to.why });
    else going.push({ message: { ...message, personId }, where: to });
  }
  await insertVerdicts(tx, verdicts);
  tellChanged(tx, await updateStates(tx, changes, MOVES));
  const waiting = changes.flatMap(({ id, until }) =>
    until === undefined ? [] : [{ id, lane: transportId, nextAt: until }],
  );
  await insertQueued(tx, waiting);
  await noteTold(
    tx,
    going.flatMap(({ message: { personId, purpose, channel } }) =>
      rules.counts(purpose) ? [{ personId, purpose, channel }] : [],
    ),
  );
  const counts = { taken: taken.length, refused: changes.length - waiting.length, later: waiting.length };
  if (going.length === 0) return { batchId: null, ...counts };
  return { batchId: await insertWhole(tx, transportId, dueOn, going), ...counts };
}

/** The batch, its letters in the order of the post, and the job that sets their pages. */
async function insertWhole(
  tx: Tx,
  transportId: Id,
  dueOn: CalendarDay | null,
  going: readonly Addressed[],
): Promise<Id> {
  const [batchId, no] = [newId(), await nextBatchNo(tx)];
  const sites = new Map((await allSites(tx)).map((site) => [site.id, site]));
  const home = await defaultSite(tx);
  const siteOf = await listSitesOf(
    tx,
    going.flatMap(({ message }) => message.enquiryId ?? []),
  );
  const names = await listNames(
    tx,
    going.map(({ message }) => message.personId),
  );
  const country = countryOf(home);
  const key = ({ where: { postal }, message }: Addressed) =>
    `${postal.country === country ? '' : postal.country} ${postal.postcode ?? ''} ${message.id}`;
  const sorted = [...going].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  await insertBatch(tx, { id: batchId, no, transportId, letters: sorted.length, dueOn });
  await insertLetters(
    tx,
    batchId,
    sorted.map(({ message: { id, personId, enquiryId }, where: { postal } }, at) => {
      const site = sites.get(siteOf.get(enquiryId ?? '') ?? '') ?? home;
      return {
        seq: at + 1,
        messageId: id,
        number: letterNumber(no, at + 1),
        personId,
        siteId: site.id,
        address: envelopeLines(postal, names.get(personId) ?? null, countryOf(site)),
      };
    }),
  );
  const printId = await insertPrint(tx, batchId, 1, sorted.length);
  await startJob(tx, { kind: LETTERS_JOB, ref: printId, titleParams: { no } });
  tx.audit({
    action: 'channels.letters_collected',
    personIds: sorted.map(({ message }) => message.personId),
    entity: 'letter_batch',
    entityId: batchId,
    changes: { count: [null, sorted.length] },
  });
  tx.emit({ type: 'channels.letters_changed', payload: { batchId } });
  return batchId;
}
