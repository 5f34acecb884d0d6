import { MessageInput, type Language, type Occasion, type SentChannel, type VariableValues } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, formatInstant, MINUTE, plus } from '../../../kernel/instant.ts';
import { must, notFound, ok, type Outcome, type Refusal } from '../../../kernel/outcome.ts';
import { isRetryable, isUnavailable, systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { attachedFiles } from '../../analytics/index.ts';
import { hearsTexts, sendMessage, sendToMember, shortPage, template } from '../../channels/index.ts';
import { findDataRequest, findDuty, loadJudged, stopOf } from '../../consents/index.ts';
import { waitingAlerts } from '../../enquiries/index.ts';
import { findMember, findOrganisation, listAccountsOf } from '../../identity/index.ts';
import { findWish } from '../../reminders/index.ts';
import { whyVoid, type Facts } from '../rules/standing.ts';
import { findBookingFacts, findEnquiryFacts, findLanguageOf } from '../store/fact-store.ts';
import {
  listDue,
  listOrganisationsToServe,
  lockDue,
  updateEnded,
  updateWaiting,
  updateWritten,
} from '../store/notice-store.ts';
import { listContacts } from '../store/setting-store.ts';
import type { NoticeRow, SettingRow } from '../vocabulary.ts';
import type { NoticeDeps } from './deps.ts';
import { settingsOf } from './seed.ts';
import { languageOr, valuesOf } from './values.ts';

/** By e-mail whatever she wishes, at any hour. */
const BY_OFFICE: readonly Occasion[] = ['report_ready', 'request_due'];
/** No shorter than her page is good; then the page itself says that it is over. */
const LINK_DAYS = 91;
/** What one channel cannot carry another may. */
const BY_ANOTHER: readonly string[] = [
  'channels.no_way_out',
  'channels.characters_unsendable',
  'channels.text_too_long',
];
const AT_ONCE = 100;
const AGAIN_MINUTES = 1;
/** What failed by itself fails again for now; what the database could not do at that moment it can in a minute. */
const AGAIN_AFTER_ERROR = 10;

/**
 * Writes what is due, each in a transaction of its own: once, whatever is killed. What cannot go for now – no way out, no approved template – stays and
 * says why, and is tried again until it is of no use. Gives how many it took.
 */
export async function sendNotices(db: Database, deps: NoticeDeps): Promise<number> {
  let taken = 0;
  for (const orgId of await listOrganisationsToServe(db)) {
    const { language, due } = must(
      await db.inTx(
        systemActor(orgId, 'notices'),
        async (tx) => ok({ language: (await findOrganisation(tx)).language, due: await listDue(tx, AT_ONCE) }),
        'read',
      ),
    );
    const actor = systemActor(orgId, 'notices', language);
    for (const id of due) {
      try {
        must(await db.inTxAgain(actor, async (tx) => ok(await sendOne(tx, deps, id))));
      } catch (error) {
        deps.log.error({ err: error, notice: id }, 'a notice could not be written');
        const minutes = isRetryable(error) || isUnavailable(error) ? AGAIN_MINUTES : AGAIN_AFTER_ERROR;
        must(
          await db.inTx(actor, async (tx) => {
            await updateWaiting(tx, id, 'notices.why.error', plus(tx.now, minutes * MINUTE));
            return ok(null);
          }),
        );
      }
    }
    taken += due.length;
  }
  return taken;
}

type Known = Facts & {
  readonly booking: Awaited<ReturnType<typeof findBookingFacts>>;
  readonly facts: Awaited<ReturnType<typeof findEnquiryFacts>>;
  readonly reader: Reader;
};

/** Whom it goes to: by which channels she can be reached, and how she reads. */
type Reader = {
  readonly language: Language;
  readonly name: string;
  readonly addresses: ReadonlyMap<SentChannel, string>;
};

async function sendOne(tx: Tx, deps: NoticeDeps, id: Id): Promise<void> {
  const notice = await lockDue(tx, id);
  if (!notice) return;
  const setting = (await settingsOf(tx)).get(notice.occasion);
  if (!setting?.active) return updateEnded(tx, [id], 'void', 'notices.why.off');
  if (notice.usefulUntil <= tx.now) {
    return updateEnded(tx, [id], 'expired', notice.why ?? 'notices.why.too_late');
  }
  const known = await knownOf(tx, deps, notice);
  const why = whyVoid(notice.occasion, notice.params, known);
  if (why !== null) return updateEnded(tx, [id], 'void', why);
  const sent = await write(tx, deps, notice, setting, known);
  if (sent.ok) return updateWritten(tx, id, sent.value);
  return updateWaiting(tx, id, codeOf(sent.refusal), plus(tx.now, AGAIN_MINUTES * MINUTE));
}

function codeOf({ code, errors }: Refusal): string {
  return errors?.[0]?.code ?? code;
}

type Sent = { readonly id: Id; readonly state: NonNullable<NoticeRow['messageState']>; readonly why: string | null };

/** What is said of a notice, to whom. */
type Saying = {
  readonly notice: NoticeRow;
  readonly templateId: Id;
  readonly reader: Reader;
  /** Of the template's variables those that are known. */
  readonly values: VariableValues;
};

/** By the first of its channels for which there is an address and a way out that can carry the words. Without any address by the first: the gate says so, and it is seen. */
async function write(
  tx: Tx,
  deps: NoticeDeps,
  notice: NoticeRow,
  { templateId, channels }: SettingRow,
  { facts: enquiry, booking, reader }: Known,
): Promise<Outcome<Sent>> {
  const found = await template(tx, templateId);
  if (!found.ok) return found;
  const variables = found.value.approved?.variables ?? [];
  const every = await valuesOf(tx, deps, { notice, language: reader.language, enquiry, booking });
  const values: VariableValues = Object.fromEntries(
    variables.flatMap(({ name }) => (every[name] === undefined ? [] : [[name, every[name]]])),
  );
  const able = channels.filter((channel) => found.value.channels.includes(channel));
  const reached = able.filter((channel) => reader.addresses.has(channel));
  const tried = reached.length > 0 ? reached : able.slice(0, 1);
  const saying = { notice, templateId, reader, values };
  let last: Outcome<Sent> = notFound('template');
  for (const channel of tried) {
    last =
      notice.personId === null
        ? await tellMember(tx, channel, saying)
        : await tellPerson(tx, deps, channel, saying, notice.personId);
    if (last.ok || !BY_ANOTHER.includes(codeOf(last.refusal))) return last;
  }
  return last;
}

/** A report goes with its files where it is mailed. */
async function tellMember(
  tx: Tx,
  channel: SentChannel,
  { notice, templateId, reader, values }: Saying,
): Promise<Outcome<Sent>> {
  const { usefulUntil, occasion, refId } = notice;
  const { name, language, addresses } = reader;
  const isReport = occasion === 'report_ready' && channel === 'email' && refId !== null;
  return sendToMember(tx, {
    name,
    language,
    channel,
    to: addresses.get(channel) ?? '',
    templateId,
    values,
    usefulUntil,
    dedupeKey: keyOf(notice),
    occasion,
    files: isReport ? await attachedFiles(tx, refId) : [],
  });
}

/** Through the gate. The confirmation of a stop goes to the number that was stopped, and names the stop. */
async function tellPerson(
  tx: Tx,
  deps: NoticeDeps,
  channel: SentChannel,
  { notice, templateId, reader, values }: Saying,
  personId: Id,
): Promise<Outcome<Sent>> {
  const { enquiryId, bookingId, usefulUntil, occasion, refId } = notice;
  const { language, addresses } = reader;
  const answersStop = occasion === 'stop_confirmed' ? refId : null;
  const to = answersStop === null ? undefined : addresses.get(channel);
  const short = shortened(tx, deps, channel, await asking(tx, channel, language, values));
  const input = MessageInput.parse({
    personId,
    channel,
    templateId,
    values: short.values,
    language,
    dedupeKey: keyOf(notice),
    usefulUntil: formatInstant(usefulUntil),
    ...(enquiryId === null ? {} : { enquiryId }),
    ...(to === undefined ? {} : { to }),
  });
  const sent = await sendMessage(tx, input, deps.links, { bookingId, occasion, answersStop, links: short.links });
  return sent.ok ? ok({ id: sent.value.id, state: sent.value.state, why: sent.value.why?.code ?? null }) : sent;
}

/** One message for each notice, whoever is killed. */
function keyOf({ id }: NoticeRow): string {
  return `notice ${id}`;
}

/** A text that may be answered asks for a digit (B7); nobody is asked where nobody hears. */
async function asking(tx: Tx, channel: SentChannel, language: Language, values: VariableValues) {
  if (values['answer'] === undefined || channel !== 'sms' || !(await hearsTexts(tx))) return values;
  return { ...values, answer: textOf(language, 'notices.say.answer.by_digit') };
}

/** A text is counted by its length: the sealed address of her page, longer than all the rest, stands in it as a short link. */
function shortened(tx: Tx, { links }: NoticeDeps, channel: SentChannel, values: VariableValues) {
  const { link } = values;
  if (link === undefined || (channel !== 'sms' && channel !== 'alimtalk')) return { values, links: [] };
  const short = shortPage(links, link, plus(tx.now, LINK_DAYS * DAY));
  return { values: { ...values, link: short.url }, links: short.links };
}

async function knownOf(tx: Tx, deps: NoticeDeps, notice: NoticeRow): Promise<Known> {
  const { occasion, enquiryId, bookingId, refId, personId, memberId } = notice;
  const facts = enquiryId === null ? null : await findEnquiryFacts(tx, enquiryId);
  const booking = bookingId === null ? null : await findBookingFacts(tx, bookingId);
  const base = { facts, enquiry: facts, booking, bookingLive: bookingId === null ? null : (booking?.live ?? false) };
  if (memberId !== null) {
    const { active, ...reader } = await memberReader(tx, memberId, BY_OFFICE.includes(occasion));
    const atWork = BY_OFFICE.includes(occasion) || (await isAtWork(tx, deps, memberId, facts?.siteId ?? null));
    const member = { active, wishes: reader.addresses.size > 0, atWork };
    return { ...base, stillDue: await stillWaits(tx, notice), member, reader };
  }
  const reader = await personReader(tx, personId ?? '');
  if (occasion === 'stop_confirmed') {
    const stop = refId === null ? null : await stopOf(tx, refId);
    const kind = stop?.address?.includes('@') ? 'email' : 'sms';
    const addresses = stop?.address ? new Map([[kind, stop.address] as const]) : reader.addresses;
    return { ...base, stillDue: stop !== null, member: null, reader: { ...reader, addresses } };
  }
  if (occasion === 'consent_result' || occasion === 'consent_again') {
    const state = refId === null ? null : (await findDuty(tx, refId))?.state;
    return { ...base, stillDue: state === 'announced' || state === 'waiting', member: null, reader };
  }
  return { ...base, stillDue: null, member: null, reader };
}

/** Answered meanwhile, an alert or a request needs no word. */
async function stillWaits(tx: Tx, { occasion, refId }: NoticeRow): Promise<boolean> {
  if (refId === null) return true;
  if (occasion === 'alert_raised') return (await waitingAlerts(tx, [refId])).length > 0;
  return occasion !== 'request_due' || (await findDataRequest(tx, refId))?.settledAt === null;
}

async function personReader(tx: Tx, personId: Id): Promise<Reader> {
  const recipient = (await loadJudged(tx, [personId])).get(personId);
  const phone = recipient?.phones?.[0];
  const email = recipient?.emails?.[0];
  const addresses = new Map<SentChannel, string>([
    ...(phone === undefined
      ? []
      : ([
          ['sms', phone],
          ['alimtalk', phone],
        ] as const)),
    ...(email === undefined ? [] : ([['email', email]] as const)),
  ]);
  return { language: languageOr(await findLanguageOf(tx, personId), tx.actor.language), name: '', addresses };
}

/** A report is mailed to whom its maker named, what the law asks by a day to whose it is; of the rest she is told where she wishes it. */
async function memberReader(tx: Tx, memberId: Id, byOffice: boolean): Promise<Reader & { readonly active: boolean }> {
  const [account] = await listAccountsOf(tx, [memberId]);
  const contact = (await listContacts(tx, [memberId])).get(memberId);
  const { name = '', active = false } = (await findMember(tx, memberId)) ?? {};
  const addresses = new Map<SentChannel, string>([
    ...(contact?.bySms && contact.phone !== null ? ([['sms', contact.phone]] as const) : []),
    ...(account && (byOffice || contact?.byEmail) ? ([['email', account.email]] as const) : []),
  ]);
  return { language: account?.language ?? tx.actor.language, name, addresses, active };
}

/** On duty where the enquiry is, and not resting. */
async function isAtWork(tx: Tx, deps: NoticeDeps, memberId: Id, siteId: Id | null): Promise<boolean> {
  const { quietUntil } = await findWish(tx, memberId);
  if (quietUntil !== null && quietUntil > tx.now) return false;
  return siteId === null || deps.onDuty(tx, memberId, siteId);
}
