import {
  OCCASION_CODES,
  OCCASIONS,
  type NoticePlace,
  type NoticeSetting,
  type NoticeSettingPatch,
  type NoticeWaiting,
  type Occasion,
  type Template,
} from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, formatInstant, plus, type Instant } from '../../../kernel/instant.ts';
import { notFound, ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { reasonOf, template, templatesOf } from '../../channels/index.ts';
import { allSites, findSite } from '../../identity/index.ts';
import { listStuck, tallyNotices, type Tally } from '../store/notice-store.ts';
import {
  insertPlace,
  listPlaceRows,
  listSettings,
  lockSetting,
  updateSetting,
  type PlaceRow,
} from '../store/setting-store.ts';
import type { SettingRow } from '../vocabulary.ts';

const COUNTED_DAYS = 30;
const SENT: readonly (string | null)[] = ['sent', 'delivered', 'read', 'replied'];
const NOT_SENT: readonly (string | null)[] = ['refused', 'expired', 'failed', 'unknown'];
const MOST_REASONS = 6;

/** Every occasion, how it goes, and what became of it in the last thirty days. */
export async function noticeSettings(tx: Tx): Promise<z.input<typeof NoticeSetting>[]> {
  const rows = new Map((await listSettings(tx)).map((row) => [row.occasion, row]));
  const tallies = Map.groupBy(await tallyNotices(tx, plus(tx.now, -COUNTED_DAYS * DAY)), ({ occasion }) => occasion);
  const used = await templatesOf(
    tx,
    [...rows.values()].map(({ templateId }) => templateId),
  );
  return OCCASION_CODES.flatMap((occasion) => {
    const row = rows.get(occasion);
    return row ? [viewOf(row, used.get(row.templateId), tallies.get(occasion) ?? [])] : [];
  });
}

function viewOf(
  row: SettingRow,
  used: z.input<typeof Template> | undefined,
  tallies: readonly Tally[],
): z.input<typeof NoticeSetting> {
  const count = (fits: (tally: Tally) => boolean) =>
    tallies.filter(fits).reduce((total, tally) => total + tally.count, 0);
  const last = tallies.reduce<Instant | null>(
    (latest, { lastSentAt }) => ((lastSentAt ?? 0) > (latest ?? 0) ? lastSentAt : latest),
    null,
  );
  const reasons = tallies
    .flatMap((tally) => {
      const ofMessage = NOT_SENT.includes(tally.messageState);
      const why = ofMessage ? tally.messageWhy : tally.why;
      if (why === null || (SENT.includes(tally.messageState) && !ofMessage)) return [];
      const drill = ofMessage
        ? `/messages?${new URLSearchParams({ state: tally.messageState ?? '', why }).toString()}`
        : null;
      return [{ reason: reasonOf(why), count: tally.count, drill }];
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_REASONS);
  const { occasion, active, channels, templateId, days, minutes, time, version } = row;
  return {
    occasion,
    to: OCCASIONS[occasion].to,
    active,
    channels: [...channels],
    templateId,
    days,
    minutes,
    time,
    version,
    templateName: used?.name ?? '',
    approved: used !== undefined && used.active && used.approved !== null,
    lastSentAt: last === null ? null : formatInstant(last),
    sent: count(({ messageState }) => SENT.includes(messageState)),
    waiting: count(
      ({ state, messageState }) => state === 'waiting' || (state === 'written' && messageState === 'queued'),
    ),
    reasons,
  };
}

/** Refuses 404, request.stale { version } 409, by field `templateId` field.not_found, `channels` channels.channel_unfit, `days`, `minutes`, `time` notices.no_timing. */
export async function changeNoticeSetting(
  tx: Tx,
  occasion: Occasion,
  patch: NoticeSettingPatch,
): Promise<Outcome<z.input<typeof NoticeSetting>>> {
  const before = await lockSetting(tx, occasion);
  if (!before) return notFound('setting');
  if (patch.version !== undefined && patch.version !== before.version) {
    return refuse('request.stale', { version: before.version }, 409);
  }
  const { timing } = OCCASIONS[occasion];
  if (typeof patch.minutes === 'number' && timing !== 'minutes') return refuseAt('minutes', 'notices.no_timing');
  for (const field of ['days', 'time'] as const) {
    if ((patch[field] ?? null) !== null && timing !== 'days') return refuseAt(field, 'notices.no_timing');
  }
  const after: SettingRow = {
    ...before,
    active: patch.active ?? before.active,
    channels: patch.channels ?? before.channels,
    templateId: patch.templateId ?? before.templateId,
    // What has a time keeps one.
    days: patch.days ?? before.days,
    minutes: patch.minutes ?? before.minutes,
    time: patch.time ?? before.time,
  };
  const used = await template(tx, after.templateId);
  if (!used.ok) return refuseAt('templateId', 'field.not_found');
  const unfit = after.channels.find((channel) => !used.value.channels.includes(channel));
  if (unfit !== undefined) return refuseAt('channels', 'channels.channel_unfit', { channel: unfit });
  await updateSetting(tx, after);
  const changed = (['active', 'channels', 'templateId', 'days', 'minutes', 'time'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  tx.audit({
    action: 'notices.setting_changed',
    entity: 'notice_setting',
    changes: {
      occasion: [null, occasion],
      ...Object.fromEntries(changed.map((field) => [field, [before[field], after[field]] as const])),
    },
  });
  tx.emit({ type: 'notices.setting_changed', payload: { occasion } });
  const now = await lockSetting(tx, occasion);
  const tallies = (await tallyNotices(tx, plus(tx.now, -COUNTED_DAYS * DAY))).filter(
    (one) => one.occasion === occasion,
  );
  return now ? ok(viewOf(now, used.value, tallies)) : notFound('setting');
}

/** What waits though its time has come, with its reason; the oldest first. Refuses request.bad_cursor. */
export async function waitingNotices(
  tx: Tx,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Outcome<{ items: z.input<typeof NoticeWaiting>[]; nextCursor: string | null }>> {
  const after = decodeAtAndId(cursor);
  if (!after.ok) return after;
  const rows = await listStuck(tx, after.value, limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ dueAt, id }) => ({ at: dueAt, id }));
  return ok({
    items: shown.map(({ id, occasion, personId, enquiryId, dueAt, usefulUntil, why }) => ({
      id,
      occasion,
      personId,
      enquiryId,
      dueAt: formatInstant(dueAt),
      usefulUntil: formatInstant(usefulUntil),
      reason: reasonOf(why ?? ''),
    })),
    nextCursor,
  });
}

const NOTHING = { ko: '', en: '', zh: '' } as const;

/** What messages say of each site. */
export async function noticePlaces(tx: Tx): Promise<z.input<typeof NoticePlace>[]> {
  const rows = new Map((await listPlaceRows(tx)).map((row) => [row.siteId, row]));
  return (await allSites(tx)).map(({ id, name }) => placeView(id, name, rows.get(id)));
}

function placeView(siteId: Id, name: string, row: PlaceRow | undefined): z.input<typeof NoticePlace> {
  return { siteId, name, phone: row?.phone ?? '', way: row?.way ?? NOTHING, version: row?.version ?? 0 };
}

/** Refuses 404, request.stale { version } 409. */
export async function changePlace(
  tx: Tx,
  siteId: Id,
  input: { readonly phone: string; readonly way: PlaceRow['way']; readonly version?: number | undefined },
): Promise<Outcome<z.input<typeof NoticePlace>>> {
  const site = await findSite(tx, siteId);
  if (!site) return notFound('site');
  const before = (await listPlaceRows(tx)).find((row) => row.siteId === siteId)?.version ?? 0;
  if (input.version !== undefined && input.version !== before) {
    return refuse('request.stale', { version: before }, 409);
  }
  const row = { siteId, phone: input.phone, way: input.way, version: before + 1 };
  if (!(await insertPlace(tx, row))) return refuse('request.stale', { version: before + 1 }, 409);
  tx.audit({ action: 'notices.place_changed', entity: 'site', entityId: siteId });
  tx.emit({ type: 'notices.setting_changed', payload: { siteId } });
  return ok(placeView(siteId, site.name, row));
}
