import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EnquiryRow } from '@anbu/contract';
import { useT } from '../../../i18n/index.ts';
import { useNarrow } from '../../../ui/index.ts';

type Picked = ReadonlySet<string>;

/** Chooses one row; with Shift all between the last one and this. */
export function PickBox({
  row,
  picked,
  onPick,
}: {
  row: EnquiryRow;
  picked: Picked;
  onPick: (row: EnquiryRow, range: boolean) => void;
}) {
  const t = useT();
  return (
    <label className="pick">
      <input
        type="checkbox"
        aria-label={t('desk.board.pick', { name: row.person.name ?? t('common.noName') })}
        checked={picked.has(row.id)}
        onChange={(event) => onPick(row, 'shiftKey' in event.nativeEvent && event.nativeEvent.shiftKey === true)}
      />
    </label>
  );
}

/** Chooses all rows that the list has read so far, as many as may be chosen at once; again: none of them. */
export function PickAll({
  rows,
  picked,
  most,
  onPick,
}: {
  rows: readonly EnquiryRow[];
  picked: Picked;
  most: number;
  onPick: (picked: Picked) => void;
}) {
  const t = useT();
  const shown = rows.slice(0, most);
  const chosen = shown.filter(({ id }) => picked.has(id)).length;
  const all = shown.length > 0 && chosen === shown.length;
  const handleChange = () => {
    const next = new Set(picked);
    for (const { id } of shown) {
      if (all) next.delete(id);
      else if (next.size < most) next.add(id);
    }
    onPick(next);
  };
  return (
    <label className="pick">
      <input
        type="checkbox"
        aria-label={t('desk.bulk.pickAll')}
        title={rows.length > most ? t('desk.bulk.most', { most }) : t('desk.bulk.pickAll')}
        disabled={rows.length === 0}
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = chosen > 0 && !all;
        }}
        onChange={handleChange}
      />
    </label>
  );
}

/** How many are chosen, and what is done with them. On a phone the list has no head: the box that chooses all stands here. */
export function Bulk({
  picked,
  pickAll,
  onHandOver,
  onClear,
}: {
  picked: Picked;
  pickAll: ReactNode;
  onHandOver: (what: 'picked' | 'filter') => void;
  onClear: () => void;
}) {
  const t = useT();
  const narrow = useNarrow();
  const some = picked.size > 0;
  if (!some && !narrow) return null;
  return (
    <div className={some ? 'bulk' : 'bulk bulk-none'} role="status">
      {narrow ? pickAll : null}
      <strong>{some ? t('desk.bulk.picked', { count: picked.size }) : t('desk.bulk.pickAll')}</strong>
      {some ? (
        <>
          <Button size="xs" onClick={() => onHandOver('picked')}>
            {t('desk.handOver')}
          </Button>
          <Button size="xs" variant="default" onClick={() => onHandOver('filter')}>
            {t('desk.handOver.allShown')}
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            {t('desk.bulk.clear')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
