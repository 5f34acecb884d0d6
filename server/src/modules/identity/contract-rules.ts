import { AGENCY_ROLES, type ContractState, type Role } from '@anbu/contract';
import type { CalendarDay } from '../../kernel/calendar-day.ts';
import { refuseFields, ok, type FieldRefusal, type Outcome } from '../../kernel/outcome.ts';

/** Days of a contract, both included. */
export type ContractDays = {
  readonly signedOn: CalendarDay;
  readonly validFrom: CalendarDay;
  readonly validTo: CalendarDay;
};

/** `today` is the day of the main site. An end by hand goes before the days. */
export function contractState(
  { validFrom, validTo, ended }: Pick<ContractDays, 'validFrom' | 'validTo'> & { readonly ended: boolean },
  today: CalendarDay,
): ContractState {
  if (ended) return 'ended';
  if (today > validTo) return 'over';
  return today < validFrom ? 'future' : 'in_force';
}

/** Whether somebody may be put under it: she enters from its first day on. */
export function takesPeople(state: ContractState): boolean {
  return state === 'future' || state === 'in_force';
}

/** Refuses by field: identity.contract_unsigned (data before the signature), identity.contract_reversed, identity.contract_over (nobody could work under it). */
export function checkContract({ signedOn, validFrom, validTo }: ContractDays, today: CalendarDay): Outcome<null> {
  const errors: FieldRefusal[] = [];
  if (signedOn > validFrom) errors.push({ field: 'validFrom', code: 'identity.contract_unsigned', params: {} });
  if (validTo < validFrom) errors.push({ field: 'validTo', code: 'identity.contract_reversed', params: {} });
  else if (validTo < today) errors.push({ field: 'validTo', code: 'identity.contract_over', params: {} });
  return errors.length > 0 ? refuseFields(errors) : ok(null);
}

/** People of an agency work desks only. */
export function worksDesks(role: Role): boolean {
  return AGENCY_ROLES.some((one) => one === role);
}
