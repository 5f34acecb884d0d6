import { addressIn, organisationIn } from './address-in.ts';

const STORED = 'anbu.organisation';

/**
 * The organisation of this page, by its slug: all that the page asks names it, so that a change in another tab changes nothing here and what is kept in
 * the page's memory is of one organisation alone. Each tab remembers its own; a new one begins with that of the tab looked at last.
 */
let here: string | null = isBrowser()
  ? (takeFromAddress() ?? sessionStorage.getItem(STORED) ?? localStorage.getItem(STORED))
  : null;

/** A link of another tab, or of a notification, says where it belongs. */
function takeFromAddress(): string | null {
  const { pathname, search, hash } = window.location;
  const { slug, rest } = organisationIn(search);
  if (rest !== search) window.history.replaceState(window.history.state, '', pathname + rest + hash);
  return slug;
}

/**
 * A link that is opened in another tab, or copied, names the organisation of this page: for who has several. The router goes by its own word; the address of
 * the link is what the browser takes.
 */
export function nameInLinks(): () => void {
  const name = (event: Event) => {
    const away =
      event.type === 'contextmenu' ||
      (event instanceof MouseEvent && (event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey)) ||
      (event instanceof KeyboardEvent && event.key === 'Enter' && (event.ctrlKey || event.metaKey || event.shiftKey));
    const link = away && event.target instanceof Element ? event.target.closest('a[href^="/"]') : null;
    const address = link?.getAttribute('href');
    if (link && address && here !== null) link.setAttribute('href', addressIn(address, here));
  };
  const kinds = ['mousedown', 'keydown', 'contextmenu'] as const;
  for (const kind of kinds) document.addEventListener(kind, name, true);
  return () => kinds.forEach((kind) => document.removeEventListener(kind, name, true));
}

/** Null until it is known: the session's own is meant. */
export function pageOrganisation(): string | null {
  return here;
}

export function keepPageOrganisation(slug: string): void {
  here = slug;
  sessionStorage.setItem(STORED, slug);
  localStorage.setItem(STORED, slug);
}

if (isBrowser()) {
  window.addEventListener('focus', () => {
    if (here !== null) localStorage.setItem(STORED, here);
  });
}

/** Tests of pure parts read this file where there is no browser. */
function isBrowser(): boolean {
  return typeof window !== 'undefined';
}

export function forgetPageOrganisation(): void {
  here = null;
  sessionStorage.removeItem(STORED);
  localStorage.removeItem(STORED);
}

/** Goes on in another organisation at an address of it: a new page, whose memory begins empty. */
export function workIn(slug: string, address: string): void {
  keepPageOrganisation(slug);
  window.location.assign(address);
}

/** No desk here any more: the page begins anew where the session is. */
export function leavePageOrganisation(): void {
  forgetPageOrganisation();
  window.location.replace('/');
}
