import '../enquiries/enquiries.css';
import '../people/people.css';
import { ActionIcon, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, PhoneCall, Printer } from 'lucide-react';
import { useRef, useState } from 'react';
import {
  PreviousMonthPage as PreviousMonthList,
  PreviousMonthSummary,
  type PassState,
  type PreviousMonthItem,
} from '@anbu/contract';
import { api, keys, useCan, useMe, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { dropKeys, holdKeys } from '../../shortcuts/held-keys.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import {
  ButtonLink,
  EmptyState,
  ErrorState,
  focusSelectedRow,
  LoadingRows,
  PageHeader,
  VirtualTable,
  type Column,
  TabStrip,
} from '../../ui/index.ts';
import { useClaim, useForgetOlder } from '../enquiries/work/use-enquiry.ts';
import type { Intent } from '../enquiries/work/use-work.ts';
import { useDocked, WorkPanel } from '../enquiries/work/work-panel.tsx';
import { useDue } from '../enquiries/words.ts';
import { askDial } from '../telephony/dial-request.ts';
import { OwnerSwitch } from './owner-switch.tsx';
import { PassesProgress } from './previous-month-progress.tsx';
import type { PreviousMonthSearch } from './previous-month-search.ts';
import { TodayCard, useTodayColumns } from './today-columns.tsx';

const route = getRouteApi('/app/previous-month');

/** The month before, as `2026-11`. */
export function monthFrom(month: string, by: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** Whose rows are shown where the address does not say: everybody's for who hands work out or only reads, else one's own. */
export function useMonthOwner(asked: string | undefined): string {
  const can = useCan();
  return asked ?? (can('enquiries.assign') || !can('enquiries.work') ? 'all' : 'me');
}

/** What last month left: called in two passes, until nobody is left. */
export function PreviousMonthPage() {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const can = useCan();
  const due = useDue();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/previous-month' });
  const docked = useDocked();
  const month = search.month ?? monthFrom(time.today, -1);
  const owner = useMonthOwner(search.owner);
  const { show = 'todo', pass, group } = search;
  const query = { month, owner, show, ...(pass ? { pass } : {}), ...(group ? { group } : {}) };
  const list = usePages(keys.today.month(query), '/previous-month', PreviousMonthList, query);
  const summary = useQuery({
    queryKey: keys.today.monthSummary(month),
    queryFn: ({ signal }) => api.get('/previous-month/summary', PreviousMonthSummary, { query: { month }, signal }),
    placeholderData: (old) => old,
  });
  const claim = useClaim();
  const forgetOlder = useForgetOlder();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [intent, setIntent] = useState<Intent>();
  // Who was called in the same part of the day as before stays on the list: not twice in one round.
  const wentBy = useRef(new Set<string>());
  const canWork = can('enquiries.work');
  const shown = search.enquiry;

  const work = (id: string, why?: Intent) => {
    const item = list.items.find(({ enquiry }) => enquiry.id === id);
    if (!item) return;
    if (why === 'call' && id !== shown) holdKeys();
    setIntent(why);
    setSelectedId(id);
    forgetOlder(item.enquiry);
    void navigate({ search: (old) => ({ ...old, enquiry: id }) });
    if (canWork && item.enquiry.claim?.userId !== me.userId) claim.take(item.enquiry);
  };
  const close = () => {
    void navigate({ search: ({ enquiry: _enquiry, ...rest }) => rest });
    focusSelectedRow();
  };
  const isFree = ({ enquiry: { claim: held } }: PreviousMonthItem) =>
    !held || held.userId === me.userId || time.isPast(held.until);
  const goOn = (after?: string) => {
    if (after) wentBy.current.add(after);
    const next = list.items.find((item) => !wentBy.current.has(item.enquiry.id) && isFree(item));
    if (next) return work(next.enquiry.id, 'call');
    dropKeys();
    wentBy.current.clear();
    notifications.show({ message: t('desk.month.through'), color: 'brand' });
    close();
  };
  useShortcuts([
    {
      keys: 'C',
      label: t('desk.key.call'),
      when: canWork,
      run: () => {
        if (!selectedId) return goOn();
        askDial(list.items.find(({ enquiry }) => enquiry.id === selectedId)?.enquiry.personId);
        work(selectedId, 'call');
      },
    },
  ]);

  const compact = shown !== undefined && docked;
  const columns = useMonthColumns({ onAct: (item) => work(item.enquiry.id), compact });
  const todo =
    owner === 'all'
      ? summary.data?.todo.value
      : summary.data?.owners.find(({ ownerId }) => (ownerId ?? 'none') === (owner === 'me' ? me.userId : owner))?.todo
          .value;
  return (
    <div className={compact ? 'with-work' : 'without-work is-list'}>
      <div className="page page-fill">
        <PageHeader
          title={t('shell.nav.previousMonth')}
          sub={t('desk.month.sub', { month: time.month(month) })}
          aside={
            <>
              <MonthChooser
                month={month}
                most={time.today.slice(0, 7)}
                onChange={(to) => void navigate({ search: () => ({ month: to, owner: search.owner }) })}
              />
              <ButtonLink
                to="/previous-month/print"
                search={{ ...search, month, owner, enquiry: undefined }}
                variant="subtle"
                color="gray"
                className="wide-only"
                leftSection={<Printer size={16} aria-hidden />}
              >
                {t('common.print')}
              </ButtonLink>
              <OwnerSwitch
                owner={owner}
                onChange={(value) => void navigate({ search: (old) => ({ ...old, owner: value }) })}
              />
            </>
          }
          primary={
            canWork ? (
              <Button leftSection={<PhoneCall size={17} strokeWidth={2} aria-hidden />} onClick={() => goOn(shown)}>
                {t('shell.palette.nextCall')}
              </Button>
            ) : null
          }
        />
        {summary.isPending ? <LoadingRows rows={2} /> : null}
        {summary.error && !summary.data ? (
          <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
        ) : null}
        {summary.data ? <PassesProgress summary={summary.data} /> : null}
        <MonthTabs summary={summary.data} todo={todo} />
        <VirtualTable
          key={JSON.stringify(query)}
          label={t('shell.nav.previousMonth')}
          list={list}
          columns={columns}
          rowId={(item) => item.enquiry.id}
          rowHeight={52}
          tone={(item) => due(item.enquiry).tone}
          onOpen={(item) => work(item.enquiry.id)}
          selectedId={selectedId}
          onSelect={(item) => setSelectedId(item?.enquiry.id ?? null)}
          card={{ height: 118, content: (item) => <TodayCard item={item} onAct={() => work(item.enquiry.id)} /> }}
          empty={
            <EmptyState
              title={t(show === 'todo' ? 'desk.month.empty' : 'desk.month.noRows')}
              body={t('desk.month.emptyBody', { month: time.month(month) })}
            />
          }
        />
      </div>
      {shown ? (
        <WorkPanel enquiryId={shown} intent={intent} onClose={close} onNext={canWork ? () => goOn(shown) : undefined} />
      ) : null}
    </div>
  );
}

function MonthChooser({ month, most, onChange }: { month: string; most: string; onChange: (month: string) => void }) {
  const t = useT();
  const time = useTime();
  return (
    <div className="month-chooser">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('common.month.before')}
        onClick={() => onChange(monthFrom(month, -1))}
      >
        <ChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <strong aria-live="polite">{time.month(month)}</strong>
      {month < most ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('common.month.after')}
          onClick={() => onChange(monthFrom(month, 1))}
        >
          <ChevronRight size={16} aria-hidden />
        </ActionIcon>
      ) : null}
    </div>
  );
}

/** What is left, then all that the month left by group; the rows of a figure have a tab of their own while they are shown. */
function MonthTabs({ summary, todo }: { summary: PreviousMonthSummary | undefined; todo: number | undefined }) {
  const t = useT();
  const { month, owner, show = 'todo', pass, group } = route.useSearch();
  const place = { month, owner };
  const isListed = show === 'todo' || show === 'all';
  const tab = (label: string, count: number | undefined | null, to: PreviousMonthSearch, active: boolean) => (
    <Link
      key={label}
      to="/previous-month"
      search={{ ...place, ...to }}
      className={active ? 'tab is-active' : 'tab'}
      aria-current={active ? 'true' : undefined}
    >
      {label}
      {count === null ? null : <span className="tab-count">{count === undefined ? '' : t.number(count)}</span>}
    </Link>
  );
  return (
    <TabStrip label={t('desk.tabs')}>
      {tab(t('desk.month.show.todo'), todo, {}, show === 'todo' && !group)}
      {tab(t('desk.month.show.all'), null, { show: 'all' }, show === 'all' && !group)}
      {(summary?.groups ?? []).map(({ group: one }) =>
        tab(t(`desk.month.group.${one}`), null, { show: 'all', group: one }, isListed && group === one),
      )}
      {isListed
        ? null
        : tab(
            pass ? t('desk.month.ofPass', { pass, what: t(`desk.month.show.${show}`) }) : t(`desk.month.show.${show}`),
            null,
            { show, pass },
            true,
          )}
    </TabStrip>
  );
}

/** The columns of Today with how far the passes are. */
function useMonthColumns(how: Parameters<typeof useTodayColumns>[0]): readonly Column<PreviousMonthItem>[] {
  const t = useT();
  const columns = useTodayColumns(how);
  const passes: Column<PreviousMonthItem> = {
    id: 'passes',
    header: t('desk.month.passes'),
    width: t.language === 'en' ? 216 : 184,
    drop: 1,
    cell: (item) => (
      <div className="why-cell">
        {item.passes.map((state) => (
          <PassLine key={state.pass} state={state} />
        ))}
      </div>
    ),
  };
  if (how.compact) return columns;
  return columns.flatMap((column) => (column.id === 'tries' ? [passes] : [column]));
}

function PassLine({ state: { pass, dueOn, doneAt, outcome } }: { state: PassState }) {
  const t = useT();
  const time = useTime();
  const words =
    doneAt && outcome
      ? t('desk.month.passDone', {
          pass,
          day: time.day(time.dayOf(doneAt)),
          outcome: t(`enquiries.outcome.${outcome}`),
        })
      : dueOn
        ? t('desk.month.passDue', { pass, day: time.day(dueOn) })
        : t('desk.month.passNone', { pass });
  return (
    <span className={doneAt ? 'clip' : 'clip text-2'} title={words}>
      {words}
    </span>
  );
}
