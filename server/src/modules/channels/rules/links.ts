/** Of a short link in a message: 12 signs of 62 are 71 random bits. */
export const LINK_TOKEN = /^[A-Za-z0-9]{12}$/;
export const LINK_PATH = '/l';
/** What stands in a preview: as long as any other. */
export const SAMPLE_TOKEN = 'AbCdEf123456';

export function shortUrl(publicUrl: URL, token: string): string {
  return new URL(`${LINK_PATH}/${token}`, publicUrl).href;
}

/**
 * Where a short link may lead: https, a host of the organisation's list, or a public page of our own. Without a name, a password or another port, so that
 * nobody is led elsewhere by what only looks like the host.
 */
export function mayLeadTo(target: string, hosts: readonly string[], publicUrl: URL): boolean {
  const url = URL.parse(target);
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  if (url.origin === publicUrl.origin && url.pathname.startsWith('/p/')) return true;
  return url.port === '' && hosts.includes(url.hostname);
}

/** The page of our own that a kept link leads to; null where it leads elsewhere. */
export function ownPage(target: string, publicUrl: URL): string | null {
  return target.startsWith('/p/') ? new URL(target, publicUrl).href : null;
}

const PREVIEWS =
  /bot\b|crawl|spider|preview|scrap|facebookexternalhit|kakaotalk-scrap|whatsapp|slack|telegram|discord|skype|linkedin|pinterest|embedly|curl|wget|python|headless/i;

/** Whether a request is no person who opens the link, or one who does not wish to be noted. It decides what is counted, never where it leads. */
export function isCounted(method: string, header: (name: string) => string | undefined): boolean {
  if (method !== 'GET') return false;
  if (header('sec-gpc') === '1') return false;
  const purposes = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].map((name) => header(name) ?? '');
  if (purposes.some((purpose) => /prefetch|preview|prerender/i.test(purpose))) return false;
  const agent = header('user-agent') ?? '';
  return agent !== '' && !PREVIEWS.test(agent);
}
