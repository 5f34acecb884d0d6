import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import type { Pages } from '../api/pages.ts';
import { useT } from '../i18n/store.ts';
import { useShortcuts } from '../shortcuts/registry.ts';
import { fitColumns, neededWidth, type Fitting } from './fit-columns.ts';
import { ErrorState, LoadingRows } from './states.tsx';
import { useRoom } from './use-room.ts';

export type Column<T> = Fitting & {
  id: string;
  header: string;
  /** Stands in the head in place of the words: a box that chooses all. */
  head?: ReactNode;
  cell: (row: T) => ReactNode;
  align?: 'start' | 'end';
};

type Props<T> = {
  label: string;
  list: Pages<T>;
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  /** Shown instead of the table when there is no row. */
  empty: ReactNode;
  onOpen?: (row: T) => void;
  /** The row that the keyboard stands on; for keys of the screen that act on it. */
  onSelect?: (row: T | null) => void;
  /** Where the screen says which row that is; else the table keeps it. */
  selectedId?: string | null;
  /** 52 for two lines, 36 for one. */
  rowHeight?: 52 | 36;
  tone?: (row: T) => 'late' | 'soon' | undefined;
  /** All columns stand, and the table is wider than its place: they were chosen one by one. On a phone there are cards all the same. */
  keepAll?: boolean;
  /** Where the columns have no room a row is one card of this height. */
  card?: { height: number; content: (row: T) => ReactNode };
};

/** Wider than a phone. */
const WIDE = 640;

/**
 * A long list: only the rows in sight exist. `J`/`K` or arrows move, `Enter` opens. The selected row stays the same record
 * when live updates move it.
 */
export function VirtualTable<T>(props: Props<T>) {
  const { list } = props;
  if (list.error) return <Frame>{<ErrorState error={list.error} onRetry={list.retry} />}</Frame>;
  if (list.isPending) return <Frame>{<LoadingRows />}</Frame>;
  if (list.items.length === 0) return <Frame>{list.hasMore ? <Searching list={list} /> : props.empty}</Frame>;
  return <Rows {...props} />;
}

/** A page may be empty and yet have a next one: what is rare is sought piece by piece. */
function Searching({ list }: { list: Pages<unknown> }) {
  const t = useT();
  useEffect(() => list.loadMore());
  return (
    <>
      <p className="text-2 searching">{t('views.searching')}</p>
      <LoadingRows />
    </>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="vtable">
      <div className="vtable-scroll">{children}</div>
    </div>
  );
}

/** Back to the row that was left for a panel or a dialog, so that `J` and `K` and Tab go on from there. */
export function focusSelectedRow(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.vtable-row[aria-selected="true"]')?.focus({ preventScroll: true }),
  );
}

function Rows<T>({ label, list, columns, rowId, onOpen, onSelect, rowHeight = 52, tone, card, ...props }: Props<T>) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(scroller);
  const [keptId, setKeptId] = useState<string | null>(null);
  const selectedId = props.selectedId === undefined ? keptId : props.selectedId;
  const { items } = list;
  const { keepAll = false } = props;
  // The same columns as long as they are: rows are drawn anew only where they change.
  const [fitting, shown] = useMemo(() => {
    const fits = keepAll && room >= WIDE ? columns : fitColumns(columns, room);
    return [fits, fits ?? columns.filter(({ drop }) => drop === undefined)] as const;
  }, [columns, keepAll, room]);
  const asCards = fitting === null && card !== undefined;
  const height = asCards ? card.height : rowHeight;

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: asCards ? 0 : 34,
  });
  const visible = virtual.getVirtualItems();
  const first = visible[0];
  const last = visible.at(-1);
  const lastIndex = last?.index ?? 0;

  useEffect(() => {
    list.see(first?.index ?? 0, lastIndex);
    if (list.hasMore && lastIndex >= items.length - 25) list.loadMore();
  });

  const select = (row: T | undefined, focus: boolean) => {
    if (row === undefined) return;
    const index = items.indexOf(row);
    setKeptId(rowId(row));
    onSelect?.(row);
    virtual.scrollToIndex(index, { align: 'auto' });
    if (focus) {
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
      );
    }
  };
  const selectedIndex = selectedId === null ? -1 : items.findIndex((row) => rowId(row) === selectedId);
  const selected = items[selectedIndex];
  const move = (by: 1 | -1) => {
    const next = selectedIndex < 0 ? 0 : Math.min(items.length - 1, Math.max(0, selectedIndex + by));
    select(items[next], true);
  };
  useShortcuts([
    { keys: 'J', label: t('shell.shortcut.down'), run: () => move(1) },
    { keys: 'K', label: t('shell.shortcut.up'), run: () => move(-1) },
    { keys: 'ArrowDown', label: t('shell.shortcut.down'), run: () => move(1) },
    { keys: 'ArrowUp', label: t('shell.shortcut.up'), run: () => move(-1) },
    {
      keys: 'Enter',
      label: t('shell.shortcut.open'),
      when: onOpen !== undefined,
      run: () => selected !== undefined && onOpen?.(selected),
    },
  ]);

  const rowOf = ({ target }: SyntheticEvent) => {
    const element = target instanceof Element ? target.closest<HTMLElement>('tr[data-index]') : null;
    return { element, row: element ? items[Number(element.dataset['index'])] : undefined };
  };
  const handleFocus = (event: SyntheticEvent) => {
    const { element, row } = rowOf(event);
    if (element === event.target && row !== undefined && row !== selected) select(row, false);
  };
  const handleClick = (event: SyntheticEvent) => {
    const { row } = rowOf(event);
    if (row === undefined) return;
    if (event.target instanceof Element && event.target.closest('a, button, input, label')) return;
    select(row, false);
    onOpen?.(row);
  };
  const span = asCards ? 1 : shown.length;
  return (
    <div className="vtable" style={{ ['--row' as string]: `${height}px` }}>
      <div className="vtable-scroll" ref={scroller}>
        <table
          role="grid"
          aria-label={label}
          aria-rowcount={list.hasMore ? -1 : items.length + 1}
          style={asCards ? {} : { minWidth: neededWidth(shown) }}
        >
          {asCards ? null : (
            <>
              <colgroup>
                {shown.map((column) => (
                  <col key={column.id} style={column.width === 'auto' ? {} : { width: column.width }} />
                ))}
              </colgroup>
              <thead>
                <tr aria-rowindex={1}>
                  {shown.map((column) => (
                    <th key={column.id} scope="col" style={{ textAlign: column.align ?? 'start' }}>
                      {column.head ?? column.header}
                    </th>
                  ))}
                </tr>
              </thead>
            </>
          )}
          <tbody onFocus={handleFocus} onClick={handleClick}>
            <Filler height={first?.start ?? 0} span={span} />
            {visible.map(({ index }) => {
              const row = items[index];
              if (row === undefined) return null;
              const isSelected = index === selectedIndex;
              return (
                <Row
                  key={rowId(row)}
                  row={row}
                  index={index}
                  isSelected={isSelected}
                  isStop={isSelected || (selectedIndex < 0 && index === first?.index)}
                  tone={tone?.(row)}
                  columns={shown}
                  content={asCards ? card.content : undefined}
                />
              );
            })}
            <Filler height={virtual.getTotalSize() - (last?.end ?? 0)} span={span} />
          </tbody>
        </table>
      </div>
      <div className="vtable-foot" aria-live="polite">
        {list.isFetchingMore ? t('common.loadingMore') : null}
        {!list.hasMore && items.length > 50 ? t('common.endOfList', { count: items.length }) : null}
      </div>
    </div>
  );
}

type RowProps<T> = {
  row: T;
  index: number;
  isSelected: boolean;
  /** Tab comes here. */
  isStop: boolean;
  tone: 'late' | 'soon' | undefined;
  columns: readonly Column<T>[];
  /** One card in place of columns. */
  content: ((row: T) => ReactNode) | undefined;
};

/** Drawn anew only where something of it changed: scrolling draws the rows that come in. */
const Row = memo(function Row<T>({ row, index, isSelected, isStop, tone, columns, content }: RowProps<T>) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      tabIndex={isStop ? 0 : -1}
      className={`vtable-row${tone ? ` is-${tone}` : ''}`}
    >
      {content ? (
        <td>{content(row)}</td>
      ) : (
        columns.map((column) => (
          <td key={column.id} style={{ textAlign: column.align ?? 'start' }}>
            {column.cell(row)}
          </td>
        ))
      )}
    </tr>
  );
  // memo() forgets that the component is generic.
}) as <T>(props: RowProps<T> & { key?: string }) => ReactNode;

function Filler({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="vtable-filler">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
