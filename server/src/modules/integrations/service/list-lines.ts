import {
  EnquiryQuery,
  PeopleQuery,
  type EnquiryColumn,
  type EnquiryRow,
  type Language,
  type PeopleColumn,
  type PersonHit,
  type PersonRow,
  type ViewQuery,
} from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { instant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import { formatPhone } from '../../../kernel/phone.ts';
import { dayOf, minuteOfDay } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import {
  fileTables,
  findEnquiries,
  findPeople,
  listItemsOf,
  listMembers,
  listPlaces,
  STATUSES,
  viewRows,
} from '../neighbours.ts';
import type { ExportRow } from '../store/export-list-store.ts';

type Row = z.input<typeof EnquiryRow>;
export type LinePage = {
  readonly lines: readonly (readonly string[])[];
  readonly personIds: readonly Id[];
  readonly next: string | null;
  readonly total?: number | undefined;
};
export const ROWS_AT_ONCE = 200;

/** Names and zones that lines are written with. */
export type Words = {
  readonly language: Language;
  readonly text: (code: string) => string;
  readonly name: (kind: 'source_channel' | 'interest' | 'user' | 'team' | 'site', id: string | null) => string;
  /** Null: of the first site. */
  readonly zone: (siteId: Id | null) => string;
  readonly now: number;
};

type Cells<R> = readonly (readonly [header: string, cell: (row: R, words: Words) => string])[];

/**
 * One column of the screen is one or more columns of the file, under headers that an import knows. Times are those of the site, as spreadsheets
 * write them: 오늘 and 3일 전 are true for a day only.
 */
const ENQUIRIES: Readonly<Record<EnquiryColumn, Cells<Row>>> = {
  person: [
    ['import.field.name', ({ person }) => person.name ?? ''],
    ['import.field.phone', ({ person }) => phoneOf(person)],
  ],
  status: [['import.field.status', ({ status }, { language }) => statusName(status, language)]],
  next: [
    ['column.next', ({ nextAction: next }, { text }) => (next ? text(`enquiries.action.${next.kind}`) : '')],
    ['column.due', (row, w) => time(w, row, row.nextAction?.dueAt)],
  ],
  tries: [['column.tries', ({ attempts }) => String(attempts.length)]],
  asked: [
    ['import.field.interests', ({ interests }, { name }) => interests.map((one) => name('interest', one)).join(', ')],
    ['import.field.sourceChannel', ({ sourceChannel }, { name }) => name('source_channel', sourceChannel)],
  ],
  received: [['import.field.receivedAt', (row, w) => time(w, row, row.receivedAt)]],
  owner: [['import.field.owner', ({ ownerId }, { name }) => name('user', ownerId)]],
  number: [['import.field.number', ({ person }) => person.number]],
  sexAge: [
    ['import.field.sex', ({ person }, { text }) => sexOf(person, text)],
    ['filters.age', ({ person }, { now }) => ageOf(person.birthDate, now)],
  ],
  birthDate: [['import.field.birthDate', ({ person }) => person.birthDate ?? '']],
  stickers: [['column.stickers', ({ person }) => person.stickers.map(({ name }) => name).join(', ')]],
  patientKind: [['column.patientKind', ({ patientKind }, { text }) => text(`enquiries.patientKind.${patientKind}`)]],
  since: [['column.since', (row, w) => time(w, row, row.statusSince)]],
  due: [['column.due', (row, w) => time(w, row, row.nextAction?.dueAt)]],
  likelihood: [['import.field.likelihood', ({ likelihood }) => likelihood ?? '']],
  hold: [
    [
      'import.field.holdReasons',
      ({ holdReasons }, { text }) => holdReasons.map((one) => text(`enquiries.hold.${one}`)).join(', '),
    ],
    ['import.field.recontactOn', ({ recontactOn }) => recontactOn ?? ''],
  ],
  booking: [['import.field.bookingAt', (row, w) => time(w, row, row.booking?.startsAt)]],
  contact: [['column.contact', (row, w) => time(w, row, row.lastContactAt)]],
  campaign: [['import.field.campaign', ({ campaign }) => campaign ?? '']],
  team: [['column.team', ({ team }, { name }) => name('team', team)]],
  site: [['import.field.site', ({ siteId }, { name }) => name('site', siteId)]],
  marks: [
    [
      'column.marks',
      ({ unreachable, contactHold }, { text }) =>
        [
          ...(unreachable ? [text('filters.unreachable.true')] : []),
          ...(contactHold ? [text('filters.contactHold.true')] : []),
        ].join(', '),
    ],
  ],
};

/** The same of the list of people; times of persons are those of the first site. */
const PEOPLE: Readonly<Record<PeopleColumn, Cells<PersonRow>>> = {
  person: [
    ['import.field.name', ({ name }) => name ?? ''],
    ['import.field.phone', phoneOf],
  ],
  number: [['import.field.number', ({ number }) => number]],
  birthDate: [['import.field.birthDate', ({ birthDate }) => birthDate ?? '']],
  openEnquiries: [['column.openEnquiries', ({ openEnquiries }) => String(openEnquiries)]],
  contact: [['column.contact', ({ lastContactAt }, w) => timeIn(w.zone(null), lastContactAt)]],
  sexAge: [
    ['import.field.sex', (person, { text }) => sexOf(person, text)],
    ['filters.age', ({ birthDate }, { now }) => ageOf(birthDate, now)],
  ],
  stickers: [['column.stickers', ({ stickers }) => stickers.map(({ name }) => name).join(', ')]],
  language: [['column.language', ({ language }) => language ?? '']],
  registered: [['column.registered', ({ createdAt }, w) => timeIn(w.zone(null), createdAt)]],
  lastVisit: [['column.lastVisit', ({ lastVisitAt }, w) => timeIn(w.zone(null), lastVisitAt)]],
  sourceChannel: [
    [
      'import.field.sourceChannel',
      ({ sourceChannels }, { name }) => sourceChannels.map((one) => name('source_channel', one)).join(', '),
    ],
  ],
  site: [['import.field.site', ({ siteIds }, { name }) => siteIds.map((one) => name('site', one)).join(', ')]],
  owner: [['import.field.owner', ({ ownerIds }, { name }) => ownerIds.map((one) => name('user', one)).join(', ')]],
  marks: [['column.marks', ({ doNotContact }, { text }) => (doNotContact ? text('filters.doNotContact.true') : '')]],
};

/** The first line. A header stands once, though two columns of the screen have it. */
export function headerOf({ list, columns, language }: ExportRow): readonly string[] {
  // Each of its tables has one of its own.
  if (list === 'statistics') return [];
  const cells = list === 'people' ? cellsOf(PEOPLE, columns) : cellsOf(ENQUIRIES, columns);
  return cells.map(([header]) => textOf(language, header));
}

/** The next rows of the list, as who asked for them may see them; each is read and shown by the list's own rules. */
export async function linesOf(
  tx: Tx,
  row: ExportRow,
  cursor: string | null,
  withTotal = false,
): Promise<Outcome<LinePage>> {
  if (row.list === 'statistics') {
    const tables = await fileTables(tx, row.query, row.language);
    if (!tables.ok) return tables;
    const lines = tables.value.flatMap((table) => table.lines.slice(1));
    return ok({ lines, personIds: [], next: null, total: lines.length });
  }
  const words = await wordsOf(tx, row.language);
  if (row.list === 'people') {
    const found = await findPeople(tx, PeopleQuery.parse(addressed(row.query, cursor)));
    if (!found.ok) return found;
    const { items, nextCursor } = found.value;
    const cells = cellsOf(PEOPLE, row.columns);
    const lines = items.map((person) => cells.map(([, cell]) => cell(person, words)));
    return ok({ lines, personIds: items.map(({ id }) => id), next: nextCursor });
  }
  const query = EnquiryQuery.parse({ ...addressed(row.query, cursor), ...(withTotal ? { total: 'true' } : {}) });
  const found = await findEnquiries(tx, query);
  if (!found.ok) return found;
  const rows = await viewRows(tx, found.value.records);
  const cells = cellsOf(ENQUIRIES, row.columns);
  return ok({
    lines: rows.map((one) => cells.map(([, cell]) => cell(one, words))),
    personIds: [...new Set(rows.map(({ personId }) => personId))],
    next: found.value.nextCursor,
    total: found.value.total,
  });
}

/** The query of an address as that of the list's next page. */
function addressed({ columns: _columns, view: _view, ...query }: ViewQuery, cursor: string | null) {
  return { ...query, limit: ROWS_AT_ONCE, ...(cursor === null ? {} : { cursor }) };
}

/** A column that is none of the table has no cells: the service has refused it before. */
function cellsOf<R>(table: Readonly<Record<string, Cells<R>>>, columns: readonly string[]): Cells<R> {
  const seen = new Set<string>();
  return columns
    .flatMap((column) => table[column] ?? [])
    .filter(([header]) => !seen.has(header) && Boolean(seen.add(header)));
}

async function wordsOf(tx: Tx, language: Language): Promise<Words> {
  const named = new Map<string, string>();
  for (const list of ['source_channel', 'interest'] as const)
    for (const { code, names } of await listItemsOf(tx, list)) named.set(`${list} ${code}`, names[language]);
  for (const { id, name } of await listMembers(tx)) named.set(`user ${id}`, name);
  const { teams, sites } = await listPlaces(tx);
  for (const { id, name } of teams) named.set(`team ${id}`, name);
  for (const { id, name } of sites) named.set(`site ${id}`, name);
  const zones = new Map(sites.map(({ id, timeZone }) => [id, timeZone]));
  return {
    language,
    text: (code) => textOf(language, code),
    name: (kind, id) => (id === null ? '' : (named.get(`${kind} ${id}`) ?? id)),
    zone: (siteId) => (siteId === null ? sites[0]?.timeZone : zones.get(siteId)) ?? 'Asia/Seoul',
    now: tx.now,
  };
}

function statusName(status: string, language: Language): string {
  return STATUSES.find(({ code }) => code === status)?.names[language] ?? status;
}

function phoneOf({ phone }: PersonHit): string {
  return phone === null ? '' : formatPhone(phone as Parameters<typeof formatPhone>[0]);
}

function sexOf({ sex }: PersonHit, text: Words['text']): string {
  return sex === 'unknown' ? '' : text(`common.sex.${sex}`);
}

function ageOf(birthDate: string | null, now: number): string {
  if (birthDate === null) return '';
  const today = dayOf('Asia/Seoul', instant(now));
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return String(today.slice(5) < birthDate.slice(5) ? years - 1 : years);
}

function time({ zone }: Words, { siteId }: Row, text: string | null | undefined): string {
  return timeIn(zone(siteId), text);
}

/** `2026-06-02 17:31`. */
function timeIn(zone: string, text: string | null | undefined): string {
  if (!text) return '';
  const at = instant(Date.parse(text));
  const minute = minuteOfDay(zone, at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${dayOf(zone, at)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
