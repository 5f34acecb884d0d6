import type { Message, MessageInput, MessageState, Occasion, SentChannel } from '@anbu/contract';
import { commaList } from '@anbu/contract';
import type { z } from 'zod';
import { calendarDay, addDays } from '../../../kernel/calendar-day.ts';
import { newId, type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { evidenceOf, prepareRecipients, readingOf } from '../../consents/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { MOVES } from '../rules/states.ts';
import {
  claimKeys,
  findMessage,
  insertMessages,
  listMessages,
  listVerdicts,
  lockMessage,
} from '../store/message-store.ts';
import { insertQueued, insertVerdicts, removeQueued, updateStates, updateTasksDecided } from '../store/queue-store.ts';
import type { MessageRow } from '../vocabulary.ts';
import { stateOfDenied } from './gate.ts';
import { keepLinks, type LinkPlace } from './links.ts';
import { tellChanged } from './told.ts';
import { readOf, verdictOfEvidence, viewMessage, viewVerdict } from './view.ts';
import { draft, type About } from './draft.ts';

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
    ...(denied ? { state: stateOfDenied(verdict.code), settledAt: tx.now } : {}),
    ...(verdict.verdict === 'ALLOW' ? {} : { why: verdict.code }),
  };
  if (input.dedupeKey !== undefined) {
    const first = (await claimKeys(tx, [{ key: input.dedupeKey, messageId: row.id }])).get(input.dedupeKey);
    if (first !== undefined && first !== row.id) return message(tx, first);
  }
  await prepareRecipients(tx, [input.personId]);
  await insertMessages(tx, [row]);
  await insertVerdicts(tx, [{ id: newId(), messageId: row.id, at: tx.now, evidence: evidenceOf(verdict, tx.now) }]);
  if (!denied) {
    await keepLinks(tx, row.id, [...written.links, ...(about.links ?? [])]);
    const nextAt = verdict.verdict === 'DEFER' ? verdict.until : row.sendAt;
    await insertQueued(tx, [{ id: row.id, lane: way.id, nextAt }]);
  }
  tx.audit({ action: 'channels.message_written', personIds: [input.personId], entity: 'message', entityId: row.id });
  tellChanged(tx, [{ ...row, providerId: null, sentAt: null }]);
  return message(tx, row.id);
}

/** One message as it is now, with why it waits or did not go; the read leaves its line. Refuses 404. */
export async function message(tx: Tx, id: Id): Promise<Outcome<z.input<typeof Message>>> {
  const row = await findMessage(tx, id);
  if (!row) return notFound('message');
  readOf(tx, [row.personId]);
  return ok(viewMessage(row, tx.actor.language, await readingOf(tx)));
}

const MOST_VERDICTS = 50;

/** The same with all that the gate said of it, the latest first. Refuses 404. */
export async function messageWithVerdicts(tx: Tx, id: Id) {
  const row = await findMessage(tx, id);
  if (!row) return notFound('message');
  readOf(tx, [row.personId]);
  const verdicts = await listVerdicts(tx, row, MOST_VERDICTS);
  const reading = await readingOf(tx);
  return ok({
    ...viewMessage(row, tx.actor.language, reading),
    verdicts: verdicts.map(({ at, evidence }) =>
      viewVerdict(verdictOfEvidence(evidence), at, tx.actor.language, reading),
    ),
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

/** Newest first; days are those of the first site. Refuses request.bad_cursor. */
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
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ madeAt, id }) => ({ at: madeAt, id }));
  readOf(
    tx,
    shown.map(({ personId }) => personId),
  );
  const reading = { zone, now: tx.now };
  return ok({ items: shown.map((row) => viewMessage(row, tx.actor.language, reading)), nextCursor });
}

/** What waits is not sent any more. Refuses 404, channels.not_waiting { state } 409. */
export async function withdrawMessage(tx: Tx, id: Id): Promise<Outcome<z.input<typeof Message>>> {
  const row = await lockMessage(tx, id);
  if (!row) return notFound('message');
  if (row.state !== 'queued') return refuse('channels.not_waiting', { state: row.state }, 409);
  if (!(await removeQueued(tx, id))) return refuse('channels.not_waiting', { state: 'sending' }, 409);
  tellChanged(tx, await updateStates(tx, [{ id, state: 'expired', why: 'channels.withdrawn' }], MOVES));
  tx.audit({ action: 'channels.message_withdrawn', personIds: idsOf(row), entity: 'message', entityId: id });
  return message(tx, id);
}

/**
 * What somebody found out of a message whose outcome was unknown (R3): it arrived, it did not and is sent again, or it stays as it is. Refuses 404,
 * channels.not_unknown { state } 409.
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
