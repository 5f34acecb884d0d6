import type { StatusCode } from '@anbu/contract';

export type StatusFamily =
  'new' | 'unconnected' | 'promise' | 'hold' | 'booked' | 'cancelled' | 'aftercare' | 'renewal' | 'complaint';

/** The colour family of each status. A family that is closed shows a ring instead of a dot: never by colour alone. */
export const STATUS_FAMILY: Readonly<Record<StatusCode, StatusFamily>> = {
  NEW: 'new',
  WAITING: 'new',
  NO_ANSWER_1: 'unconnected',
  NO_ANSWER_2: 'unconnected',
  NO_ANSWER_3: 'unconnected',
  NO_ANSWER_4: 'unconnected',
  NO_ANSWER_5: 'unconnected',
  CALLBACK: 'promise',
  LATER: 'promise',
  CONSULTING: 'aftercare',
  HOLD: 'hold',
  BOOKED: 'booked',
  RESCHEDULING: 'booked',
  CANCELLED: 'cancelled',
  NO_SHOW: 'cancelled',
  VISITED: 'booked',
  UNREACHED: 'unconnected',
  DECLINED: 'hold',
  INELIGIBLE: 'hold',
  INVALID: 'hold',
  DO_NOT_CONTACT: 'complaint',
};

const CLOSED: ReadonlySet<StatusCode> = new Set([
  'VISITED',
  'UNREACHED',
  'DECLINED',
  'INELIGIBLE',
  'INVALID',
  'DO_NOT_CONTACT',
]);

export function isClosedStatus(code: StatusCode): boolean {
  return CLOSED.has(code);
}
