import type { Language, Purpose, SentChannel } from '@anbu/contract';
import { nearestLanguage } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseAt, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { checkValues, fill, oneLine, versionToSend, wordsIn } from '../rules/template.ts';
import { findNameAndLanguage } from '../store/person-store.ts';
import { findTemplate, listCurrentVersions } from '../store/template-store.ts';
import { pageIn, shorten, type LinkPlace } from './links.ts';
import { siteToday } from './templates.ts';
import type { NewLink } from '../store/link-store.ts';

/** What somebody wishes to say: by a template with values, or in her own words. */
export type Wish = {
  readonly channel: SentChannel;
  readonly templateId?: Id | undefined;
  readonly values: Readonly<Record<string, string>>;
  readonly purpose?: Purpose | undefined;
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly language?: Language | undefined;
};

/** The same, written. `fallback`: the channels after this one. */
export type Written = {
  readonly purpose: Purpose;
  readonly health: boolean;
  readonly language: Language;
  readonly subject: string | null;
  readonly text: string;
  readonly templateId: Id | null;
  readonly templateNo: number | null;
  /** What stands in each place of the template, in words. */
  readonly values: Readonly<Record<string, string>>;
  readonly fallback: readonly SentChannel[];
  readonly providerCode: string | null;
  /** As a fax names her. */
  readonly personName: string | null;
  /** Short links that stand in it; kept with the message. */
  readonly links: readonly NewLink[];
};

/**
 * The words of a message to a person, in her language. Refuses 404 person and template; channels.needs_words (neither template nor text, or both),
 * channels.template_unapproved, channels.template_off, channels.channel_unfit { channel }, channels.language_missing, channels.needs_template (AlimTalk), and by
 * field what `checkValues`, `shorten` and `pageIn` refuse. `place`: where links lead to us.
 */
export async function write(tx: Tx, personId: Id, wish: Wish, place: LinkPlace | null): Promise<Outcome<Written>> {
  const person = await findNameAndLanguage(tx, personId);
  if (!person) return notFound('person');
  const site = await defaultSite(tx);
  const language =
    wish.language ?? (person.language === null ? null : nearestLanguage(person.language)) ?? tx.actor.language;
  if ((wish.templateId === undefined) === (wish.text === undefined)) return refuseAt('text', 'channels.needs_words');
  if (wish.templateId === undefined) return byHand(wish, language, person.name);
  const template = await findTemplate(tx, wish.templateId);
  if (!template) return notFound('template');
  if (!template.active) return refuse('channels.template_off', {}, 409);
  if (!template.channels.includes(wish.channel)) {
    return refuseAt('channel', 'channels.channel_unfit', { channel: wish.channel });
  }
  const today = await siteToday(tx);
  const version = versionToSend(await listCurrentVersions(tx, [template.id], today), today);
  if (!version) return refuse('channels.template_unapproved', {}, 409);
  // The person's language, else the one of the practice, else whichever there is.
  const spoken = [language, tx.actor.language, 'ko', 'en', 'zh'] as const;
  const said = spoken.find((one) => version.bodies[one]);
  const body = said && version.bodies[said];
  if (!body) return refuse('channels.language_missing', {}, 409);
  if (wish.channel === 'alimtalk' && version.providerCode === null) return refuse('channels.needs_template', {}, 409);
  const errors = checkValues(version.variables, wish.values);
  if (errors.length > 0) return refuseFields(errors);
  const { variables } = version;
  const short = await shorten(tx, place, variables, wish.values);
  if (!short.ok) return short;
  const page = pageIn(tx, place, { channel: wish.channel, personId, body, variables });
  if (!page.ok) return page;
  const own = { personName: person.name ?? '', clinicName: site.name, preferences: page.value?.url ?? '' };
  const filled = fill(body, said, variables, short.value.values, own, today);
  const at = template.channels.indexOf(wish.channel);
  return ok({
    purpose: template.purpose,
    health: template.health,
    language: said,
    subject: filled.subject,
    text: filled.text,
    templateId: template.id,
    templateNo: version.no,
    values: wordsIn(body, said, variables, short.value.values, own, today),
    fallback: template.channels.slice(at + 1),
    providerCode: version.providerCode,
    personName: person.name,
    links: [...short.value.links, ...(page.value?.links ?? [])],
  });
}

/** Channels whose messages have a subject. */
export const TITLED: readonly SentChannel[] = ['email', 'fax', 'letter'];

function byHand(
  { channel, purpose = 'service', subject, text = '' }: Wish,
  language: Language,
  personName: string | null,
): Outcome<Written> {
  if (channel === 'alimtalk') return refuse('channels.needs_template', {}, 409);
  if (text.trim() === '') return refuseAt('text', 'field.required');
  if (channel === 'email' && !subject) return refuseAt('subject', 'field.required');
  return ok({
    purpose,
    health: false,
    language,
    subject: TITLED.includes(channel) && subject ? oneLine(subject) : null,
    text,
    templateId: null,
    templateNo: null,
    values: {},
    fallback: [],
    providerCode: null,
    personName,
    links: [],
  });
}
