import './enquiries.css';
import { Button } from '@mantine/core';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { DoorOpen, Inbox, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { EnquiryPage, STANDARD_COLUMNS, type EnquiryRow } from '@anbu/contract';
import { keys, useCan, usePages } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import {
  ButtonLink,
  EmptyState,
  focusSelectedRow,
  PageHeader,
  StatusBadge,
  useNarrow,
  VirtualTable,
} from '../../ui/index.ts';
import { ColumnsDialog } from '../views/columns-dialog.tsx';
import { ListActs } from '../views/list-acts.tsx';
import { ExportDialog } from '../views/export-dialog.tsx';
import { exportQuery, searchOf } from '../views/list-filters.ts';
import { StartView, ViewIssues } from '../views/view-issues.tsx';
import { askDial } from '../telephony/dial-request.ts';
import { BoardView } from './board/board-view.tsx';
import { FilterBar } from './board/filter-bar.tsx';
import { NextCell, useListColumns } from './board/list-columns.tsx';
import { MoveDialog, useMove } from './board/move.tsx';
import { useFilters, type EnquiriesSearch, type Filters } from './board/use-filters.ts';
import { HandOverDialog } from './hand-over/hand-over-dialog.tsx';
import { PersonCell } from './person-cell.tsx';
import { Bulk, PickAll, PickBox } from './board/pick.tsx';
import { useClaim, useUndoLast } from './work/use-enquiry.ts';
import { useDocked, WorkPanel } from './work/work-panel.tsx';
import { useDue } from './words.ts';

const route = getRouteApi('/app/enquiries');
const MOST_PICKED = 1_000;

/** Every enquiry, by any cut of it; as a list or as a board. It begins with the view that the user starts with. */
export function EnquiriesPage() {
  return (
    <StartView
      list="enquiries"
      search={route.useSearch()}
      onStart={(view) => <Navigate to="/enquiries" search={searchOf(view) as EnquiriesSearch} replace />}
    >
      <Enquiries />
    </StartView>
  );
}

function Enquiries() {
  const t = useT();
  const can = useCan();
  const due = useDue();
  const docked = useDocked();
  const narrow = useNarrow();
  const filters = useFilters();
  const box = useRef<HTMLInputElement>(null);
  const list = usePages(keys.enquiries.list(filters.query), '/enquiries', EnquiryPage, filters.query, {
    enabled: filters.view === 'list',
  });
  const [selected, setSelected] = useState<EnquiryRow | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<'move' | 'picked' | 'filter' | 'columns' | 'export' | null>(null);
  const lastPicked = useRef<string | null>(null);
  // A move writes into the draft of a panel that may be open already: it is then mounted anew.
  const [turn, setTurn] = useState(0);
  const undoLast = useUndoLast();
  const claim = useClaim();
  const canAssign = can('enquiries.assign');
  const canSearch = can('people.read');
  const canWork = can('enquiries.work');

  const open = (row: EnquiryRow) => {
    setSelected(row);
    filters.set({ enquiry: row.id });
  };
  const move = useMove((row) => {
    setTurn(turn + 1);
    open(row);
  });
  const pick = (row: EnquiryRow, range = false) => {
    const next = new Set(picked);
    const places = [lastPicked.current, row.id].map((id) => list.items.findIndex((one) => one.id === id));
    const [from, to] = [Math.min(...places), Math.max(...places)];
    const between = range && from >= 0 ? list.items.slice(from, to + 1) : [row];
    if (!range && next.has(row.id)) next.delete(row.id);
    else for (const { id } of between) if (next.size < MOST_PICKED) next.add(id);
    lastPicked.current = row.id;
    setPicked(next);
  };
  useShortcuts([
    { keys: '/', label: t('shell.shortcut.search'), when: canSearch, run: () => box.current?.focus() },
    { keys: 'U', label: t('desk.undo'), when: canWork, run: () => undoLast() },
    {
      keys: 'C',
      label: t('desk.key.call'),
      when: canWork && selected !== null && filters.open === undefined,
      run: () => {
        if (!selected) return;
        askDial(selected.personId);
        open(selected);
        claim.take(selected);
      },
    },
    { keys: 'M', label: t('desk.key.moveStatus'), when: canWork && selected !== null, run: () => setDialog('move') },
    {
      keys: 'X',
      label: t('desk.key.pick'),
      when: canAssign && selected !== null && filters.view === 'list',
      run: () => selected && pick(selected),
    },
  ]);

  const pickAll = canAssign ? (
    <PickAll rows={list.items} picked={picked} most={MOST_PICKED} onPick={setPicked} />
  ) : null;
  const compact = filters.open !== undefined && docked;
  const columns = useListColumns({
    compact,
    chosen: filters.columns,
    picked: canAssign ? picked : null,
    pickAll,
    onPick: pick,
  });
  return (
    <div className={compact ? 'with-work' : 'without-work is-list'}>
      <div className="page page-fill">
        <PageHeader
          title={t('shell.nav.enquiries')}
          // On a phone the rows are nearer without it, and the page of a new enquiry leads to a walk-in, too.
          sub={narrow ? null : t('desk.board.sub')}
          hints={
            compact
              ? []
              : [
                  ...(canSearch ? [{ keys: '/', label: t('common.search') }] : []),
                  ...(canWork ? [{ keys: 'M', label: t('desk.key.moveStatus') }] : []),
                ]
          }
          aside={
            canWork && !narrow ? (
              <ButtonLink
                to="/enquiries/new"
                search={{ kind: 'walk_in' }}
                variant="default"
                leftSection={<DoorOpen size={16} aria-hidden />}
              >
                {t('desk.walkIn')}
              </ButtonLink>
            ) : null
          }
          primary={
            canWork ? (
              <ButtonLink to="/enquiries/new" search={{}} leftSection={<Plus size={16} aria-hidden />}>
                {t('shell.palette.newEnquiry')}
              </ButtonLink>
            ) : null
          }
        />
        <FilterBar
          filters={filters}
          box={box}
          acts={filters.view === 'list' ? <ListActs mayExport={can('enquiries.export')} onOpen={setDialog} /> : null}
        />
        <ViewIssues filters={filters} />
        {canAssign && filters.view === 'list' ? (
          <Bulk picked={picked} pickAll={pickAll} onHandOver={setDialog} onClear={() => setPicked(new Set())} />
        ) : null}
        {filters.view === 'board' ? (
          <BoardView filters={filters} onOpen={open} onFocus={setSelected} onMove={move} />
        ) : (
          <VirtualTable
            label={t('shell.nav.enquiries')}
            list={list}
            columns={columns}
            rowId={(row) => row.id}
            tone={(row) => due(row).tone}
            keepAll={!compact && filters.columns !== STANDARD_COLUMNS}
            onOpen={open}
            onSelect={setSelected}
            card={{
              height: 112,
              content: (row) => (
                <div className="row-card">
                  <div className="row-card-line">
                    {canAssign ? <PickBox row={row} picked={picked} onPick={pick} /> : null}
                    <PersonCell person={row.person} />
                    <StatusBadge status={row.status} />
                  </div>
                  <NextCell row={row} />
                </div>
              ),
            }}
            empty={
              <EmptyState
                icon={<Inbox size={22} strokeWidth={1.75} />}
                title={
                  filters.count > 0 || filters.query.q || filters.query.status
                    ? t('desk.board.noMatch')
                    : t('desk.board.empty')
                }
                body={
                  filters.count > 0 || filters.query.q || filters.query.status
                    ? t('desk.board.noMatchBody')
                    : t('desk.board.emptyBody')
                }
                action={
                  filters.count > 0 || filters.query.q || filters.query.status ? (
                    <Button variant="default" onClick={filters.clear}>
                      {t('common.clearFilters')}
                    </Button>
                  ) : (
                    <>
                      {canWork ? (
                        <ButtonLink to="/enquiries/new" search={{}} variant="default">
                          {t('shell.palette.newEnquiry')}
                        </ButtonLink>
                      ) : null}
                      {can('imports.run') ? (
                        <ButtonLink to="/imports" variant="default">
                          {t('shell.nav.imports')}
                        </ButtonLink>
                      ) : null}
                    </>
                  )
                }
              />
            }
          />
        )}
      </div>
      {filters.open ? (
        <WorkPanel
          key={turn}
          enquiryId={filters.open}
          onClose={() => {
            filters.set({ enquiry: undefined });
            focusSelectedRow();
          }}
        />
      ) : null}
      {dialog === 'export' ? (
        <ExportDialog
          list="enquiries"
          query={exportQuery(filters.kept)}
          columns={filters.columns}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'columns' ? <ColumnsDialog filters={filters} onClose={() => setDialog(null)} /> : null}
      {dialog === 'move' && selected ? (
        <MoveDialog row={selected} onMove={(to) => move(selected, to)} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'picked' ? (
        <HandOverDialog
          title={t('desk.handOver.titlePicked', { count: picked.size })}
          what={{ ids: [...picked] }}
          onDone={({ refused }) => setPicked(new Set(refused.map(({ id }) => id)))}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'filter' ? (
        <HandOverDialog
          title={t('desk.handOver.titleFilter')}
          what={{ filter: asBody(filters.query) }}
          onDone={() => setPicked(new Set())}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}

/** The filters as the body of a hand-over has them: every value as it stands in an address, without what only orders or opens. */
function asBody({ sort: _sort, open: _open, ...query }: Filters['query']): Record<string, string> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
