import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import type { Actor, Database, Tx } from '../../../platform/db/index.ts';
import {
  evidenceOf,
  isOfHealth,
  judge,
  loadJudged,
  loadRules,
  noteTold,
  recipientOf,
  unsubscribeLink,
  type LinkDeps,
  type Sender,
} from '../../consents/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import type { FaxPaper } from '../rules/fax-page.ts';
import { htmlOf } from '../rules/html.ts';
import { MOVES } from '../rules/states.ts';
import { evidenceOfTest, questionOf, stateOfDenied } from '../service/gate.ts';
import { faxHeadOf, faxPaperOf, namesOf } from '../service/fax.ts';
import { refusedSender, senderOf } from '../service/senders.ts';
import { tellChanged } from '../service/told.ts';
import { insertQueued, insertVerdicts, updateStates, type NewVerdict, type StateChange } from '../store/queue-store.ts';
import { listFilesOf } from '../store/file-store.ts';
import { listOutdatedBookings } from '../store/person-store.ts';
import { listProviderCodes, listReviews } from '../store/template-store.ts';
import { pump, type Handed, type Pace, type Parcel, type Pumped, type Transport } from '../transports/index.ts';
import type { MessageRow, TransportRow } from '../vocabulary.ts';

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

type Told = { readonly personId: Id; readonly purpose: MessageRow['purpose']; readonly channel: MessageRow['channel'] };

/** What a batch came to: on its way, or kept here. `uncommitted` is what the database must still hear, where its transaction broke after the hand-over. */
export type HandedOver = {
  readonly pumped: Pumped | null;
  readonly uncommitted: { readonly verdicts: readonly NewVerdict[]; readonly told: readonly Told[] } | null;
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
  batch: readonly MessageRow[],
  took: (begun: number, milliseconds: number) => void,
): Promise<HandedOver> {
  const { db, actor, row, transport, pace, links, heard } = work;
  let pumped: Pumped | null = null;
  const verdicts: NewVerdict[] = [];
  let told: Told[] = [];
  try {
    must(
      await db.inTx(actor, async (tx) => {
        const rules = await loadRules(tx);
        const persons = batch.flatMap(({ personId }) => personId ?? []);
        const readers = batch.some(({ health, subject, body }) => isOfHealth({ health, subject, text: body }));
        const recipients = await loadJudged(tx, persons, { lock: true, readers });
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
        const going: MessageRow[] = [];
        const changes: (StateChange & { readonly until?: number })[] = [];
        for (const message of batch) {
          if (message.personId === null) {
            if (message.usefulUntil !== null && message.usefulUntil <= tx.now) {
              changes.push({ id: message.id, state: 'expired', why: 'gate.expired' });
              continue;
            }
            // A colleague; a test of somebody's own has no occasion.
            const sender = senders.get(message.channel) ?? null;
            const refused =
              message.occasion === null || sender === null
                ? null
                : await refusedSender(tx, { channel: message.channel, to: message.toAddress }, sender);
            const evidence = refused ? evidenceOf(refused, tx.now) : evidenceOfTest(tx.now);
            verdicts.push({ id: newId(), messageId: message.id, at: tx.now, evidence });
            if (refused) changes.push({ id: message.id, state: 'refused', why: refused.code });
            else going.push(message);
            continue;
          }
          const recipient = recipients.get(message.personId);
          const verdict = judge(
            questionOf(message, senders.get(message.channel) ?? null, reviews, outdated.has(message.bookingId ?? '')),
            recipient ?? GONE,
            rules,
            tx.now,
          );
          verdicts.push({ id: newId(), messageId: message.id, at: tx.now, evidence: evidenceOf(verdict, tx.now) });
          if (!recipient) changes.push({ id: message.id, state: 'refused', why: 'gate.nobody' });
          else if (verdict.verdict === 'ALLOW') going.push(message);
          else if (verdict.verdict === 'DENY') {
            changes.push({ id: message.id, state: stateOfDenied(verdict.code), why: verdict.code });
          } else changes.push({ id: message.id, state: 'queued', why: verdict.code, until: verdict.until });
        }
        await insertVerdicts(tx, verdicts);
        tellChanged(tx, await updateStates(tx, changes, MOVES));
        const deferred = changes.flatMap(({ id, until }) =>
          until === undefined ? [] : [{ id, lane: row.id, nextAt: until as typeof tx.now }],
        );
        await insertQueued(tx, deferred);
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
            (parcel) => transport.send(parcel),
            heard,
          );
          const started = performance.now();
          const begun = await Promise.race([pumped.begun, after(deadline)]);
          const left = begun ?? new Set(going.map(({ id }) => id));
          took(left.size, performance.now() - started);
          told = going.flatMap(({ id, personId, purpose, channel }) =>
            personId !== null && left.has(id) ? [{ personId, purpose, channel }] : [],
          );
          await noteTold(tx, told);
        }
        return ok(null);
      }),
    );
    return { pumped, uncommitted: null, broken: false, error: null };
  } catch (error) {
    return { pumped, uncommitted: pumped ? { verdicts, told } : null, broken: pumped === null, error };
  }
}

/** Who was a person and is none any more: nothing is known, and nothing is allowed. */
const GONE = recipientOf({ jurisdiction: 'KR', timeZone: null, doNotContact: true });

/** What may be left by one click: everything that the person did not ask for herself. */
const LEFT_BY_ONE_CLICK: readonly string[] = ['marketing', 'survey', 'renewal'];

function leaveUrlOf(
  links: LinkDeps,
  orgId: Id,
  { channel, purpose, personId }: MessageRow,
  now: Instant,
): string | null {
  if (channel !== 'email' || personId === null || !LEFT_BY_ONE_CLICK.includes(purpose)) return null;
  return unsubscribeLink(links, { orgId, personId, purpose, channel }, now).url;
}

function parcelOf(message: MessageRow, codes: ReadonlyMap<string, string>, leaveUrl: string | null): Parcel {
  const { id, channel, toAddress, subject, body, language, templateId, templateNo, values } = message;
  const code = codes.get(`${templateId} ${templateNo}`);
  return {
    id,
    channel,
    to: toAddress ?? '',
    subject,
    text: body,
    html:
      channel === 'email'
        ? htmlOf(
            body,
            language,
            leaveUrl === null ? null : { url: leaveUrl, words: textOf(language, 'messages.leave') },
          )
        : null,
    provider: channel === 'alimtalk' && code !== undefined ? { code, values } : null,
    leaveUrl,
  };
}

/** What goes with mails to colleagues: nobody else is sent a file. */
async function attachedOf(tx: Tx, going: readonly MessageRow[]): Promise<Map<Id, Parcel['attachments'] & {}>> {
  const mails = going.filter(({ personId, channel }) => personId === null && channel === 'email');
  const found = await listFilesOf(
    tx,
    mails.map(({ id }) => id),
  );
  return new Map(
    [...found].map(([id, files]) => [
      id,
      files.map(({ fileName, content }) => ({
        filename: fileName,
        content: Buffer.from(content),
        contentType: typeOf(fileName),
      })),
    ]),
  );
}

const TYPES: readonly (readonly [ending: string, type: string])[] = [
  ['.pdf', 'application/pdf'],
  ['.csv', 'text/csv; charset=utf-8'],
  ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
];

function typeOf(fileName: string): string {
  return TYPES.find(([ending]) => fileName.endsWith(ending))?.[1] ?? 'application/octet-stream';
}

/** What fax machines print, of those that go by fax. */
async function papersOf(tx: Tx, going: readonly MessageRow[], sender: string): Promise<Map<Id, FaxPaper>> {
  const faxes = going.filter(({ channel }) => channel === 'fax');
  if (faxes.length === 0) return new Map();
  const head = await faxHeadOf(tx, sender);
  const names = await namesOf(tx, faxes);
  return new Map(
    faxes.map((row) => {
      const personName = names.get(row.personId ?? '') ?? null;
      return [row.id, faxPaperOf({ ...row, text: row.body, to: row.toAddress, personName }, head, tx.now)];
    }),
  );
}

function after(signal: AbortSignal): Promise<null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  signal.addEventListener('abort', () => resolve(null), { once: true });
  return promise;
}
