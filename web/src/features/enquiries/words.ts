import type { EnquiryRow, NextAction } from '@anbu/contract';
import { startOfDay, useT, useTime } from '../../i18n/index.ts';

type Priority = EnquiryRow['priority'];
export type Tone = 'late' | 'soon' | undefined;
export type Due = { text: string; tone: Tone };

/** From when lateness is counted: what had an hour from that hour, a call of the morning from the end of the morning. */
export function lateSince(action: Pick<NextAction, 'dueAt' | 'windowTo' | 'slot'>): string {
  return action.slot ? action.windowTo : action.dueAt;
}

/** When something is due, as people say it, and how urgent that looks. Late = after its window. */
export function useDue() {
  const t = useT();
  const time = useTime();
  return ({ nextAction, passDueOn }: Pick<EnquiryRow, 'nextAction' | 'passDueOn'>): Due => {
    if (nextAction === null) {
      if (passDueOn === null) return { text: '', tone: undefined };
      return passDueOn < time.today
        ? { text: time.overdue(startOfDay(passDueOn, time.zone)), tone: 'late' }
        : { text: time.day(passDueOn), tone: undefined };
    }
    const { dueAt, windowTo } = nextAction;
    if (time.isPast(windowTo)) return { text: time.overdue(lateSince(nextAction)), tone: 'late' };
    if (time.isPast(dueAt)) return { text: t('desk.due.until', { time: time.when(windowTo) }), tone: 'soon' };
    return { text: time.when(dueAt), tone: time.isSoon(dueAt) ? 'soon' : undefined };
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

// What the row and the card say in words of their own: the lateness beside the action, the status in its badge, how likely, since when.
const SAID_ELSEWHERE = ['status', 'late', 'promise', 'likelihood', 'waiting'].map(
  (part) => `enquiries.priority.${part}`,
);

/** Why something that is late for weeks stands far down. */
const LOWERED = 'enquiries.priority.imported';

/** What else moved it up, or down, the strongest first. */
export function usePriorityWords() {
  const t = useT();
  return (priority: Priority) =>
    priority.parts
      .filter((part) => (part.points > 0 || part.code === LOWERED) && !SAID_ELSEWHERE.includes(part.code))
      .sort((a, b) => b.points - a.points)
      .map((part) => ({ code: part.code, text: t.code(part.code, part.params, part.text) }));
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
