import {
  EARLIEST_BIRTH,
  LanguageTag,
  withoutUnseen,
  type HoldReason,
  type Likelihood,
  type Params,
} from '@anbu/contract';
import { instant } from '../../../kernel/instant.ts';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { addDays } from '../../../kernel/calendar-day.ts';
import { parsePhone } from '../../../kernel/phone.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { instantOf, parseDayCell, type DayCell, type DayReading } from '../cells/day.ts';
import { visible } from '../csv/records.ts';
import { unguard } from '../csv/safe-cell.ts';
import {
  HOLD_WORDS,
  INTEREST_WORDS,
  LANGUAGE_WORDS,
  LIKELIHOOD_WORDS,
  SEX_WORDS,
  SOURCE_WORDS,
} from '../words/choices.ts';
import { chooseMany, chooser, wordChooser, type Chooser } from './choices.ts';
import type { Mapping } from './mapping.ts';
import type { EnquiryPlan, Issue, PersonPlan, ReadRow, RowContext } from './plan.ts';
import { wordKey } from './text-key.ts';

// Line breaks and tabs belong to memos; every other control character is a broken file.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/u;
const LONGEST_TEXT = 10_000;
const LONGEST_LINE = 200;
const LONGEST_NAME = 120;
const EMAIL = /^[^\s@<>()",;:\\]{1,64}@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\.]{2,}$/u;

const sexOf = wordChooser(SEX_WORDS);
const languageOf = wordChooser(LANGUAGE_WORDS);
const likelihoodOf = wordChooser(LIKELIHOOD_WORDS);
const holdReasonOf = wordChooser(HOLD_WORDS);

export type RowReader = (cells: readonly string[]) => ReadRow;

/** Reads rows of one file: what stands in a cell is parsed or named as wrong, never guessed. */
export function rowReader(
  kind: 'people' | 'enquiries',
  headers: readonly string[],
  mapping: Mapping,
  context: RowContext,
): RowReader {
  const places = new Map(Object.entries(mapping).map(([field, header]) => [field, headers.indexOf(header)]));
  const sources = chooser(context.sources, SOURCE_WORDS);
  const interests = chooser(context.interests, INTEREST_WORDS);
  return (cells) => {
    const row = new Row(headers, places, cells);
    row.checkWhole();
    const person = readPerson(row, context);
    const text = row.text('text', LONGEST_TEXT);
    const enquiry = kind === 'enquiries' ? readEnquiry(row, context, { sources, interests }, text) : null;
    const label = places.has('status') ? row.cell('status').replace(/\s+/gu, ' ').slice(0, LONGEST_LINE) : null;
    const refused = row.issues.some(({ level }) => level === 'error');
    return {
      plan: refused || (kind === 'enquiries' && enquiry === null) ? null : { person, text, enquiry },
      issues: row.issues,
      label,
      ownerText: row.cell('owner').slice(0, LONGEST_LINE) || null,
    };
  };
}

class Row {
  readonly issues: Issue[] = [];
  readonly #headers: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];

  constructor(headers: readonly string[], places: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.#headers = headers;
    this.#places = places;
    this.#cells = cells;
  }

  checkWhole(): void {
    const extra = this.#cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (extra > this.#headers.length) {
      const params = { expected: this.#headers.length, found: extra };
      this.issues.push({ level: 'error', column: null, value: null, code: 'imports.too_many_cells', params });
    }
    this.#cells.forEach((cell, index) => {
      const column = this.#headers[index] ?? null;
      // U+FFFD is what the encoding could not read: a word is lost there.
      if (CONTROL.test(cell) || cell.includes('\ufffd') || !cell.isWellFormed()) {
        this.issues.push({ level: 'error', column, value: shown(cell), code: 'imports.bad_character', params: {} });
      }
    });
  }

  /** Trimmed, composed, without the apostrophe of a guarded cell; empty where there is no such column. */
  cell(field: string): string {
    const place = this.#places.get(field);
    const raw = place === undefined ? undefined : this.#cells[place];
    return raw === undefined
      ? ''
      : withoutUnseen(unguard(visible(raw)))
          .toWellFormed()
          .normalize('NFC')
          .replace(/\r\n?/gu, '\n')
          .trim();
  }

  text(field: string, maximum: number): string | null {
    const value = this.cell(field);
    if ([...value].length > maximum) this.say('error', field, 'field.too_long', { maximum });
    return value === '' ? null : value;
  }

  say(level: Issue['level'], field: string, code: string, params: Params = {}): void {
    const place = this.#places.get(field);
    const column = place === undefined ? null : (this.#headers[place] ?? null);
    this.issues.push({ level, column, value: shown(this.cell(field)), code, params });
  }

  day(field: string, reading: DayReading): DayCell | null {
    const value = this.cell(field);
    if (value === '') return null;
    const parsed = parseDayCell(value, reading);
    if (parsed.ok) return parsed.value;
    this.say('error', field, parsed.refusal.code);
    return null;
  }
}

function shown(cell: string): string {
  return visible(cell).slice(0, LONGEST_LINE).toWellFormed();
}

function readPerson(row: Row, context: RowContext): PersonPlan {
  const name = row.text('name', LONGEST_NAME)?.replace(/\s+/gu, ' ');
  const phoneText = row.cell('phone');
  const phone = phoneText === '' ? null : parsePhone(phoneText, 'KR');
  if (phone && !phone.ok) row.say('error', 'phone', phone.refusal.code);
  if (!name && phoneText === '') row.say('error', 'name', 'people.name_or_phone_required');
  const email = row.text('email', 254);
  if (email !== null && !EMAIL.test(email)) row.say('error', 'email', 'field.email');
  const birth = row.day('birthDate', { zone: context.zone, yearless: { until: context.readOn }, birth: true });
  if (birth && birth.day > context.readOn) row.say('error', 'birthDate', 'people.birth_date_future');
  if (birth && birth.day < EARLIEST_BIRTH) {
    row.say('error', 'birthDate', 'people.birth_date_too_early', { earliest: EARLIEST_BIRTH });
  }
  const sexText = row.cell('sex');
  const sex = sexText === '' ? null : sexOf(sexText);
  if (sexText !== '' && !sex) row.say('warning', 'sex', 'imports.word_unknown');
  const languageText = row.cell('language');
  const language = languageText === '' ? null : (languageOf(languageText) ?? LanguageTag.safeParse(languageText).data);
  if (languageText !== '' && !language) row.say('warning', 'language', 'imports.word_unknown');
  return {
    ...(name ? { name } : {}),
    ...(phone?.ok ? { phone: phone.value as string } : {}),
    ...(email ? { email } : {}),
    ...(birth ? { birthDate: birth.day } : {}),
    ...(sex ? { sex: sex as NonNullable<PersonPlan['sex']> } : {}),
    ...(language ? { language } : {}),
  };
}

function readEnquiry(
  row: Row,
  context: RowContext,
  choose: { sources: Chooser; interests: Chooser },
  text: string | null,
): EnquiryPlan | null {
  const { zone, readOn, now } = context;
  const received = row.day('receivedAt', { zone, yearless: { until: readOn } });
  if (!received) {
    if (row.cell('receivedAt') === '') row.say('error', 'receivedAt', 'field.required');
    return null;
  }
  const dayOnly = received.minute === null;
  const receivedAt = instantOf(received, zone);
  if (receivedAt > now) {
    row.say('error', 'receivedAt', 'imports.received_in_future');
    return null;
  }
  const after: DayReading = { zone, yearless: { from: received.day } };
  const booking = row.day('bookingAt', after);
  const visit = row.day('visitAt', { zone, yearless: { until: readOn } });
  if (visit && instantOf(visit, zone) > now) row.say('error', 'visitAt', 'imports.visit_in_future');
  // A visit of the same day without times is no contradiction.
  else if (
    visit &&
    (visit.minute === null || dayOnly ? visit.day < received.day : instantOf(visit, zone) < receivedAt)
  ) {
    row.say('error', 'visitAt', 'imports.visit_before_received');
  }
  if (booking && booking.day < addDays(received.day, -1))
    row.say('warning', 'bookingAt', 'imports.booking_before_received');
  const recontact = row.day('recontactOn', after);
  const source = readSource(row, choose.sources);
  return {
    receivedAt: instant(receivedAt),
    receivedOn: dayOf(zone, receivedAt),
    siteId: readSite(row, context),
    ...source,
    interests: readInterests(row, choose.interests),
    ownerId: readOwner(row, context),
    text,
    callCount: readCount(row),
    bookingOn: booking?.day ?? null,
    bookingMinute: booking?.minute ?? null,
    visitOn: visit?.day ?? null,
    visitMinute: visit?.minute ?? null,
    ...readHold(row),
    recontactOn: (recontact?.day ?? null) as CalendarDay | null,
  };
}

function readSource(row: Row, choose: Chooser): Pick<EnquiryPlan, 'sourceChannel' | 'campaign'> {
  const text = row.cell('sourceChannel');
  const campaign = row.text('campaign', LONGEST_NAME);
  if (text === '') return { sourceChannel: 'unknown', campaign };
  const found = choose(text);
  if (!found) row.say('warning', 'sourceChannel', 'imports.source_unknown');
  // What the file said is kept where its word is not the list's own.
  const word = found?.exact || found?.code === 'unknown' ? null : text.slice(0, LONGEST_NAME);
  return { sourceChannel: found?.code ?? 'unknown', campaign: campaign ?? word };
}

function readInterests(row: Row, choose: Chooser): readonly string[] {
  const { codes, unknown } = chooseMany(row.cell('interests'), choose);
  for (const words of unknown) row.say('warning', 'interests', 'imports.interest_unknown', { words });
  return codes;
}

function readOwner(row: Row, { members }: RowContext): string | null {
  const key = wordKey(row.cell('owner'));
  if (key === '') return null;
  const found = members.filter(({ name }) => wordKey(name) === key);
  const [only] = found;
  if (found.length === 1 && only?.active) return only.id;
  const code = found.length > 1 ? 'imports.owner_ambiguous' : only ? 'imports.owner_inactive' : 'imports.owner_unknown';
  row.say('warning', 'owner', code);
  return null;
}

function readSite(row: Row, { sites, siteId }: RowContext): string {
  const key = wordKey(row.cell('site'));
  if (key === '') return siteId;
  const found = sites.find(({ name }) => wordKey(name) === key);
  if (!found) row.say('warning', 'site', 'imports.site_unknown');
  return found?.id ?? siteId;
}

function readCount(row: Row): number | null {
  const text = row.cell('callCount');
  if (text === '') return null;
  const match = /^(\d{1,3})(?:\.0+)?\s*[회번次]?$/u.exec(text);
  if (!match) row.say('warning', 'callCount', 'imports.word_unknown');
  return match ? Number(match[1]) : null;
}

function readHold(row: Row): Pick<EnquiryPlan, 'likelihood' | 'holdReasons'> {
  const likelihoodText = row.cell('likelihood');
  const likelihood = likelihoodText === '' ? null : likelihoodOf(likelihoodText);
  if (likelihoodText !== '' && !likelihood) row.say('warning', 'likelihood', 'imports.word_unknown');
  const reasons = new Set<string>();
  for (const part of row.cell('holdReasons').split(/[,/、，;|\n]+/u)) {
    if (part.trim() === '') continue;
    const found = holdReasonOf(part);
    if (found) reasons.add(found);
    else row.say('warning', 'holdReasons', 'imports.word_unknown');
  }
  return { likelihood: likelihood as Likelihood | null, holdReasons: [...reasons] as HoldReason[] };
}
