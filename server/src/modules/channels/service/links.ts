import type {
  LinkSettings,
  LinkSettingsInput,
  OwnVariable,
  SentChannel,
  TemplateBody,
  TemplateVariable,
  VariableValues,
} from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { newToken } from '../../../platform/webhooks/index.ts';
import { preferenceLink } from '../../consents/index.ts';
import { mayLeadTo, SAMPLE_TOKEN, shortUrl } from '../rules/links.ts';
import { placesIn } from '../rules/template.ts';
import {
  findLinkSetting,
  insertLinks,
  upsertLinkSetting,
  type LinkSettingRow,
  type NewLink,
} from '../store/link-store.ts';
import type { ChannelsDeps } from './deps.ts';

/** What who writes messages with links must know. */
export type LinkPlace = Pick<ChannelsDeps, 'publicUrl' | 'secrets'>;

/** As shipped: our own pages alone, and nothing is noted. */
const STANDARD: LinkSettingRow = { hosts: [], tracks: false, days: 90, version: 0 };
const TOKEN_LENGTH = 12;
const PAGE: OwnVariable = 'preferences';

/** Where short links may lead, whether their first opening is noted, and how many days they are good; as shipped where nobody said. */
export async function linkSettingOf(tx: Tx): Promise<LinkSettingRow> {
  return (await findLinkSetting(tx)) ?? STANDARD;
}

/** The same as an answer. */
export async function linkSettings(tx: Tx): Promise<z.input<typeof LinkSettings>> {
  const { hosts, ...rest } = await linkSettingOf(tx);
  return { ...rest, hosts: [...hosts] };
}

/** What stands already in messages goes by the new list too. Refuses request.stale { version } 409. */
export async function changeLinkSettings(
  tx: Tx,
  input: LinkSettingsInput,
): Promise<Outcome<z.input<typeof LinkSettings>>> {
  const before = await linkSettingOf(tx);
  const { version = before.version, ...fields } = input;
  const hosts = [...new Set(fields.hosts)];
  if (version !== before.version || !(await upsertLinkSetting(tx, { ...fields, hosts, version }))) {
    return refuse('request.stale', { version: before.version }, 409);
  }
  tx.audit({
    action: 'channels.links_changed',
    entity: 'organisation',
    entityId: tx.orgId,
    changes: {
      hosts: [[...before.hosts], hosts],
      tracks: [before.tracks, fields.tracks],
      days: [before.days, fields.days],
    },
  });
  return ok(await linkSettings(tx));
}

export type Shortened = { readonly values: VariableValues; readonly links: readonly NewLink[] };

/**
 * The values with a short link for each address of the type `link`, each message its own. Refuses channels.links_unavailable 409 where nobody says where
 * we are reached; by field `values.<name>` channels.link_forbidden { host }.
 */
export async function shorten(
  tx: Tx,
  place: LinkPlace | null,
  variables: readonly TemplateVariable[],
  values: VariableValues,
): Promise<Outcome<Shortened>> {
  const names = variables.filter(({ type }) => type === 'link').map(({ name }) => name);
  if (names.length === 0) return ok({ values, links: [] });
  if (!place) return refuse('channels.links_unavailable', {}, 409);
  const { hosts } = await linkSettingOf(tx);
  const errors = names.flatMap((name): FieldRefusal[] => {
    const target = values[name] ?? '';
    const host = URL.parse(target)?.hostname ?? '';
    return mayLeadTo(target, hosts, place.publicUrl)
      ? []
      : [{ field: `values.${name}`, code: 'channels.link_forbidden', params: { host } }];
  });
  if (errors.length > 0) return refuseFields(errors);
  const links = names.map((name) => ({ name, token: newToken(TOKEN_LENGTH), target: values[name] ?? '' }));
  const short = links.map(({ name, token }) => [name, shortUrl(place.publicUrl, token)] as const);
  return ok({ values: { ...values, ...Object.fromEntries(short) }, links });
}

/**
 * A page of our own as a short link, for who writes a message by itself: of `sendMessage` told as `about.links`, it is kept with the message as long as the
 * page is good. Another address stays as it is.
 */
export function shortPage(
  { publicUrl }: Pick<LinkPlace, 'publicUrl'>,
  page: string,
  expiresAt: Instant,
): { url: string; links: NewLink[] } {
  const { origin, pathname } = URL.parse(page) ?? {};
  if (origin !== publicUrl.origin || !pathname?.startsWith('/p/')) return { url: page, links: [] };
  const token = newToken(TOKEN_LENGTH);
  return { url: shortUrl(publicUrl, token), links: [{ token, target: pathname, expiresAt }] };
}

/**
 * Her page of consents, where the words name it and no variable of theirs bears the name: short, as long as the page is good; whole in an e-mail, where nobody
 * counts. Refuses channels.links_unavailable 409.
 */
export function pageIn(
  tx: Tx,
  place: LinkPlace | null,
  { channel, personId, body, variables }: Named & { readonly personId: Id },
): Outcome<{ readonly url: string; readonly links: readonly NewLink[] } | null> {
  if (!namesPage({ body, variables })) return ok(null);
  if (!place) return refuse('channels.links_unavailable', {}, 409);
  const { url, expiresAt } = preferenceLink(place, tx.orgId, personId, tx.now);
  return ok(channel === 'email' ? { url, links: [] } : shortPage(place, url, expiresAt));
}

type Named = {
  readonly channel: SentChannel;
  readonly body: TemplateBody;
  readonly variables: readonly TemplateVariable[];
};

function namesPage({ body, variables }: Pick<Named, 'body' | 'variables'>): boolean {
  return placesIn(body).includes(PAGE) && !variables.some(({ name }) => name === PAGE);
}

/** As her page would be, and leading nowhere: for proofs. */
export function samplePage({ publicUrl }: Pick<LinkPlace, 'publicUrl'>, channel: SentChannel): string {
  return channel === 'email'
    ? new URL(`/p/preferences/${SAMPLE_TOKEN}`, publicUrl).href
    : shortUrl(publicUrl, SAMPLE_TOKEN);
}

/** As long as the ones to come, and leading nowhere: for proofs. */
export function withSampleLinks(
  { publicUrl }: Pick<LinkPlace, 'publicUrl'>,
  variables: readonly TemplateVariable[],
  values: VariableValues,
): VariableValues {
  const names = variables.filter(({ type }) => type === 'link').map(({ name }) => name);
  return { ...values, ...Object.fromEntries(names.map((name) => [name, shortUrl(publicUrl, SAMPLE_TOKEN)])) };
}

/** The short links of a message, good for as many days as the organisation says where they do not say it themselves. */
export async function keepLinks(tx: Tx, messageId: Id, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  await insertLinks(tx, messageId, plus(tx.now, (await linkSettingOf(tx)).days * DAY), links);
}
