import type { CadencePreview, CadencePreviewInput } from '@anbu/contract';
import type { z } from 'zod';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { ok, refuseAt, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import { parseSiteCalendar } from '../../../kernel/site-calendar.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findSite } from '../../identity/index.ts';
import { practiceOf, previewCadence, type Practice } from '../rules/index.ts';
import { isCadenceStatus } from '../vocabulary.ts';
import { currentPresets, sitePractice } from './presets.ts';
import { readInstant } from './request.ts';

type Input = z.infer<typeof CadencePreviewInput>;

/**
 * What the cadence would make of calls that were never made; changes nothing. Refuses enquiries.body_needs_site
 * (`site` where none is named, `siteId` where both are); by field enquiries.site_unknown, enquiries.preview_status { status } for one outside 1–8,
 * enquiries.now_before_received, calls before the arrival or after now, a promise without a talk or before it, and what a calendar refuses.
 */
export async function preview(tx: Tx, input: Input): Promise<Outcome<z.input<typeof CadencePreview>>> {
  const site = await siteOf(tx, input);
  if (!site.ok) return site;
  if (input.status && !isCadenceStatus(input.status)) {
    return refuseFields([{ field: 'status', code: 'enquiries.preview_status', params: { status: input.status } }]);
  }
  const times = readTimes(input);
  if (!times.ok) return times;
  const { receivedAt, now, calls } = times.value;
  const result = previewCadence({ site: site.value, receivedAt, status: input.status, calls, now });
  const action = result.nextAction;
  return ok({
    status: result.status,
    unansweredDays: result.unansweredDays,
    nextAction: action && {
      kind: action.kind,
      dueAt: formatInstant(action.dueAt),
      windowFrom: formatInstant(action.windowFrom),
      windowTo: formatInstant(action.windowTo),
      slot: action.slot,
      reason: { code: action.reason.code, params: { ...action.reason.params }, text: '' },
    },
  });
}

async function siteOf(tx: Tx, input: Input): Promise<Outcome<Practice>> {
  if (input.siteId && !input.site) {
    const found = await findSite(tx, input.siteId);
    if (found) return ok(await sitePractice(tx, input.siteId));
    return refuseFields([{ field: 'siteId', code: 'enquiries.site_unknown', params: {} }]);
  }
  if (!input.site || input.siteId) return refuseAt(input.site ? 'siteId' : 'site', 'enquiries.body_needs_site');
  const parsed = parseSiteCalendar(input.site);
  if (parsed.ok) return ok(practiceOf(parsed.value, await currentPresets(tx)));
  if (!parsed.refusal.errors) return parsed;
  return refuseFields(parsed.refusal.errors.map((error) => ({ ...error, field: `site.${error.field}` })));
}

type Times = {
  readonly receivedAt: Instant;
  readonly now: Instant;
  readonly calls: readonly { at: Instant; outcome: Input['calls'][number]['outcome']; promiseAt?: Instant | null }[];
};

function readTimes(input: Input): Outcome<Times> {
  const receivedAt = readInstant(input.receivedAt, 'receivedAt');
  if (!receivedAt.ok) return receivedAt;
  const now = readInstant(input.now, 'now');
  if (!now.ok) return now;
  const errors: FieldRefusal[] = [];
  const wrong = (field: string, code: string) => errors.push({ field, code: `enquiries.${code}`, params: {} });
  if (now.value < receivedAt.value) wrong('now', 'now_before_received');
  const calls = input.calls.flatMap((call, index) => {
    const at = readInstant(call.at, `calls.${index}.at`, receivedAt.value);
    const promiseAt =
      typeof call.promiseAt === 'string' ? readInstant(call.promiseAt, `calls.${index}.promiseAt`) : ok(call.promiseAt);
    if (!at.ok || !promiseAt.ok) {
      for (const outcome of [at, promiseAt]) if (!outcome.ok) errors.push(...(outcome.refusal.errors ?? []));
      return [];
    }
    if (at.value < receivedAt.value) wrong(`calls.${index}.at`, 'call_before_received');
    if (at.value > now.value) wrong(`calls.${index}.at`, 'call_in_future');
    const promised = promiseAt.value;
    if (promised !== undefined && call.outcome !== 'CONNECTED') {
      wrong(`calls.${index}.promiseAt`, 'promise_without_connect');
    } else if (promised && promised < at.value) wrong(`calls.${index}.promiseAt`, 'promise_in_past');
    const made = { at: at.value, outcome: call.outcome };
    return [promiseAt.value === undefined ? made : { ...made, promiseAt: promiseAt.value }];
  });
  return errors.length > 0 ? refuseFields(errors) : ok({ receivedAt: receivedAt.value, now: now.value, calls });
}
