import type { StatusCode, TodayTab } from '@anbu/contract';

/** Which statuses a tab of Today shows; the others of its tabs are told by the item itself. */
const TAB_STATUSES: Partial<Record<TodayTab, readonly StatusCode[]>> = {
  promise: ['CALLBACK'],
  new: ['NEW', 'WAITING'],
  unconnected: ['NO_ANSWER_1', 'NO_ANSWER_2', 'NO_ANSWER_3', 'NO_ANSWER_4', 'NO_ANSWER_5', 'LATER'],
  hold: ['CONSULTING', 'HOLD'],
  cancelled: ['RESCHEDULING', 'CANCELLED', 'NO_SHOW'],
  booked: ['BOOKED'],
};

/** Whether an open item stands in a tab. `passes` holds closed ones only. */
export function isInTab(item: { readonly status: StatusCode; readonly late: boolean }, tab: TodayTab): boolean {
  if (tab === 'all') return true;
  if (tab === 'late') return item.late;
  return TAB_STATUSES[tab]?.includes(item.status) ?? false;
}
