import type { EnquiryFilterName, EnquiryQuery, StatusCode, StatusUsage } from '@anbu/contract';
import { commaList, ENQUIRY_FILTERS, FILTER_OF_PARAMETER } from '@anbu/contract';
import { addDays, type CalendarDay, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import { isId } from '../../../kernel/ids.ts';
import { ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { mayReadPeople, regionHere, searchPersonIds } from '../../people/index.ts';
import type { EnquiryFilter } from '../store/list-filter-store.ts';
import type { Uses } from '../store/usage-store.ts';
import type { ListName } from '../store/list-item-store.ts';
import type { Span } from '../store/spans.ts';
import { STATUSES } from '../vocabulary.ts';
import { itemsOf } from './lists.ts';
import { currentPresets } from './presets.ts';

/** Persons that a search on the board may find at most; a longer name narrows it. */
const MOST_PERSONS = 1_000;
const SPANS = ['since', 'due', 'contact', 'booked', 'bookedOrVisited', 'visited'] as const;
const OF_A_USE = ['usedFrom', 'usedTo', 'usedStatus', 'usedBy', 'usage'] as const;

/**
 * A query with everything resolved. Refuses 403 `request.forbidden` for a search or a filter by who may not read people: a hit tells whose the name,
 * the number or the age is. By field ids that are none and codes that the organisation never had.
 */
export async function readFilter(tx: Tx, query: EnquiryQuery): Promise<Outcome<EnquiryFilter>> {
  const text = query.q?.trim() ?? '';
  const needed = text !== '' && !mayReadPeople(tx) ? 'people.read' : neededFor(tx, query);
  if (needed) return refuse('request.forbidden', { permission: needed }, 403);
  const owners = listOf(query.owner);
  const owner = owners
    ?.filter((value) => value !== 'none')
    .map((value) => (value === 'me' ? (tx.actor.userId ?? '') : value))
    .filter((value) => value !== '');
  const filter: EnquiryFilter = {
    ...given('status', statusesOf(query)),
    ...given('owner', owner),
    ...given(
      'creditedTo',
      listOf(query.creditedTo)?.map((value) => (value === 'me' ? (tx.actor.userId ?? '') : value)),
    ),
    ...given('team', listOf(query.team)),
    ...given('site', listOf(query.site)),
    ...given('sourceChannel', listOf(query.sourceChannel)),
    ...given('interest', listOf(query.interest)),
    ...given('likelihood', listOf(query.likelihood)),
    ...given('holdReason', listOf(query.holdReason)),
    ...given('patientKind', listOf(query.patientKind)),
    ...given('sticker', listOf(query.sticker)),
    ...given(
      'language',
      listOf(query.language)?.map((tag) => tag.toLowerCase()),
    ),
    ...given('sex', listOf(query.sex)),
    ...given('campaign', query.campaign),
    ...given('utm', query.utm),
    ...given('handedOver', query.handedOver),
    ...given('unreachable', query.unreachable),
    ...given('contactHold', query.contactHold),
    ...given('unansweredDays', rangeOf(query.unansweredDaysFrom, query.unansweredDaysTo)),
    // The contract has checked that they are a month and days of the calendar.
    ...given('cohortMonth', query.cohortMonth as CalendarMonth | undefined),
    ...given('receivedFrom', query.receivedFrom as CalendarDay | undefined),
    ...given('receivedTo', query.receivedTo as CalendarDay | undefined),
    ...given('personId', query.personId),
    ...given('open', query.open),
    ...given('late', query.late),
    ...(owners?.includes('none') ? { unowned: true } : {}),
    ...(await timed(tx, query)),
    ...given('used', await usesOf(tx, query)),
    ...(text === '' ? {} : { personIds: await searchPersonIds(tx, text, MOST_PERSONS, await regionHere(tx)) }),
  };
  const { owner: owned, creditedTo, team, site } = filter;
  const named = { owner: owned, creditedTo, team, site, usedBy: filter.used?.by };
  const ids = Object.entries(named).flatMap(([field, values]) =>
    (values ?? []).every(isId) ? [] : [{ field, code: 'field.format', params: { expected: 'uuid' } }],
  );
  const errors = [
    ...ids,
    ...(await unknownCodes(tx, 'source_channel', 'sourceChannel', filter.sourceChannel)),
    ...(await unknownCodes(tx, 'interest', 'interest', filter.interest)),
  ];
  return errors.length > 0 ? refuseFields(errors) : ok(filter);
}

/** The permission that a filter of the query needs and the caller has not. */
function neededFor(tx: Tx, query: EnquiryQuery) {
  for (const [parameter, value] of Object.entries(query)) {
    const name = value === undefined ? undefined : FILTER_OF_PARAMETER.get(parameter);
    const needs = name === undefined ? undefined : needsOf(name);
    if (needs && !may(tx.actor, needs)) return needs;
  }
  return null;
}

export function needsOf(name: EnquiryFilterName) {
  const filter = ENQUIRY_FILTERS[name];
  return 'needs' in filter ? filter.needs : undefined;
}

/** What goes by the clock of the site that is meant where none is named; nothing is read where nothing asks for it. */
async function timed(tx: Tx, query: EnquiryQuery): Promise<EnquiryFilter> {
  const spans = SPANS.filter((name) => query[`${name}From`] !== undefined || query[`${name}To`] !== undefined);
  const age = rangeOf(query.ageFrom, query.ageTo);
  const firstCall = listOf(query.firstCall);
  if (spans.length === 0 && !age && !firstCall) return {};
  const { timeZone: zone } = await defaultSite(tx);
  return {
    ...Object.fromEntries(spans.map((name) => [name, spanOf(zone, query[`${name}From`], query[`${name}To`])])),
    ...given('age', age && { ...age, today: dayOf(zone, tx.now) }),
    ...(firstCall ? { firstCall, firstCallSeconds: (await currentPresets(tx)).firstResponse.limitMinutes * 60 } : {}),
  };
}

/** What is asked of the changes of status, if anything is. */
async function usesOf(tx: Tx, query: EnquiryQuery): Promise<Uses | undefined> {
  if (OF_A_USE.every((name) => query[name] === undefined)) return undefined;
  const { timeZone: zone } = await defaultSite(tx);
  const by = listOf(query.usedBy);
  return {
    span: spanOf(zone, query.usedFrom, query.usedTo),
    // The contract has checked the codes.
    statuses: listOf(query.usedStatus) as StatusCode[] | undefined,
    by: by?.filter((value) => value !== 'none').map((value) => (value === 'me' ? (tx.actor.userId ?? '') : value)),
    byNobody: by?.includes('none') ?? false,
    usages: listOf(query.usage) as StatusUsage[] | undefined,
    zone,
    today: dayOf(zone, tx.now),
  };
}

/** Both days are included. The contract has checked that they are days of the calendar. */
export function spanOf(zone: string, from: string | undefined, to: string | undefined): Span {
  return {
    from: from === undefined ? null : instantAt(zone, from as CalendarDay, 0),
    until: to === undefined ? null : instantAt(zone, addDays(to as CalendarDay, 1), 0),
  };
}

export function rangeOf(from: number | undefined, to: number | undefined) {
  return from === undefined && to === undefined ? undefined : { from, to };
}

/** The statuses that are asked for, by their codes and by their stages; what is no status is nobody's. */
function statusesOf(query: EnquiryQuery): StatusCode[] | undefined {
  const codes = listOf(query.status);
  const stages = listOf(query.stage);
  if (!codes && !stages) return undefined;
  return STATUSES.filter(({ code, stage }) => (codes?.includes(code) ?? true) && (stages?.includes(stage) ?? true)).map(
    ({ code }) => code,
  );
}

export function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

export function listOf(value: string | string[] | undefined): string[] | undefined {
  const parts = value === undefined ? [] : commaList(value);
  return parts.length > 0 ? parts : undefined;
}

/** Codes that the organisation never had, as errors that name those it has. */
export async function unknownCodes(tx: Tx, list: ListName, field: string, asked: readonly string[] | undefined) {
  if (!asked) return [];
  const allowed = (await itemsOf(tx, list)).map(({ code }) => code);
  return asked.every((code) => allowed.includes(code))
    ? []
    : [{ field, code: 'field.not_allowed', params: { allowed } }];
}
