import type { StatusCode } from '@anbu/contract';
import type { StatusFamily } from '../../../ui/status-family.ts';

/** `closed`: without a next action, so in no order of what is due. */
export type Group = { code: GroupCode; family: StatusFamily; statuses: readonly StatusCode[]; closed?: true };
export type GroupCode =
  | 'new'
  | 'unconnected'
  | 'promise'
  | 'consulting'
  | 'hold'
  | 'booked'
  | 'cancelled'
  | 'visited'
  | 'unreached'
  | 'closed';

/** The 21 statuses as a desk speaks of them: chips above the list, columns of the board. */
export const GROUPS: readonly Group[] = [
  { code: 'new', family: 'new', statuses: ['NEW', 'WAITING'] },
  {
    code: 'unconnected',
    family: 'unconnected',
    statuses: ['NO_ANSWER_1', 'NO_ANSWER_2', 'NO_ANSWER_3', 'NO_ANSWER_4', 'NO_ANSWER_5'],
  },
  { code: 'promise', family: 'promise', statuses: ['CALLBACK', 'LATER'] },
  { code: 'consulting', family: 'aftercare', statuses: ['CONSULTING'] },
  { code: 'hold', family: 'hold', statuses: ['HOLD'] },
  { code: 'booked', family: 'booked', statuses: ['BOOKED', 'RESCHEDULING'] },
  { code: 'cancelled', family: 'cancelled', statuses: ['CANCELLED', 'NO_SHOW'] },
  { code: 'visited', family: 'booked', statuses: ['VISITED'], closed: true },
  { code: 'unreached', family: 'unconnected', statuses: ['UNREACHED'], closed: true },
  {
    code: 'closed',
    family: 'hold',
    statuses: ['DECLINED', 'INELIGIBLE', 'INVALID', 'DO_NOT_CONTACT'],
    closed: true,
  },
];

export function groupOf(statuses: string | undefined): GroupCode | 'all' | 'several' {
  if (!statuses) return 'all';
  return GROUPS.find((group) => group.statuses.join(',') === statuses)?.code ?? 'several';
}
