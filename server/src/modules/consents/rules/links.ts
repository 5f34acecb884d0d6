import { MESSAGE_CHANNELS, PURPOSES, type MessageChannel, type Purpose } from '@anbu/contract';
import { isId, type Id } from '../../../kernel/ids.ts';
import { DAY, type Instant } from '../../../kernel/instant.ts';

/** What a link in a message lets its holder do, and until when. Sealed, so that nobody makes one up. */
export type Link = {
  readonly kind: 'preferences' | 'unsubscribe';
  readonly orgId: Id;
  readonly personId: Id;
  /** Of the message that it stood in. */
  readonly purpose: Purpose;
  readonly channel: MessageChannel;
  readonly expiresAt: Instant;
};

/** Longer than any law asks: an opt-out works 30 days in the United States. */
export const LINK_DAYS = { preferences: 90, unsubscribe: 400 } as const;

/** Compact: it travels in a text message. Ends with the day after which it is of no use. */
export function linkText({ kind, orgId, personId, purpose, channel, expiresAt }: Link): string {
  const day = Math.floor(expiresAt / DAY).toString(36);
  return [
    kind === 'preferences' ? 'p' : 'u',
    PURPOSES.indexOf(purpose),
    MESSAGE_CHANNELS.indexOf(channel),
    shortId(orgId),
    shortId(personId),
    day,
  ].join(' ');
}

/** Null for what is no link, or one that is over. */
export function readLink(text: string, now: Instant): Link | null {
  const [kind, purpose, channel, orgId, personId, day, more] = text.split(' ');
  const [org, person] = [longId(orgId), longId(personId)];
  const [said, by] = [PURPOSES[Number(purpose)], MESSAGE_CHANNELS[Number(channel)]];
  const expiresAt = (parseInt(day ?? '', 36) * DAY) as Instant;
  if (more !== undefined || org === null || person === null || said === undefined || by === undefined) return null;
  if (!(now < expiresAt)) return null;
  return {
    kind: kind === 'u' ? 'unsubscribe' : 'preferences',
    orgId: org,
    personId: person,
    purpose: said,
    channel: by,
    expiresAt,
  };
}

function shortId(id: Id): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function longId(short: string | undefined): Id | null {
  const hex = Buffer.from(short ?? '', 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isId(id) ? id : null;
}
