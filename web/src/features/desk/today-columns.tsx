import { Lock, Users } from 'lucide-react';
import type { TodayItem } from '@anbu/contract';
import { useMe, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { StatusBadge, type Column } from '../../ui/index.ts';
import { AttemptDots } from '../enquiries/attempt-dots.tsx';
import { HandOverTag } from '../enquiries/hand-over/hand-over-tag.tsx';
import { PersonCell } from '../enquiries/person-cell.tsx';
import { useWhyLines } from '../enquiries/why.ts';
import { ConsentAct } from '../enquiries/work/consent.tsx';
import { useActWord, useDue, useHolderWords } from '../enquiries/words.ts';

export function When({ item }: { item: TodayItem }) {
  const due = useDue();
  const { text, tone } = due(item.enquiry);
  return <span className={tone ? `text-${tone}` : ''}>{text}</span>;
}

/** Closed, and no pass is left: there is nothing to do with it. */
const isOver = ({ enquiry }: TodayItem) => enquiry.nextAction === null && enquiry.passDueOn === null;

export function Why({ item }: { item: TodayItem }) {
  const t = useT();
  const time = useTime();
  const why = useWhyLines();
  if (isOver(item)) {
    return <span className="text-2">{t('desk.why.since', { ago: time.ago(item.enquiry.receivedAt) })}</span>;
  }
  const { first, second } = why(item.enquiry);
  return (
    <div className="why-cell">
      <span className="clip" title={first}>
        {first}
      </span>
      {item.enquiry.handOver ? (
        <HandOverTag handOver={item.enquiry.handOver} />
      ) : (
        <span className="clip text-2" title={second}>
          {second}
        </span>
      )}
    </div>
  );
}

function Owner({ item }: { item: TodayItem }) {
  const t = useT();
  const me = useMe();
  const time = useTime();
  const userName = useUserName();
  const holderWords = useHolderWords();
  const { claim, ownerId } = item.enquiry;
  if (claim && claim.userId !== me.userId && !time.isPast(claim.until)) {
    const held = holderWords(claim);
    return (
      <span className="owner is-held" title={held}>
        <Lock size={13} aria-hidden />
        <span className="visually-hidden">{held}</span>
        <span aria-hidden>{claim.name}</span>
      </span>
    );
  }
  return (
    <span className="owner">
      {item.pool ? (
        <span className="pool" title={t('desk.pool.title')}>
          <Users size={13} aria-hidden /> {t('desk.pool')}
        </span>
      ) : null}
      {ownerId ? <span className="clip text-2">{userName(ownerId)}</span> : null}
    </span>
  );
}

function ActButton({ item, onAct }: { item: TodayItem; onAct: () => void }) {
  const t = useT();
  const actWord = useActWord();
  if (isOver(item)) return null;
  if (item.enquiry.contactHold) {
    return (
      <ConsentAct enquiry={item.enquiry}>
        {(open) => (
          <button type="button" className="act" onClick={open} tabIndex={-1} title={t('desk.contactHold.why')}>
            {t('desk.consent.short')}
          </button>
        )}
      </ConsentAct>
    );
  }
  return (
    <button type="button" className="act" onClick={onAct} tabIndex={-1}>
      {actWord(item.enquiry)}
    </button>
  );
}

/** `compact`: the work panel stands beside the list. */
export function useTodayColumns({
  onAct,
  compact,
}: {
  onAct: (item: TodayItem) => void;
  compact: boolean;
}): readonly Column<TodayItem>[] {
  const t = useT();
  const columns: (Column<TodayItem> & { inCompact?: true })[] = [
    {
      id: 'when',
      header: t('desk.col.when'),
      width: t.language === 'en' ? 124 : 116,
      cell: (item) => <When item={item} />,
      inCompact: true,
    },
    {
      id: 'person',
      header: t('desk.col.person'),
      width: compact ? 196 : 228,
      cell: (item) => <PersonCell person={item.enquiry.person} />,
      inCompact: true,
    },
    {
      id: 'status',
      header: t('common.status'),
      width: t.language === 'ko' ? 138 : 172,
      cell: (item) => <StatusBadge status={item.enquiry.status} />,
      // The panel beside it shows the status.
      ...(compact ? { drop: 3 } : {}),
      inCompact: true,
    },
    { id: 'why', header: t('desk.why'), width: 'auto', min: 240, cell: (item) => <Why item={item} />, inCompact: true },
    {
      id: 'tries',
      header: t('desk.col.attempts'),
      width: 110,
      drop: 1,
      cell: (item) => <AttemptDots days={item.enquiry.unansweredDays} attempts={item.enquiry.attempts} />,
    },
    {
      id: 'owner',
      header: t('common.owner'),
      width: 124,
      drop: 2,
      cell: (item) => <Owner item={item} />,
    },
    {
      id: 'act',
      header: t('desk.col.act'),
      width: 132,
      cell: (item) => <ActButton item={item} onAct={() => onAct(item)} />,
    },
  ];
  return columns.filter((column) => !compact || column.inCompact);
}

/** A row where the columns have no room. */
export function TodayCard({ item, onAct }: { item: TodayItem; onAct: () => void }) {
  return (
    <div className="row-card">
      <div className="row-card-line">
        <When item={item} />
        <StatusBadge status={item.enquiry.status} />
      </div>
      <PersonCell person={item.enquiry.person} />
      <div className="row-card-line">
        <Why item={item} />
        <ActButton item={item} onAct={onAct} />
      </div>
    </div>
  );
}
