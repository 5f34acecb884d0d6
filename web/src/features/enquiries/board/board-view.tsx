import { useState, type DragEvent } from 'react';
import { EnquiryPage, type EnquiryRow, type StatusCode } from '@anbu/contract';
import { notifications } from '@mantine/notifications';
import { keys, problemText, usePages, useUserName } from '../../../api/index.ts';
import { useT, useTime } from '../../../i18n/index.ts';
import { FamilyBadge, StatusBadge } from '../../../ui/index.ts';
import { AttemptDots } from '../attempt-dots.tsx';
import { HoldWords } from '../hold-words.tsx';
import { GROUPS, type Group } from './groups.ts';
import { NextCell } from './list-columns.tsx';
import { useCounts, type Filters } from './use-filters.ts';

type Acts = {
  onOpen: (row: EnquiryRow) => void;
  onFocus: (row: EnquiryRow) => void;
  onMove: (row: EnquiryRow, to: StatusCode) => void;
};

/** Columns by family; a card is dragged to where it belongs, or moved by `M`. */
export function BoardView({ filters, ...acts }: Acts & { filters: Filters }) {
  const t = useT();
  const counts = useCounts(filters);
  const [dragged, setDragged] = useState<EnquiryRow | null>(null);
  return (
    // It scrolls sideways: by keyboard too, also while its cards are on their way.
    <div className="board" role="group" aria-label={t('desk.board.board')} tabIndex={0}>
      {GROUPS.map((group) => (
        <Column
          key={group.code}
          group={group}
          filters={filters}
          count={counts?.statuses
            .filter((each) => group.statuses.includes(each.status))
            .reduce((sum, each) => sum + each.count, 0)}
          dragged={dragged}
          onDrag={setDragged}
          {...acts}
        />
      ))}
    </div>
  );
}

function Column({
  group,
  filters,
  count,
  dragged,
  onDrag,
  onOpen,
  onFocus,
  onMove,
}: Acts & {
  group: Group;
  filters: Filters;
  count: number | undefined;
  dragged: EnquiryRow | null;
  onDrag: (row: EnquiryRow | null) => void;
}) {
  const t = useT();
  const sort = group.closed ? '-statusSince' : 'dueAt';
  const query = { ...filters.others, status: group.statuses.join(','), sort };
  const list = usePages(keys.enquiries.list({ board: true, ...query }), '/enquiries', EnquiryPage, query, {
    pageSize: 30,
  });
  const target = dragged ? group.statuses.find((status) => dragged.allowedTransitions.includes(status)) : undefined;
  const fits = dragged !== null && target !== undefined;
  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    if (!dragged) return;
    if (target) onMove(dragged, target);
    else if (!group.statuses.includes(dragged.status)) {
      notifications.show({
        message: t('desk.move.refused', { group: t(`desk.group.${group.code}`) }),
        color: 'orange',
      });
    }
    onDrag(null);
  };
  return (
    <section
      className={`board-column${fits ? ' is-target' : dragged ? ' is-shut' : ''}`}
      aria-label={t(`desk.group.${group.code}`)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={handleDrop}
    >
      <header>
        <FamilyBadge family={group.family}>{t(`desk.group.${group.code}`)}</FamilyBadge>
        <span className="text-2">{count === undefined ? '' : t.number(count)}</span>
      </header>
      <ul>
        {list.items.map((row) => (
          <li key={row.id}>
            <Card row={row} group={group} onDrag={onDrag} onOpen={onOpen} onFocus={onFocus} />
          </li>
        ))}
        {list.error ? <li className="text-late">{problemText(t, list.error)}</li> : null}
        {list.isPending ? <li className="text-2">{t('common.loading')}</li> : null}
        {!list.isPending && !list.error && list.items.length === 0 ? (
          <li className="text-2 board-empty">{t('desk.board.emptyColumn')}</li>
        ) : null}
        {list.hasMore ? (
          <li>
            <button type="button" className="chip" onClick={list.loadMore}>
              {t('common.more')}
            </button>
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function Card({
  row,
  group,
  onDrag,
  onOpen,
  onFocus,
}: Pick<Acts, 'onOpen' | 'onFocus'> & {
  row: EnquiryRow;
  group: Group;
  onDrag: (row: EnquiryRow | null) => void;
}) {
  const t = useT();
  const time = useTime();
  const userName = useUserName();
  const late = row.nextAction !== null && time.isPast(row.nextAction.windowTo);
  return (
    <button
      type="button"
      className={late ? 'board-card is-late' : 'board-card'}
      draggable={row.allowedTransitions.length > 0}
      aria-keyshortcuts="M"
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', row.id);
        onDrag(row);
      }}
      onDragEnd={() => onDrag(null)}
      onFocus={() => onFocus(row)}
      onClick={() => onOpen(row)}
    >
      <span className="board-card-top">
        <strong className="clip">{row.person.name ?? t('common.noName')}</strong>
        <AttemptDots days={row.unansweredDays} attempts={row.attempts} />
      </span>
      {group.statuses.length > 1 ? <StatusBadge status={row.status} /> : null}
      <NextCell row={row} onCard />
      <HoldWords row={row} />
      <span className="text-2 board-card-foot">
        <span>{time.ago(row.receivedAt)}</span>
        <span>{userName(row.ownerId) ?? t('common.nobody')}</span>
      </span>
    </button>
  );
}
