import type { EnquiryRow } from '@anbu/contract';
import { useInterests, useListName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';

type Acted = Pick<EnquiryRow, 'status' | 'nextAction' | 'promise' | 'passesDone'>;

/** The rule's reason, as it is true at this moment: what was planned and missed is said as missed. */
export function useReason() {
  const t = useT();
  const time = useTime();
  return ({ status, nextAction, promise, passesDone }: Acted): string => {
    if (!nextAction) return t('desk.pass_due', { pass: passesDone + 1 });
    const { slot, kind, windowFrom, windowTo, reason } = nextAction;
    if (promise?.at) return t('desk.why.promise', { by: promise.by, when: time.when(promise.at) });
    if (time.isPast(windowTo)) {
      const day = time.day(time.dayOf(windowFrom));
      if (slot) return t('desk.why.missed', { day, slot, action: t(`enquiries.action.${kind}`) });
      if ((status === 'NEW' || status === 'WAITING') && reason.code !== 'enquiries.next.imported') {
        if (kind === 'CALL') return t('desk.why.firstMissed', { when: time.when(windowTo) });
      }
    }
    return t.code(reason.code, reason.params, reason.text);
  };
}

/** Why somebody hesitates and when she wants to be asked again, in words: 가족 상의 · 재연락일 오늘 */
export function useHoldWords() {
  const t = useT();
  const time = useTime();
  return ({ holdReasons, recontactOn }: Pick<EnquiryRow, 'holdReasons' | 'recontactOn'>): string =>
    joined(
      t.list(holdReasons.map((reason) => t(`enquiries.hold.${reason}`))),
      recontactOn && t('desk.hold.recontactOn', { day: time.day(recontactOn) }),
    );
}

/** Two lines that say what she has to know before she calls: the thing itself, then what it is about. */
export function useWhyLines() {
  const t = useT();
  const time = useTime();
  const reason = useReason();
  const holdWords = useHoldWords();
  const interest = useListName(useInterests());
  return (row: EnquiryRow): { first: string; second: string } => {
    const about = t.list(row.interests.map(interest));
    if (row.contactHold && row.nextAction) return { first: t('desk.contactHold'), second: joined(about, reason(row)) };
    const likelihood = row.likelihood ? t('enquiries.priority.likelihood', { likelihood: row.likelihood }) : null;
    if (row.status === 'HOLD') {
      return { first: holdWords(row) || reason(row), second: joined(about, likelihood, reason(row)) };
    }
    if (row.booking) {
      const { startsAt, serviceCode } = row.booking;
      const first = joined(t('desk.why.booking', { when: time.when(startsAt) }), interest(serviceCode));
      return { first, second: reason(row) };
    }
    return {
      first: reason(row),
      second: joined(about, likelihood, t('desk.why.since', { ago: time.ago(row.receivedAt) })),
    };
  };
}

function joined(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
