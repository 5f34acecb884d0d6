import type { NoticePlanned, SentChannel } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { notFound, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { reasonOf, templatesOf, viewJudged } from '../../channels/index.ts';
import { judge, loadJudged, loadRules, messageOf, readingOf, type Recipient } from '../../consents/index.ts';
import { peopleRead } from '../../people/index.ts';
import { listPlannedOf } from '../store/notice-store.ts';
import type { SettingRow } from '../vocabulary.ts';
import { settingsOf } from './seed.ts';

const MOST = 50;

/**
 * What a person will be told by itself, the next first, with what the gate would say at that time: it is asked again when it goes, of the words too.
 * Refuses 404. Product P3.
 */
export async function plannedNotices(
  tx: Tx,
  personId: Id,
): Promise<Outcome<{ items: z.input<typeof NoticePlanned>[]; nextCursor: null }>> {
  const recipient = (await loadJudged(tx, [personId])).get(personId);
  if (!recipient) return notFound('person');
  peopleRead(tx, [personId]);
  const settings = await settingsOf(tx);
  const rows = (await listPlannedOf(tx, personId, MOST)).filter(({ occasion }) => settings.get(occasion)?.active);
  const used = await templatesOf(
    tx,
    rows.flatMap(({ occasion }) => settings.get(occasion)?.templateId ?? []),
  );
  const rules = await loadRules(tx);
  const reading = await readingOf(tx);
  const items = rows.flatMap(({ id, occasion, dueAt, usefulUntil, enquiryId, why }) => {
    const setting = settings.get(occasion);
    const purpose = used.get(setting?.templateId ?? '')?.purpose;
    if (!setting || !purpose) return [];
    const at = dueAt > tx.now ? dueAt : tx.now;
    const channel = channelOf(setting, recipient);
    const verdict = judge(messageOf({ channel, purpose, usefulUntil, enquiryId }), recipient, rules, at);
    return [
      {
        id,
        occasion,
        channel,
        dueAt: formatInstant(dueAt),
        usefulUntil: formatInstant(usefulUntil),
        reason: why === null ? null : reasonOf(why),
        verdict: viewJudged(tx, verdict, at, reading),
      },
    ];
  });
  return ok({ items, nextCursor: null });
}

/** The first for which she has an address, as when it is written. */
function channelOf({ channels }: SettingRow, { phones, emails, faxes }: Recipient): SentChannel {
  const reaches = (channel: SentChannel) =>
    channel === 'letter' || (channel === 'email' ? emails : channel === 'fax' ? faxes : phones)?.[0] !== undefined;
  return channels.find(reaches) ?? channels[0] ?? 'sms';
}
