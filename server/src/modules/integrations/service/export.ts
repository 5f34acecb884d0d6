import type { Language } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok } from '../../../kernel/outcome.ts';
import { formatPhone } from '../../../kernel/phone.ts';
import { dayOf, minuteOfDay } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { ReadPage } from '../../../platform/http/route.ts';
import { textOf } from '../../../platform/i18n.ts';
import { csvLine } from '../../../kernel/csv-line.ts';
import { listItemsOf, STATUSES } from '../neighbours.ts';
import { SEPARATORS } from '../rules/choices.ts';
import { labelOfKind } from '../rules/labels.ts';
import type { ListChoice } from '../rules/plan.ts';
import {
  listExportedEnquiries,
  listExportedPersons,
  type ExportedEnquiry,
  type ExportedPerson,
} from '../store/export-store.ts';

export const EXPORT_KINDS = ['people', 'enquiries'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

const PERSON_FIELDS = ['name', 'phone', 'number', 'birthDate', 'sex', 'language', 'email'] as const;
const ENQUIRY_FIELDS = [
  'receivedAt',
  'sourceChannel',
  'campaign',
  'interests',
  'owner',
  'status',
  'callCount',
  'bookingAt',
  'visitAt',
  'site',
  'likelihood',
  'holdReasons',
  'recontactOn',
  'text',
] as const;

const PAGE = 500;

export type ExportWish = {
  readonly kind: ExportKind;
  /** Of headers, statuses and names of lists. */
  readonly language: Language;
  /** Why the list leaves the house; kept in the audit. */
  readonly reason: string;
};

/** Some lines of the file, and how many rows they are. */
export type ExportPart = { readonly text: string; readonly rows: number };

/**
 * All persons or enquiries as a CSV file that an import reads again: its headers, names of lists and statuses in the language, UTF-8 with
 * BOM, formulas as texts (reliability S3). Times are those of the enquiry's site. Page by page: each page leaves a line in the audit with
 * its persons and the reason, in the transaction that read it.
 */
export async function* exportParts(read: ReadPage, wish: ExportWish): AsyncGenerator<ExportPart, void, undefined> {
  const { kind, language } = wish;
  const fields = kind === 'people' ? PERSON_FIELDS : [...PERSON_FIELDS, ...ENQUIRY_FIELDS];
  yield { text: `\ufeff${csvLine(fields.map((field) => textOf(language, `import.field.${field}`)))}`, rows: 0 };
  for (let after: Id | null = null; ;) {
    const from: Id | null = after;
    const page: Page = await read(async (tx) => ok(await readPage(tx, wish, from)));
    if (page.lines.length > 0) yield { text: page.lines.join(''), rows: page.lines.length };
    if (page.last === null || page.lines.length < PAGE) return;
    after = page.last;
  }
}

type Page = { readonly lines: readonly string[]; readonly last: Id | null };

async function readPage(tx: Tx, wish: ExportWish, after: Id | null): Promise<Page> {
  const { kind, language } = wish;
  if (kind === 'people') {
    const persons = await listExportedPersons(tx, after, PAGE);
    note(tx, wish, persons);
    return { lines: persons.map((one) => csvLine(personCells(one, language))), last: persons.at(-1)?.personId ?? null };
  }
  const enquiries = await listExportedEnquiries(tx, after, PAGE);
  const names = {
    source: namesOf(await listItemsOf(tx, 'source_channel'), language),
    interest: namesOf(await listItemsOf(tx, 'interest'), language),
  };
  note(tx, wish, enquiries);
  const lines = enquiries.map((one) => csvLine([...personCells(one, language), ...enquiryCells(one, names, language)]));
  return { lines, last: enquiries.at(-1)?.id ?? null };
}

function note(tx: Tx, { kind, reason }: ExportWish, rows: readonly ExportedPerson[]): void {
  if (rows.length === 0) return;
  tx.audit({ action: `${kind}.exported`, personIds: [...new Set(rows.map(({ personId }) => personId))], reason });
}

function personCells(person: ExportedPerson, language: Language): string[] {
  return [
    person.name ?? '',
    person.phone === null ? '' : formatPhone(person.phone),
    person.number ?? '',
    person.birthDate ?? '',
    person.sex === 'unknown' ? '' : textOf(language, `common.sex.${person.sex}`),
    person.language ?? '',
    person.email ?? '',
  ];
}

type Names = ReadonlyMap<string, string>;

function enquiryCells(
  one: ExportedEnquiry,
  names: { readonly source: Names; readonly interest: Names },
  language: Language,
): string[] {
  const time = (at: Instant | null) => (at === null ? '' : wallTime(one.timeZone, at));
  const visitedAt = one.status === 'VISITED' ? (one.visitedAt ?? one.statusSince) : null;
  return [
    time(one.receivedAt),
    names.source.get(one.sourceChannel) ?? one.sourceChannel,
    one.campaign ?? '',
    several(one.interests, names.interest),
    one.owner ?? '',
    statusName(one, language),
    one.callCount === 0 ? '' : String(one.callCount),
    time(one.bookingAt),
    time(visitedAt),
    one.site,
    one.likelihood ?? '',
    one.holdReasons.map((reason) => textOf(language, `enquiries.hold.${reason}`)).join(', '),
    one.recontactOn ?? '',
    one.text ?? '',
  ];
}

/** INVALID by its own name does not say which of the three kinds it is. */
function statusName({ status, invalidKind }: ExportedEnquiry, language: Language): string {
  if (status === 'INVALID' && invalidKind !== null) return labelOfKind(invalidKind);
  return STATUSES.find(({ code }) => code === status)?.names[language] ?? status;
}

/** By name; by code where a name would be read as several. */
function several(codes: readonly string[], names: Names): string {
  const shown = codes.map((code) => names.get(code) ?? code);
  return (shown.some((name) => SEPARATORS.test(name)) ? codes : shown).join(', ');
}

/** `2026-06-02 17:31`, as spreadsheets know it. */
function wallTime(zone: string, at: Instant): string {
  const minute = minuteOfDay(zone, at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${dayOf(zone, at)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function namesOf(items: readonly ListChoice[], language: Language): Names {
  return new Map(items.map(({ code, names }) => [code, names[language]]));
}
