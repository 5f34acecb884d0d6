import type { MessageChannel, Purpose } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import { linkText, LINK_DAYS, readLink, type Link } from '../rules/links.ts';

export type Secrets = {
  seal(text: string, purpose: string): string;
  open(sealed: string, purpose: string): string;
};
export type LinkDeps = { readonly secrets: Secrets; readonly publicUrl: URL };

const SEALED_FOR = 'consents.link';

/** The page on which she says what she wants to hear: who has the address may use it, until it is over. */
export function preferenceLink(
  deps: LinkDeps,
  orgId: Id,
  personId: Id,
  now: Instant,
): { url: string; expiresAt: Instant } {
  return linkOf(deps, { kind: 'preferences', orgId, personId, purpose: 'marketing', channel: 'web' }, now);
}

/** For `List-Unsubscribe`: a POST ends it, a GET asks first (RFC 8058, C3). */
export function unsubscribeLink(
  deps: LinkDeps,
  of: { readonly orgId: Id; readonly personId: Id; readonly purpose: Purpose; readonly channel: MessageChannel },
  now: Instant,
): { url: string; expiresAt: Instant } {
  return linkOf(deps, { kind: 'unsubscribe', ...of }, now);
}

function linkOf({ secrets, publicUrl }: LinkDeps, link: Omit<Link, 'expiresAt'>, now: Instant) {
  const days = LINK_DAYS[link.kind];
  // Whole days: the text stays short.
  const expiresAt = plus(now, (days + 1) * DAY - (now % DAY));
  const token = secrets.seal(linkText({ ...link, expiresAt }), SEALED_FOR);
  return { url: new URL(`/p/${link.kind}/${token}`, publicUrl).href, expiresAt };
}

/** Null for an address that nobody made, was changed, is of another kind, or is over. */
export function openLink(secrets: Secrets, kind: Link['kind'], token: string, now: Instant): Link | null {
  if (!/^[A-Za-z0-9_.-]{40,400}$/.test(token)) return null;
  try {
    const link = readLink(secrets.open(token, SEALED_FOR), now);
    return link?.kind === kind ? link : null;
  } catch {
    return null;
  }
}
