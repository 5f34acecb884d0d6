const STORED = 'anbu.organisation';

/**
 * The organisation of this page, by its slug: all that the page asks names it, so that a change in another tab changes nothing here and what is kept in
 * the page's memory is of one organisation alone. Each tab remembers its own; a new one begins with that of the tab looked at last.
 */
let here: string | null = isBrowser() ? (sessionStorage.getItem(STORED) ?? localStorage.getItem(STORED)) : null;

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
