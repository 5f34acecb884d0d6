import type { ReminderPush } from '@anbu/contract';

/**
 * Where a message is shown: nowhere when it was shown already, on the page where somebody looks at one (its strip tells), else as a notification.
 * Who pressed the test button looks at a page and wishes to see a notification.
 */
export function whereToShow(
  push: Pick<ReminderPush, 'kind'>,
  { isNew, isSeen }: { isNew: boolean; isSeen: boolean },
): 'nowhere' | 'page' | 'notification' {
  if (!isNew) return 'nowhere';
  return isSeen && push.kind !== 'test' ? 'page' : 'notification';
}

/** One enquiry has one notification: a later stage takes the place of the earlier. */
export function tagOf({ enquiryId, id }: Pick<ReminderPush, 'enquiryId' | 'id'>): string {
  return `anbu.${enquiryId ?? id}`;
}

/** Notifications on the screen whose alerts nobody has to answer any more. */
export function answered<N extends { readonly data: unknown }>(
  shown: readonly N[],
  open: ReadonlySet<string>,
): readonly N[] {
  return shown.filter(({ data }) => {
    const alertId = typeof data === 'object' && data !== null && 'alertId' in data ? data.alertId : null;
    return typeof alertId === 'string' && !open.has(alertId);
  });
}
