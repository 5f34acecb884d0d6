import { Building2 } from 'lucide-react';
import type { DeskItem } from '@anbu/contract';
import { useT } from '../../i18n/index.ts';
import { StatusBadge, type Column } from '../../ui/index.ts';
import { PersonCell } from '../enquiries/person-cell.tsx';
import { useActWord } from '../enquiries/words.ts';
import { When, Why } from './today-columns.tsx';

function Place({ item }: { item: DeskItem }) {
  const { name } = item.organisation;
  return (
    <span className="desk-place" title={name}>
      <Building2 size={14} strokeWidth={1.75} aria-hidden />
      <span className="clip">{name}</span>
    </span>
  );
}

function ActButton({ item, onAct }: { item: DeskItem; onAct: (item: DeskItem) => void }) {
  const actWord = useActWord();
  return (
    <button type="button" className="act" onClick={() => onAct(item)} tabIndex={-1}>
      {actWord(item.enquiry)}
    </button>
  );
}

/** `compact`: the work panel stands beside the list. */
export function useDeskColumns({
  onAct,
  compact,
}: {
  onAct: (item: DeskItem) => void;
  compact: boolean;
}): readonly Column<DeskItem>[] {
  const t = useT();
  const columns: readonly (Column<DeskItem> & { inCompact?: true })[] = [
    {
      id: 'when',
      header: t('desk.col.when'),
      width: t.language === 'en' ? 124 : 116,
      cell: (item) => <When item={item} />,
      inCompact: true,
    },
    {
      id: 'organisation',
      header: t('desk.desks.organisation'),
      width: compact ? 132 : 168,
      cell: (item) => <Place item={item} />,
      inCompact: true,
    },
    {
      id: 'person',
      header: t('desk.col.person'),
      width: compact ? 180 : 228,
      cell: (item) => <PersonCell person={item.enquiry.person} />,
      inCompact: true,
    },
    {
      id: 'status',
      header: t('common.status'),
      width: t.language === 'en' ? 172 : 138,
      drop: 1,
      cell: (item) => <StatusBadge status={item.enquiry.status} />,
    },
    { id: 'why', header: t('desk.why'), width: 'auto', min: 200, cell: (item) => <Why item={item} />, inCompact: true },
    {
      id: 'act',
      header: t('desk.col.act'),
      width: 132,
      cell: (item) => <ActButton item={item} onAct={onAct} />,
    },
  ];
  return columns.filter((column) => !compact || column.inCompact);
}

/** A row where the columns have no room. */
export function DeskCard({ item, onAct }: { item: DeskItem; onAct: (item: DeskItem) => void }) {
  return (
    <div className="row-card">
      <div className="row-card-line">
        <Place item={item} />
        <StatusBadge status={item.enquiry.status} />
      </div>
      <div className="row-card-line">
        <PersonCell person={item.enquiry.person} />
        <When item={item} />
      </div>
      <div className="row-card-line">
        <Why item={item} />
        <ActButton item={item} onAct={onAct} />
      </div>
    </div>
  );
}
