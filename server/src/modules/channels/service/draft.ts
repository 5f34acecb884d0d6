import type {
  Language,
  LetterPage,
  MessagePreview,
  MessagePreviewInput,
  MessageState,
  Occasion,
  PageSheet,
  SentChannel,
} from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { judge, loadJudged, loadRules, readingOf, type Recipient, type Verdict } from '../../consents/index.ts';
import { layPages } from '../pages/index.ts';
import { countedOf, type Cost } from '../rules/cost.ts';
import { htmlOf } from '../rules/html.ts';
import { measure, unsendable } from '../rules/measure.ts';
import { findEnquiryOf } from '../store/person-store.ts';
import { listReviews } from '../store/template-store.ts';
import { listChats } from '../store/chat-store.ts';
import type { NewLink } from '../store/link-store.ts';
import { findTransport, listWaysOut } from '../store/transport-store.ts';
import type { MessageRow, TransportRow } from '../vocabulary.ts';
import { addressesOf } from './addresses.ts';
import { faxHeadOf, faxPaperOf } from './fax.ts';
import { questionOf } from './gate.ts';
import { whereTo, type Where } from './letters/postal.ts';
import { looksOf, type LookDeps } from './letters/look.ts';
import type { LinkPlace } from './links.ts';
import { senderOf } from './senders.ts';
import { readOf, viewJudged } from './view.ts';
import { TITLED, write, type Written } from './write.ts';

export type Draft = {
  readonly written: Written;
  readonly way: TransportRow;
  readonly to: string | null;
  readonly verdict: Verdict;
  readonly sheets: readonly PageSheet[] | null;
  /** Of a letter. */
  readonly where: Where | null;
  readonly row: Omit<MessageRow, 'providerId' | 'tries' | 'handedAt' | 'sentAt'>;
};

/** What a message speaks of, for who writes it by itself. */
export type About = {
  readonly bookingId?: Id | null;
  readonly occasion?: Occasion | null;
  /** It answers this stop, and says nothing else. */
  readonly answersStop?: Id | null;
  /** Short links that stand in its values already. */
  readonly links?: readonly NewLink[];
};

/**
 * A message as it would go, with what the gate says of it at `sendAt`. Refuses what `write`, `timesOf` and `goalOf` refuse; by field `text` what
 * `unsendable` says, `enquiryId` field.not_found.
 */
export async function draft(
  tx: Tx,
  input: MessagePreviewInput,
  place: LinkPlace | null,
  { bookingId = null, occasion = null, answersStop = null }: About = {},
): Promise<Outcome<Draft>> {
  const { personId, channel } = input;
  const made = await write(tx, personId, input, place);
  if (!made.ok) return made;
  const written = made.value;
  if (input.enquiryId !== undefined && !(await findEnquiryOf(tx, input.enquiryId, personId))) {
    return refuseAt('enquiryId', 'field.not_found');
  }
  const times = timesOf(input, tx.now);
  if (!times.ok) return times;
  const goal = await goalOf(tx, input);
  if (!goal.ok) return goal;
  const { way, recipient, to, where } = goal.value;
  const measured = channel === 'sms' ? measure(written.text) : null;
  const fault = measured && unsendable(way.kind, measured);
  if (fault) return refuseAt('text', fault.code, fault.params);
  const sheets = channel === 'fax' ? await layFax(tx, written, goal.value) : null;
  const row = {
    id: newId(),
    personId,
    channel,
    purpose: written.purpose,
    health: written.health,
    state: 'queued' as MessageState,
    why: null as string | null,
    toAddress: to,
    subject: written.subject,
    body: written.text,
    language: written.language,
    templateId: written.templateId,
    templateNo: written.templateNo,
    values: written.values,
    enquiryId: input.enquiryId ?? null,
    ...times.value,
    fallback: written.fallback,
    fallbackOf: null,
    ...countedOf(way.prices, channel, { measured, pages: sheets?.length ?? null }),
    transportId: way.id,
    madeBy: tx.actor.userId,
    madeAt: tx.now,
    settledAt: null as Instant | null,
    bookingId,
    occasion,
    answersStop,
  };
  const question = questionOf(row, await senderOf(tx, channel, way.sender), await listReviews(tx, [row]));
  const judged = judge(question, recipient, await loadRules(tx), row.sendAt);
  return ok({ written, way, to, verdict: orNowhere(judged, channel, goal.value), row, where, sheets });
}

/** When it goes, and until when it is of use. Refuses `sendAt` and `usefulUntil` field.instant, `usefulUntil` channels.useless. */
function timesOf(
  input: Pick<MessagePreviewInput, 'sendAt' | 'usefulUntil'>,
  now: Instant,
): Outcome<{ readonly sendAt: Instant; readonly usefulUntil: Instant | null }> {
  const asked = input.sendAt === undefined ? now : parseInstant(input.sendAt);
  if (asked === null) return refuseAt('sendAt', 'field.instant');
  const usefulUntil = input.usefulUntil === undefined ? null : parseInstant(input.usefulUntil);
  if (input.usefulUntil !== undefined && usefulUntil === null) return refuseAt('usefulUntil', 'field.instant');
  const sendAt = Math.max(asked, now) as Instant;
  if (usefulUntil !== null && usefulUntil <= sendAt) return refuseAt('usefulUntil', 'channels.useless');
  return ok({ sendAt, usefulUntil });
}

type Goal = {
  readonly way: TransportRow;
  readonly recipient: Recipient;
  /** Null: nobody knows where. */
  readonly to: string | null;
  /** Of a letter. */
  readonly where: Where | null;
};

/**
 * By which way it goes, and where: to what is asked for, else to the best that she has. Refuses channels.no_way_out { channel } 409, 404 person, by field
 * `to` channels.address_unknown.
 */
async function goalOf(tx: Tx, { personId, channel, to: asked }: MessagePreviewInput): Promise<Outcome<Goal>> {
  const chats = channel === 'web' ? await listChats(tx, personId) : [];
  const chat = asked === undefined ? chats[0] : chats.find(({ conversation }) => conversation === asked);
  const way = chat ? await findTransport(tx, chat.transportId) : (await listWaysOut(tx)).get(channel);
  if (!way) return refuse('channels.no_way_out', { channel }, 409);
  const recipient = (await loadJudged(tx, [personId], { readers: true })).get(personId);
  if (!recipient) return notFound('person');
  if (chat) return ok({ way, recipient, to: chat.conversation, where: null });
  if (channel === 'letter') {
    const where = (await whereTo(tx, [personId]))(personId);
    return ok({ way, recipient, to: where.ok ? where.line : null, where });
  }
  const addresses = addressesOf(recipient, channel);
  if (asked === undefined) return ok({ way, recipient, to: addresses[0] ?? null, where: null });
  const to = addresses.find((address) => address === asked || address === asked.toLowerCase());
  return to === undefined ? refuseAt('to', 'channels.address_unknown') : ok({ way, recipient, to, where: null });
}

async function layFax(tx: Tx, written: Written, { way, to }: Goal): Promise<readonly PageSheet[]> {
  return layPages(
    faxPaperOf({ ...written, to, personName: written.personName }, await faxHeadOf(tx, way.sender), tx.now),
  );
}

/** What forbids it comes first; then that nobody knows where it should go. */
function orNowhere(judged: Verdict, channel: SentChannel, { to, where }: Goal): Verdict {
  const why = where?.ok === false ? where.why : channel === 'web' && to === null ? 'gate.no_address' : null;
  return why === null || judged.verdict === 'DENY' ? judged : { ...judged, verdict: 'DENY', code: why, rule: null };
}

/** As it would arrive, and whether it may go; changes nothing. Refuses what `draft` refuses. */
export async function previewMessage(
  tx: Tx,
  deps: LinkPlace & LookDeps,
  input: MessagePreviewInput,
): Promise<Outcome<z.input<typeof MessagePreview>>> {
  const made = await draft(tx, input, deps);
  if (!made.ok) return made;
  const { row, verdict, written, to, where, sheets } = made.value;
  readOf(tx, [row.personId]);
  const pages = where === null ? null : await looksOf(tx, deps, { ...row, where });
  const cost = row.costMinor === null ? null : { minor: row.costMinor, currency: row.currency ?? '' };
  return ok({
    proof: proofOf({ ...written, channel: row.channel, to, cost, sheets, pages }),
    verdict: viewJudged(tx, verdict, row.sendAt, await readingOf(tx)),
  });
}

/** A message as a screen shows it before it leaves. `sheets`: of a fax; `pages`: of a letter. */
export function proofOf({ channel, subject, text, language, to, cost, sheets, pages }: Proved) {
  return {
    channel,
    to,
    subject: TITLED.includes(channel) ? subject : null,
    text,
    html: channel === 'email' ? htmlOf(text, language) : null,
    measure: channel === 'sms' ? measure(text) : null,
    sheets: sheets === null ? null : [...sheets],
    cost,
    pages,
    faults: [],
  };
}

type Proved = {
  readonly channel: SentChannel;
  readonly subject: string | null;
  readonly text: string;
  readonly language: Language;
  readonly to: string | null;
  readonly cost: Cost | null;
  readonly sheets: readonly PageSheet[] | null;
  readonly pages: LetterPage[] | null;
};
