import type { EnquiryRow, NextAction, TodayItem } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';

type Priority = EnquiryRow['priority'];
export type Tone = 'late' | 'soon' | undefined;

/** When something is due, as people say it, and how urgent that looks. Late = after its window. */
export function useDue() {
  const t = useT();
  const time = useTime();
  return (action: Pick<NextAction, 'dueAt' | 'windowTo'>): { text: string; tone: Tone } => {
    if (time.isPast(action.windowTo)) return { text: time.overdue(action.windowTo), tone: 'late' };
    if (time.isPast(action.dueAt)) {
      return { text: t('desk.due.until', { time: time.when(action.windowTo) }), tone: 'soon' };
    }
    return { text: time.when(action.dueAt), tone: time.isSoon(action.dueAt) ? 'soon' : undefined };
  };
}

/** 내일 10:00–11:00 전화 */
export function useActionWords() {
  const t = useT();
  const time = useTime();
  return (action: NextAction): string => {
    const sameDay = time.dayOf(action.windowFrom) === time.dayOf(action.windowTo);
    const when =
      action.slot && sameDay
        ? `${time.when(action.windowFrom)}–${time.time(action.windowTo)}`
        : time.when(action.dueAt);
    return t('desk.next.words', { when, action: t(`enquiries.action.${action.kind}`) });
  };
}

// The lateness stands beside the action and the status in its badge: they would only be said twice, and in other words.
const SAID_ELSEWHERE = ['enquiries.priority.status', 'enquiries.priority.late'];

export function usePriorityWords() {
  const t = useT();
  /** Every part that moved it up, the strongest first. */
  const all = (priority: Priority) =>
    priority.parts
      .filter((part) => part.points > 0 && !SAID_ELSEWHERE.includes(part.code))
      .sort((a, b) => b.points - a.points)
      .map((part) => ({ code: part.code, text: t.code(part.code, part.params, part.text) }));
  return { all, top: (priority: Priority): string | null => all(priority)[0]?.text ?? null };
}

/** Why it stands here now, in words. */
export function useWhy() {
  const t = useT();
  return (item: Pick<TodayItem, 'why'>) => t.code(item.why.code, item.why.params, item.why.text);
}

/** Who works on it: a user, or a program by its key. */
export function useHolderWords() {
  const t = useT();
  return ({ name, apiKeyId }: NonNullable<EnquiryRow['claim']>): string =>
    t('desk.claim.other', { name: name || t('common.unknown'), holder: apiKeyId === null ? 'user' : 'api_key' });
}

/** What a row's button says: the act itself, in two words. */
export function useActWord() {
  const t = useT();
  return (row: Pick<EnquiryRow, 'nextAction' | 'status'>): string => {
    const kind = row.nextAction?.kind;
    if (kind === undefined) return t('desk.act.PASS');
    if (kind === 'CALL' && row.status === 'CALLBACK') return t('desk.act.PROMISE');
    if (kind === 'CALL' && (row.status === 'CANCELLED' || row.status === 'NO_SHOW')) return t('desk.act.REBOOK');
    if (kind === 'CALL' && row.status === 'HOLD') return t('desk.act.RECONTACT');
    return t(`desk.act.${kind}`);
  };
}
