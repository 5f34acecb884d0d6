import type {
  Language,
  LetterPage,
  Message,
  MessageInput,
  MessagePreview,
  MessagePreviewInput,
  MessageState,
  Occasion,
  PageSheet,
  SentChannel,
} from '@anbu/contract';
import { commaList } from '@anbu/contract';
import type { z } from 'zod';
import { calendarDay, addDays } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, encodeAtAndId } from '../../../platform/keyset.ts';
import { evidenceOf, judge, loadJudged, loadRules, type Verdict } from '../../consents/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { layPages } from '../pages/index.ts';
import { costOf } from '../rules/cost.ts';
import { htmlOf } from '../rules/html.ts';
import { measure } from '../rules/measure.ts';
import { MOVES } from '../rules/states.ts';
import {
  claimKeys,
  findMessage,
  insertMessages,
  listMessages,
  listVerdicts,
  lockMessage,
} from '../store/message-store.ts';
import { insertQueued, insertVerdicts, updateStates, updateTasksDecided } from '../store/queue-store.ts';
import { findEnquiryOf } from '../store/person-store.ts';
import { listReviews } from '../store/template-store.ts';
import { listChats } from '../store/chat-store.ts';
import { findTransport, listWaysOut } from '../store/transport-store.ts';
import type { MessageRow, TransportRow } from '../vocabulary.ts';
import { addressesOf } from './addresses.ts';
import { faxHeadOf, faxPaperOf } from './fax.ts';
import { questionOf, stateOfDenied } from './gate.ts';
import { whereTo, type Where } from './letters/postal.ts';
import { looksOf, type LookDeps } from './letters/look.ts';
import { keepLinks, type LinkPlace } from './links.ts';
import { senderOf } from './senders.ts';
import { tellChanged } from './told.ts';
import { readOf, verdictOfEvidence, viewJudged, viewMessage, viewVerdict } from './view.ts';
import { TITLED, write, type Written } from './write.ts';

type Draft = {
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
};

/**
 * A message as it would go, with what the gate says of it at `sendAt`. Refuses what `write` refuses; channels.no_way_out { channel } 409; by field
 * `to` channels.address_unknown, `enquiryId` field.not_found, `sendAt` and `usefulUntil` field.instant, `usefulUntil` channels.useless.
 */
async function draft(
  tx: Tx,
  input: MessagePreviewInput,
  place: LinkPlace | null,
  { bookingId = null, occasion = null, answersStop = null }: About = {},
): Promise<Outcome<Draft>> {
  const made = await write(tx, input.personId, input, place);
  if (!made.ok) return made;
  const written = made.value;
  if (input.enquiryId !== undefined && !(await findEnquiryOf(tx, input.enquiryId, input.personId))) {
    return refuseAt('enquiryId', 'field.not_found');
  }
  const sendAt = input.sendAt === undefined ? tx.now : parseInstant(input.sendAt);
  if (sendAt === null) return refuseAt('sendAt', 'field.instant');
  const usefulUntil = input.usefulUntil === undefined ? null : parseInstant(input.usefulUntil);
  if (input.usefulUntil !== undefined && usefulUntil === null) return refuseAt('usefulUntil', 'field.instant');
  const at = Math.max(sendAt, tx.now) as Instant;
  if (usefulUntil !== null && usefulUntil <= at) return refuseAt('usefulUntil', 'channels.useless');
  const chats = input.channel === 'web' ? await listChats(tx, input.personId) : [];
  const chat = input.to === undefined ? chats[0] : chats.find(({ conversation }) => conversation === input.to);
  const way = chat ? await findTransport(tx, chat.transportId) : (await listWaysOut(tx)).get(input.channel);
  if (!way) return refuse('channels.no_way_out', { channel: input.channel }, 409);
  const recipient = (await loadJudged(tx, [input.personId])).get(input.personId);
  if (!recipient) return notFound('person');
  const where = input.channel === 'letter' ? (await whereTo(tx, [input.personId]))(input.personId) : null;
  const addresses = chat
    ? [chat.conversation]
    : where
      ? where.ok
        ? [where.line]
        : []
      : addressesOf(recipient, input.channel);
  const wanted =
    input.to === undefined || where
      ? addresses[0]
      : addresses.find((address) => [input.to, input.to?.toLowerCase()].includes(address));
  if (input.to !== undefined && wanted === undefined && !where) return refuseAt('to', 'channels.address_unknown');
  const to = wanted ?? null;
  const measured = input.channel === 'sms' ? measure(written.text) : null;
  const sheets =
    input.channel === 'fax'
      ? await layPages(
          faxPaperOf({ ...written, to, personName: written.personName }, await faxHeadOf(tx, way.sender), tx.now),
        )
      : null;
  const cost = costOf(way.prices, input.channel, measured, sheets?.length);
  const row = {
    id: newId(),
    personId: input.personId,
    channel: input.channel,
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
    usefulUntil,
    fallback: written.fallback,
    fallbackOf: null,
    class: measured?.class ?? null,
    segments: measured?.segments ?? sheets?.length ?? null,
    costMinor: cost?.minor ?? null,
    currency: cost?.currency ?? null,
    transportId: way.id,
    madeBy: tx.actor.userId,
    madeAt: tx.now,
    sendAt: at,
    settledAt: null as Instant | null,
    bookingId,
    occasion,
    answersStop,
  };
  const sender = await senderOf(tx, input.channel, way.sender);
  const reviews = await listReviews(tx, [row]);
  const question = questionOf({ ...row, providerId: null, tries: 0, handedAt: null, sentAt: null }, sender, reviews);
  const judged = judge(question, recipient, await loadRules(tx), at);
  // What forbids it comes first; then that nobody knows where it should go.
  const nowhere = where?.ok === false ? where.why : input.channel === 'web' && to === null ? 'gate.no_address' : null;
  const verdict: Verdict =
    nowhere !== null && judged.verdict !== 'DENY' ? { ...judged, verdict: 'DENY', code: nowhere, rule: null } : judged;
  return ok({ written, way, to, verdict, row, where, sheets });
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
  return ok({
    proof: proofOf(
      row.channel,
      written,
      to,
      row.costMinor === null ? null : { minor: row.costMinor, currency: row.currency ?? '' },
      sheets,
      pages,
    ),
    verdict: viewJudged(tx, verdict, row.sendAt),
  });
}

export function proofOf(
  channel: SentChannel,
  { subject, text, language }: { readonly subject: string | null; readonly text: string; readonly language: Language },
  to: string | null,
  cost: { readonly minor: number; readonly currency: string } | null,
  sheets: readonly PageSheet[] | null,
  pages: LetterPage[] | null,
) {
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

/**
 * A message that waits for its way out, or stays refused with its reason; the verdict stands beside it for good. The same key again is told of the first
 * one. `place`: where short links lead to us; without it templates with links are refused. Refuses what `draft` refuses. Spec: product P2.
 */
export async function sendMessage(
  tx: Tx,
  input: MessageInput,
  place: LinkPlace | null = null,
  about: About = {},
): Promise<Outcome<z.input<typeof Message>>> {
  const made = await draft(tx, input, place, about);
  if (!made.ok) return made;
  const { verdict, way, written } = made.value;
  const denied = verdict.verdict === 'DENY';
  const row = {
    ...made.value.row,
    ...(denied ? { state: stateOfDenied(verdict.code), why: verdict.code, settledAt: tx.now } : {}),
  };
  if (input.dedupeKey !== undefined) {
    const first = (await claimKeys(tx, [{ key: input.dedupeKey, messageId: row.id }])).get(input.dedupeKey);
    if (first !== undefined && first !== row.id) return message(tx, first);
  }
  await insertMessages(tx, [row]);
  await insertVerdicts(tx, [{ id: newId(), messageId: row.id, at: tx.now, evidence: evidenceOf(verdict, tx.now) }]);
  if (!denied) {
    await keepLinks(tx, row.id, written.links);
    const nextAt = verdict.verdict === 'DEFER' ? verdict.until : row.sendAt;
    await insertQueued(tx, [{ id: row.id, lane: way.id, nextAt }]);
  }
  tx.audit({ action: 'channels.message_written', personIds: [input.personId], entity: 'message', entityId: row.id });
  tellChanged(tx, [{ ...row, providerId: null, sentAt: null }]);
  return message(tx, row.id);
}

export async function message(tx: Tx, id: Id): Promise<Outcome<z.input<typeof Message>>> {
  const row = await findMessage(tx, id);
  if (!row) return notFound('message');
  readOf(tx, [row.personId]);
  return ok(viewMessage(row));
}

const MOST_VERDICTS = 50;

export async function messageWithVerdicts(tx: Tx, id: Id) {
  const found = await message(tx, id);
  if (!found.ok) return found;
  const verdicts = await listVerdicts(tx, id, MOST_VERDICTS);
  return ok({
    ...found.value,
    verdicts: verdicts.map(({ at, evidence }) => viewVerdict(verdictOfEvidence(evidence), at, tx.actor.language)),
  });
}

export type MessagesQuery = {
  readonly person?: Id | undefined;
  readonly state?: string | readonly string[] | undefined;
  readonly channel?: string | readonly string[] | undefined;
  readonly why?: string | undefined;
  readonly occasion?: string | readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly open?: '1' | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** Newest first; days are those of the first site. */
export async function messages(tx: Tx, query: MessagesQuery) {
  const after = decodeAtAndId(query.cursor);
  if (!after.ok) return after;
  const zone = (await defaultSite(tx)).timeZone;
  const start = (day: string | undefined, days: number) =>
    day === undefined ? null : instantAt(zone, addDays(calendarDay(day), days), 0);
  const rows = await listMessages(tx, {
    personId: query.person ?? null,
    states: commaList(query.state ?? []) as MessageState[],
    channels: commaList(query.channel ?? []) as SentChannel[],
    why: query.why ?? null,
    occasions: commaList(query.occasion ?? []) as (Occasion | 'hand')[],
    from: start(query.from, 0),
    before: start(query.to, 1),
    openOnly: query.open === '1',
    after: after.value,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  readOf(
    tx,
    shown.map(({ personId }) => personId),
  );
  const nextCursor = rows.length > query.limit && last ? encodeAtAndId({ at: last.madeAt, id: last.id }) : null;
  return ok({ items: shown.map(viewMessage), nextCursor });
}

/** What waits is not sent any more. Refuses channels.not_waiting 409. */
export async function withdrawMessage(tx: Tx, id: Id): Promise<Outcome<z.input<typeof Message>>> {
  const row = await lockMessage(tx, id);
  if (!row) return notFound('message');
  if (row.state !== 'queued') return refuse('channels.not_waiting', { state: row.state }, 409);
  tellChanged(tx, await updateStates(tx, [{ id, state: 'expired', why: 'channels.withdrawn' }], MOVES));
  tx.audit({ action: 'channels.message_withdrawn', personIds: idsOf(row), entity: 'message', entityId: id });
  return message(tx, id);
}

/**
 * What somebody found out of a message whose outcome was unknown (R3): it arrived, it did not and is sent again, or it stays as it is. Refuses
 * channels.not_unknown 409.
 */
export async function decideUnknown(
  tx: Tx,
  id: Id,
  decision: 'arrived' | 'send_again' | 'leave',
): Promise<Outcome<z.input<typeof Message>>> {
  const row = await lockMessage(tx, id);
  if (!row) return notFound('message');
  if (row.state !== 'unknown') return refuse('channels.not_unknown', { state: row.state }, 409);
  if (decision !== 'leave') {
    const state = decision === 'arrived' ? 'sent' : 'queued';
    tellChanged(tx, await updateStates(tx, [{ id, state, why: null }], MOVES));
    if (state === 'queued') await insertQueued(tx, [{ id, lane: row.transportId ?? '', nextAt: tx.now }]);
  }
  await updateTasksDecided(tx, [id], decision);
  tx.audit({
    action: 'channels.unknown_decided',
    personIds: idsOf(row),
    entity: 'message',
    entityId: id,
    changes: { decision: [null, decision] },
  });
  return message(tx, id);
}

function idsOf({ personId }: Pick<MessageRow, 'personId'>): Id[] {
  return personId === null ? [] : [personId];
}
