import { ROLE_PERMISSIONS, PERMISSIONS, type Permission, type Role, type WeekHours } from '@anbu/contract';
import type { FieldRefusal } from '../../kernel/outcome.ts';
import { ok, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import { parseSiteCalendar, type SiteCalendar } from '../../kernel/site-calendar.ts';
import type { HolidayCountry, SiteRow } from './vocabulary.ts';

export type Opening = {
  readonly timeZone: string;
  readonly hours: WeekHours;
  readonly callingLimits: readonly [string, string];
};

/** Refuses by field: identity.time_zone_unknown, identity.hours_invalid { day }, identity.calling_limits_invalid. */
export function checkOpening(opening: Opening): Outcome<SiteCalendar> {
  const parsed = parseSiteCalendar(opening);
  if (parsed.ok) return ok(parsed.value);
  return refuseFields((parsed.refusal.errors ?? []).map(inOurWords));
}

function inOurWords({ field, params }: FieldRefusal): FieldRefusal {
  if (field === 'timeZone') return { field, code: 'identity.time_zone_unknown', params };
  if (!field.startsWith('hours.')) return { field, code: 'identity.calling_limits_invalid', params: {} };
  return { field, code: 'identity.hours_invalid', params: { day: field.split('.')[1] ?? '' } };
}

const CHINA = /^(Asia\/(Shanghai|Urumqi|Chongqing|Chungking|Harbin|Kashgar)|PRC)$/;
const AMERICA =
  /^(US\/.+|Pacific\/Honolulu|America\/(New_York|Detroit|Chicago|Menominee|Denver|Boise|Phoenix|Los_Angeles|Anchorage|Juneau|Sitka|Metlakatla|Yakutat|Nome|Adak|(Indiana|Kentucky|North_Dakota)\/.+))$/;

/** Where a site stands: how numbers without a country are read there. Its time zone says it, else whose holidays it keeps; Korea where neither does. */
export function countryOf({ timeZone, holidayCountry }: Pick<SiteRow, 'timeZone' | 'holidayCountry'>): HolidayCountry {
  if (timeZone === 'Asia/Seoul') return 'KR';
  if (CHINA.test(timeZone)) return 'CN';
  return AMERICA.test(timeZone) ? 'US' : (holidayCountry ?? 'KR');
}

export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return new Set(ROLE_PERMISSIONS[role]);
}

/**
 * What a key may do: its scopes, and never more than its maker may do now. `*` = all of the maker's. A key that a command made has no
 * maker and may do what its scopes say.
 */
export function permissionsOfKey(scopes: readonly string[], makerRole: Role | null): ReadonlySet<Permission> {
  const most = makerRole === null ? PERMISSIONS : ROLE_PERMISSIONS[makerRole];
  return new Set(scopes.includes('*') ? most : most.filter((permission) => scopes.includes(permission)));
}
