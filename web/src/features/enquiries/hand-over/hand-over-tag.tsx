import { ArrowRightLeft } from 'lucide-react';
import type { EnquiryRow } from '@anbu/contract';
import { useUserName } from '../../../api/index.ts';
import { useT } from '../../../i18n/index.ts';

/** `인계받음 · 메모`: from whom somebody has it, and what was said, until she acts on it. */
export function HandOverTag({ handOver, full = false }: { handOver: EnquiryRow['handOver']; full?: boolean }) {
  const t = useT();
  const userName = useUserName();
  if (!handOver) return null;
  const { back, by, from, note, temporary, why } = handOver;
  const name = userName(from);
  const words = [
    t(back ? 'desk.handOver.tagBack' : 'desk.handOver.tag'),
    ...(full && name ? [t('desk.handOver.from', { name })] : []),
    ...(full && why
      ? [t(`desk.handOver.kind.${why}`)]
      : full && by === null && !back
        ? [t('desk.handOver.byRule')]
        : []),
    ...(full && temporary ? [t('desk.handOver.temporaryTag')] : []),
    ...(note ? [note] : []),
  ].join(' · ');
  return (
    <span className={full ? 'hand-over-tag is-full' : 'hand-over-tag clip'} title={words}>
      <ArrowRightLeft size={13} aria-hidden /> {words}
    </span>
  );
}
