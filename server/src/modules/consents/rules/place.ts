import type { Jurisdiction } from '@anbu/contract';

/** Whose law and clock hold for somebody of whom nothing is known. `timeZone` null: all of the country counts. */
export type Home = {
  readonly country: Jurisdiction;
  readonly timeZone: string | null;
  /** Whether the country code of a number says where it is. */
  readonly byNumber: boolean;
};

/** As was set, else as the first site stands; the site's clock is no clock of another country. */
export function homeOf(
  site: { readonly country: Jurisdiction; readonly timeZone: string },
  set: {
    readonly jurisdiction: Jurisdiction | null;
    readonly timeZone: string | null;
    readonly byNumber: boolean;
  } | null,
): Home {
  const country = set?.jurisdiction ?? site.country;
  const timeZone = set?.timeZone ?? (country === site.country ? site.timeZone : null);
  return { country, timeZone, byNumber: set?.byNumber ?? true };
}

const BY_COUNTRY_CODE: readonly (readonly [prefix: string, jurisdiction: Jurisdiction])[] = [
  ['+82', 'KR'],
  ['+1', 'US'],
  ['+86', 'CN'],
];

/** Whose law and whose clock: as was said by hand, else by her number, else as at home. */
export function placeOf(
  person: { readonly jurisdiction: Jurisdiction | null; readonly timeZone: string | null },
  phones: readonly string[],
  home: Home,
): { readonly jurisdiction: Jurisdiction; readonly timeZone: string | null } {
  const byNumber = home.byNumber ? BY_COUNTRY_CODE.find(([prefix]) => phones[0]?.startsWith(prefix))?.[1] : undefined;
  const jurisdiction = person.jurisdiction ?? byNumber ?? home.country;
  if (person.timeZone !== null) return { jurisdiction, timeZone: person.timeZone };
  return { jurisdiction, timeZone: jurisdiction === home.country ? home.timeZone : null };
}
