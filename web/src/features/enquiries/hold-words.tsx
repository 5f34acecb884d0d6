import type { EnquiryRow } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';

/** Why somebody hesitates and how likely she comes: in words, where the enquiry is on hold. */
export function HoldWords({ row }: { row: Pick<EnquiryRow, 'status' | 'holdReasons' | 'likelihood'> }) {
  const t = useT();
  if (row.status !== 'HOLD') return null;
  return (
    <span className="hold-words">
      {row.holdReasons.length > 0 ? <b>{t('desk.hold.reasons')}</b> : null}
      {row.holdReasons.map((reason) => (
        <span key={reason}>{t(`enquiries.hold.${reason}`)}</span>
      ))}
      {row.likelihood ? (
        <span className="hold-likelihood">{t('enquiries.priority.likelihood', { likelihood: row.likelihood })}</span>
      ) : null}
    </span>
  );
}
