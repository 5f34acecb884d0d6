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
import { judge, loadJudged, loadRules, readingOf, type Verdict } from '../../consents/index.ts';
import { layPages } from '../pages/index.ts';
import { costOf } from '../rules/cost.ts';
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
 * A message as it would go, with what the gate says of it at `sendAt`. Refuses what `write` refuses; channels.no_way_out { channel } 409; by field
 * `to` channels.address_unknown, `text` what `unsendable` says, `enquiryId` field.not_found, `sendAt` and `usefulUntil` field.instant, `usefulUntil` channels.useless.
 */
export async function draft(
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
  const recipient = (await loadJudged(tx, [input.personId], { readers: true })).get(input.personId);
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
  const fault = measured && unsendable(way.kind, measured);
  if (fault) return refuseAt('text', fault.code, fault.params);
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
  const question = questionOf(row, sender, reviews);
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
    verdict: viewJudged(tx, verdict, row.sendAt, await readingOf(tx)),
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
